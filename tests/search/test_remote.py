"""A server may fail in every way there is: words go on, and nobody waits for it twice."""

import json
import logging
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from search.encoder import E5_PROMPTS, EncoderNotReady, HashingEncoder
from search.endpoint import Endpoint, address_of
from search.remote import RemoteEncoder
from tests import embedding_server
from tests.embedding_server import Answer, EmbeddingServer, answers, changed, serving

PATIENCE_SECONDS = 120


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with serving() as running:
        yield running


def remote(
    url: str, key: str = "", model: str = "plain", seconds: float = PATIENCE_SECONDS
) -> RemoteEncoder:
    """An encoder that was started, with short pauses."""
    encoder = RemoteEncoder(Endpoint(address_of(url, key)), model, seconds, (0, 0), (0.01,))
    encoder.start()
    encoder.wait(PATIENCE_SECONDS)
    return encoder


def test_rows_stand_in_the_order_of_the_texts_and_are_normalised(server: EmbeddingServer) -> None:
    texts = [f"text number {n} of many" for n in range(40)]
    rows = remote(server.url).encode_passages(texts)
    assert rows.dtype == np.float32
    assert np.allclose(rows, HashingEncoder(64).encode_passages(texts), atol=1e-6)
    assert max(len(asked["input"]) for asked in server.asked) == 16


def test_models_of_the_e5_family_are_told_which_is_which(server: EmbeddingServer) -> None:
    encoder = remote(server.url, model="intfloat/multilingual-e5-small")
    encoder.encode_queries(["where"])
    encoder.encode_queries(["title"], patient=True)
    encoder.encode_passages(["there"])
    wanted = [E5_PROMPTS["query"] + text for text in ("ready?", "where", "title")]
    assert server.inputs() == [*wanted, E5_PROMPTS["document"] + "there"]
    assert {asked["path"] for asked in server.asked} == {"/v1/embeddings"}


def test_a_repeated_question_is_not_asked_again_and_connections_are_kept(
    server: EmbeddingServer,
) -> None:
    encoder = remote(server.url)
    for _again in range(3):
        encoder.encode_queries(["same", "other"])
    assert server.inputs() == ["ready?", "same", "other"]
    assert len(server.connections) == 1


