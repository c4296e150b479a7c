"""Whatever makes the vectors, the rest of search relies on the same few things."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from search import encoder as encoders
from search.encoder import Encoder, EncoderNotReady, HashingEncoder, SentenceTransformerEncoder
from search.endpoint import Endpoint, address_of
from search.remembered import QUERY_CACHE_ENTRIES
from search.remote import RemoteEncoder
from tests.embedding_server import serving

Make = Callable[[], Encoder]
PATIENCE_SECONDS = 120


class HashingTransformer:
    """What sentence-transformers would be, without its weight."""

    def encode(self, texts: list[str], **_how: Any) -> Any:
        return HashingEncoder(64).encode_passages(texts)


@pytest.fixture(params=["hashing", "in this process", "on a server"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes an encoder of each kind, not started."""
    if request.param == "hashing":
        yield lambda: HashingEncoder(64)
    elif request.param == "in this process":
        monkeypatch.setattr(encoders, "load_transformer", lambda _: HashingTransformer())
        yield lambda: SentenceTransformerEncoder("plain", query_timeout=PATIENCE_SECONDS)
    else:
        with serving() as server:
            yield lambda: RemoteEncoder(Endpoint(address_of(server.url)), "plain", PATIENCE_SECONDS)


@pytest.fixture
def encoder(make: Make) -> Encoder:
    """An encoder of each kind that is ready."""
    made = make()
    if isinstance(made, SentenceTransformerEncoder | RemoteEncoder):
        made.start()
        assert made.wait(PATIENCE_SECONDS)
    return made


def test_one_row_per_text_of_unit_length(encoder: Encoder) -> None:
    for rows in (
        encoder.encode_queries(["one", "two", "one"]),
        encoder.encode_queries(["one", "two", "one"], patient=True),
        encoder.encode_passages(["one", "two", "one"]),
    ):
        assert rows.shape == (3, encoder.dimension)
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
        assert np.array_equal(rows[0], rows[2])


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_any_number_of_texts_of_any_length(encoder: Encoder) -> None:
    many = [f"question {number}" for number in range(QUERY_CACHE_ENTRIES + 5)]
    assert encoder.encode_queries(many).shape == (len(many), encoder.dimension)
    assert encoder.encode_passages(["long " * 20_000, "\ud800 x", "\x00 y"]).shape[0] == 3


def test_when_it_is_ready_it_says_so_and_names_its_space(encoder: Encoder) -> None:
    assert encoder.state == "ready"
    assert encoder.error is None
    assert str(encoder.dimension) in encoder.space


def test_before_it_was_started_it_refuses_at_once(make: Make) -> None:
    made = make()
    if made.state != "ready":
        with pytest.raises(EncoderNotReady):
            made.encode_queries(["hello"])
        with pytest.raises(EncoderNotReady):
            made.encode_passages(["hello"])
