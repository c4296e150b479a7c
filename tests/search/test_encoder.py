"""The model loads behind the caller's back and is never waited for too long."""

import threading

import numpy as np
import pytest

from search import encoder as encoders
from search.encoder import EncoderNotReady, HashingEncoder, SentenceTransformerEncoder

PATIENCE_SECONDS = 120.0


class FakeTransformer:
    """Answers like a sentence-transformers model; hangs while `held` is set."""

    def __init__(self) -> None:
        self.held = threading.Event()
        self.release = threading.Event()
        self.seen: list[tuple[str, str]] = []

    def encode(self, texts: list[str], prompt_name: str, **_: object) -> object:
        if self.held.is_set():
            self.release.wait()
        self.seen += [(prompt_name, text) for text in texts]
        return np.ones((len(texts), 4), dtype=np.float32) / 2


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeTransformer:
    transformer = FakeTransformer()
    monkeypatch.setattr(encoders, "load_transformer", lambda _: transformer)
    return transformer


def started(timeout: float = PATIENCE_SECONDS) -> SentenceTransformerEncoder:
    encoder = SentenceTransformerEncoder("fake", query_timeout=timeout)
    encoder.start()
    assert encoder.wait(PATIENCE_SECONDS)
    return encoder


def test_before_it_has_started_a_question_is_refused_at_once() -> None:
    encoder = SentenceTransformerEncoder("fake")
    assert encoder.state == "loading"
    with pytest.raises(EncoderNotReady, match="loading"):
        encoder.encode_queries(["hello"])


def test_a_model_that_cannot_be_loaded_says_why(tmp_path: object) -> None:
    encoder = SentenceTransformerEncoder(f"{tmp_path}/nothing-here")
    encoder.start()
    assert not encoder.wait(PATIENCE_SECONDS)
    assert encoder.state == "failed"
    assert encoder.error
    assert "nothing-here" in encoder.error
    with pytest.raises(EncoderNotReady, match="could not be loaded"):
        encoder.encode_passages(["hello"])


def test_questions_and_passages_are_told_apart(fake: FakeTransformer) -> None:
    encoder = started()
    encoder.encode_queries(["q"])
    encoder.encode_queries(["t"], patient=True)
    assert encoder.encode_passages(["p"] * 40).shape == (40, 4)
    assert ("query", "q") in fake.seen
    assert ("query", "t") in fake.seen
    assert fake.seen.count(("document", "p")) == 40


def test_a_repeated_question_is_not_asked_of_the_model_again(fake: FakeTransformer) -> None:
    encoder = started()
    rows = encoder.encode_queries(["same", "other", "same"])
    encoder.encode_queries(["same"])
    assert rows.shape == (3, 4)
    assert fake.seen.count(("query", "same")) == 1


def test_a_hanging_model_is_given_up_on_and_others_do_not_queue_behind_it(
    fake: FakeTransformer, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = started(timeout=0.5)  # until then its thread has begun, or nothing would hang
    fake.held.set()
    with pytest.raises(EncoderNotReady, match="no answer"):
        encoder.encode_queries(["first"])
    with pytest.raises(EncoderNotReady, match="does not answer"):
        encoder.encode_queries(["second"])
    fake.held.clear()
    fake.release.set()
    assert encoder.idle(PATIENCE_SECONDS)
    monkeypatch.setattr(encoder, "_query_timeout", PATIENCE_SECONDS)
    assert encoder.encode_queries(["third"]).shape == (1, 4)


def test_a_failing_call_is_named_and_the_next_one_works(
    fake: FakeTransformer, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = started()
    with monkeypatch.context() as broken:
        broken.setattr(fake, "encode", None)
        with pytest.raises(EncoderNotReady, match="fake"):
            encoder.encode_queries(["first"])
    assert encoder.encode_queries(["second"]).shape == (1, 4)


def test_no_texts_give_no_rows(fake: FakeTransformer) -> None:
    encoder = started()
    assert encoder.encode_passages([]).shape == (0, 4)
    assert encoder.encode_queries([]).shape == (0, 4)


def test_the_twin_for_tests_is_deterministic_and_normalised() -> None:
    first, second = (HashingEncoder().encode_passages(["Printer jam"]) for _ in range(2))
    assert np.array_equal(first, second)
    assert np.linalg.norm(first[0]) == pytest.approx(1.0)