@pytest.mark.parametrize("within", [True, False])
def test_the_key_is_sent_and_never_written(
    server: EmbeddingServer, within: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = server.url.replace("http://", "http://s%2Fecret@") if within else server.url
    address = address_of(url, "" if within else "s/ecret")
    assert "ecret" not in repr(address)
    encoder = remote(url, "" if within else "s/ecret")
    assert set(server.keys) == {"Bearer s/ecret"}
    server.answer = answers(401, b"no such key: s/ecret")
    with pytest.raises(EncoderNotReady) as told:
        encoder.encode_queries(["hello"])
    assert "ecret" not in str(told.value) + str(encoder.error) + caplog.text


def replaced(**parts: object) -> Callable[[list[dict[str, object]]], object]:
    """Each entry with something else in it."""
    return lambda entries: [{**entry, **parts} for entry in entries]


NONSENSE: dict[str, Answer] = {
    "an error": answers(500, b"<h1>Oh</h1>"),
    "nobody may": answers(401),
    "a page": answers(200, b"<!doctype html><title>Sign in</title>"),
    "nothing": answers(200),
    "another object": answers(200, b'{"data": {"embedding": [1, 2]}}'),
    "a list": answers(200, b"[1, 2]"),
    "deep brackets": answers(200, b"[" * 200_000),
    "not even text": answers(200, b"\xff\xfe\x00"),
    "compressed": answers(200, b"\x1f\x8b\x08", **{"Content-Encoding": "gzip"}),
    "too few": changed(lambda entries: entries[1:]),
    "too many": changed(lambda entries: [*entries, {**entries[0], "index": len(entries)}]),
    "the same index twice": changed(replaced(index=0)),
    "no index": changed(lambda entries: [{"embedding": e["embedding"]} for e in entries]),
    "not a number": changed(replaced(embedding=[float("nan")] * 64)),
    "infinite": changed(replaced(embedding=[float("inf")] * 64)),
    "too large": changed(replaced(embedding=[10**400] * 64)),
    "zeros": changed(replaced(embedding=[0.0] * 64)),
    "words": changed(replaced(embedding=["1.0"] * 64)),
    "base64": changed(replaced(embedding="AAAA")),
    "empty": changed(replaced(embedding=[])),
    "other dimension": changed(replaced(embedding=[1.0] * 32)),
    "huge": answers(200, b" " * 9_000_000),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_never_a_vector(server: EmbeddingServer, answer: Answer) -> None:
    encoder = remote(server.url)
    server.answer = answer
    with pytest.raises(EncoderNotReady):
        encoder.encode_queries(["hello", "world"])
    server.answer = embedding_server.embeds
    assert encoder.wait_until_ready(PATIENCE_SECONDS), "and then it is back by itself"
    assert encoder.encode_queries(["hello", "world"]).shape == (2, 64)


def test_it_does_not_follow_to_another_place(server: EmbeddingServer) -> None:
    encoder = remote(server.url)
    with serving() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            server.answer = answers(status, Location=f"{elsewhere.url}/embeddings")
            with pytest.raises(EncoderNotReady, match=str(status)):
                encoder.encode_queries([f"hello {status}"])
            server.answer = embedding_server.embeds
            assert encoder.wait_until_ready(PATIENCE_SECONDS)
        assert elsewhere.asked == []


@pytest.mark.parametrize("answer", [embedding_server.hangs, embedding_server.drips])
def test_whoever_hangs_or_drips_is_given_up_on_and_nobody_else_waits(
    server: EmbeddingServer, answer: Answer
) -> None:
    encoder = RemoteEncoder(Endpoint(address_of(server.url)), "plain", 0.2, (), (60,))
    encoder.start()
    assert encoder.wait(PATIENCE_SECONDS)
    server.answer = answer
    with pytest.raises(EncoderNotReady, match=r"no answer in|too slowly"):
        encoder.encode_queries(["first"])
    assert server.asked_for_more.wait(PATIENCE_SECONDS)  # perhaps only after it was given up on
    asked = len(server.asked)
    for _another in range(20):
        with pytest.raises(EncoderNotReady):
            encoder.encode_queries(["second"])
    assert len(server.asked) == asked, "the way is closed: not one of them was sent"
    assert encoder.state == "failed"


def test_passages_are_tried_again_and_questions_are_not(server: EmbeddingServer) -> None:
    encoder = remote(server.url)
    turns = iter([answers(503), answers(503), embedding_server.embeds])
    server.answer = lambda handler, asked: next(turns)(handler, asked)
    assert encoder.encode_passages(["patience"]).shape == (1, 64)
    assert encoder.state == "ready"


def test_texts_that_the_server_refuses_close_the_way_for_nobody(server: EmbeddingServer) -> None:
    encoder = remote(server.url)
    server.answer = answers(413)
    with pytest.raises(EncoderNotReady, match="413"):
        encoder.encode_passages(["a very long one"])
    assert encoder.state == "ready"


def test_a_server_that_is_not_there_yet_is_found_when_it_comes(server: EmbeddingServer) -> None:
    server.answer = answers(503)
    encoder = RemoteEncoder(
        Endpoint(address_of(server.url)), "plain", PATIENCE_SECONDS, (), (0.01,)
    )
    came = threading.Event()
    encoder.start(came.set)
    assert not encoder.wait(PATIENCE_SECONDS)
    assert encoder.error
    with pytest.raises(EncoderNotReady):
        encoder.encode_queries(["hello"])
    server.answer = embedding_server.embeds
    assert came.wait(PATIENCE_SECONDS)
    assert encoder.error is None
    assert encoder.encode_queries(["hello"]).shape == (1, 64)


def test_nobody_listening_is_a_failure_like_any_other() -> None:
    with serving() as gone:
        url = gone.url
    encoder = RemoteEncoder(Endpoint(address_of(url)), "plain", PATIENCE_SECONDS, (), (60,))
    encoder.start()
    assert not encoder.wait(PATIENCE_SECONDS)
    assert "cannot be reached" in str(encoder.error)


def test_another_dimension_is_another_space(server: EmbeddingServer) -> None:
    with serving(dimension=32) as smaller:
        assert remote(server.url).space != remote(smaller.url).space
    assert json.dumps(remote(server.url).space) == '"remote:plain:64"'
