"""Texts to vectors, by a real model in the background or by a twin for tests."""

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from functools import partial
from typing import Any, Final, Literal, Protocol

import numpy as np

from search.loading import BUNDLED_MODEL as BUNDLED_MODEL
from search.loading import BUNDLED_SECOND as BUNDLED_SECOND
from search.loading import E5_PROMPTS as E5_PROMPTS
from search.loading import HUB_MODEL as HUB_MODEL
from search.loading import default_model as default_model
from search.loading import load_transformer
from search.memory import give_back
from search.remembered import QUERY_CACHE_ENTRIES, QueryCache
from search.remembered import Vectors as Vectors
from search.serial import PATIENT, URGENT, SerialWorker
from search.text import clean, terms, trigrams

State = Literal["loading", "ready", "failed"]

# A suggestion that comes later than this is no help; the caller goes on with words alone.
QUERY_TIMEOUT_SECONDS: Final = 1.5
# One slice of passages; a slice takes about a second on two cores, so a minute means "hangs".
PASSAGES_TIMEOUT_SECONDS: Final = 60.0
# Passages go to the model in slices, so that a waiting question gets its turn in between.
SLICE_TEXTS: Final = 16
# The models read 512 tokens, some 2,000 characters; the rest would only cost time.
MAX_PASSAGE_CHARACTERS: Final = 2_000
MAX_QUERY_CHARACTERS: Final = 1_000

log = logging.getLogger(__name__)


class EncoderNotReady(Exception):
    """The model is still loading, failed, or is busy for too long; search by words instead."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their likeness."""

    @property
    def model(self) -> str:
        """Its name, by which its rule for likely duplicates is known."""

    @property
    def space(self) -> str:
        """The name under which its vectors are stored; vectors of two spaces never meet.

        It tells dimensions apart: another model may come under the name of the first.
        """

    @property
    def dimension(self) -> int:
        """Length of each vector; 0 while loading."""

    @property
    def state(self) -> State:
        """Whether it can be asked now."""

    @property
    def error(self) -> str | None:
        """Why it failed, or failed lately, for the operator; None otherwise."""

    def encode_queries(self, texts: Sequence[str], *, patient: bool = False) -> Vectors:
        """Return one L2-normalised float32 row per question, shape (len(texts), dimension).

        Args:
            texts: the questions.
            patient: True for a job that indexes questions; people who wait go first.

        Raises:
            EncoderNotReady: at once when not ready, or after `QUERY_TIMEOUT_SECONDS`.
        """

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalised float32 row per passage, shape (len(texts), dimension).

        Raises:
            EncoderNotReady: when not ready, or when the model stops answering.
        """


class HashingEncoder:
    """A deterministic stand-in for a model: hashed stems and letter trigrams.

    Equal and overlapping texts are close, as with a real model; meaning it has none.

    Args:
        dimension: length of the vectors; at 256 collisions stay rare in small tests.
    """

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.model = self.space = f"hashing-{dimension}"
        self.state: State = "ready"
        self.error: str | None = None

    def encode_queries(self, texts: Sequence[str], *, patient: bool = False) -> Vectors:
        """Return hashed vectors of shape (len(texts), dimension); always at once."""
        del patient  # nobody ever waits for this one
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return hashed vectors of shape (len(texts), dimension)."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if self.state != "ready":
            raise EncoderNotReady(self.error or "the model is loading")
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature in terms(text):
                row[self._slot(feature)] += 1.0
            for feature in trigrams(text):
                row[self._slot(feature)] += 0.25
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        normalised: Vectors = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
        return normalised

    def _slot(self, feature: str) -> int:
        digest = hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.dimension


class SentenceTransformerEncoder:
    """Any sentence-transformers model, loaded and used by one background thread.

    Args:
        model_name: a model of the hub, a local folder, or empty for the default.
        query_timeout: seconds a question may wait for its vector.
    """

    def __init__(self, model_name: str = "", query_timeout: float = QUERY_TIMEOUT_SECONDS) -> None:
        self.model = model_name or default_model()
        self.dimension = 0
        self.state: State = "loading"
        self.error: str | None = None
        self._query_timeout = query_timeout
        self._worker = SerialWorker("search-encoder")
        self._settled = threading.Event()
        self._started = threading.Lock()
        self._transformer: Any = None
        self._late = 0  # questions given up on whose call has not come back
        self._cache = QueryCache()
        self._guard = threading.Lock()

    @property
    def space(self) -> str:
        """Name and dimension; the bundled model's vectors have one dimension for good."""
        return self.model if self.model == BUNDLED_MODEL else f"{self.model}:{self.dimension}"

    def start(self) -> None:
        """Begin loading in the background; calling it again changes nothing."""
        if self._started.acquire(blocking=False):
            self._worker.submit(self._load, URGENT)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds for loading to end; True when the model is ready."""
        self._settled.wait(timeout)
        return self.state == "ready"

    def idle(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds until every call before this one has come back."""
        done = threading.Event()
        self._worker.submit(done.set, PATIENT)
        return done.wait(timeout)

    def encode_queries(self, texts: Sequence[str], *, patient: bool = False) -> Vectors:
        """Return one row per question, from the cache where it was asked before.

        Raises:
            EncoderNotReady: at once when not ready, or when the model is too slow.
        """
        if patient:
            return self._in_slices(texts, "query")
        self._require_ready()
        if len(texts) > QUERY_CACHE_ENTRIES or not texts:
            return self._in_slices(texts, "query")
        wanted = [clean(text)[:MAX_QUERY_CHARACTERS] for text in texts]
        return self._cache.rows(wanted, self._ask_queries)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per passage; questions asked meanwhile go first.

        Raises:
            EncoderNotReady: when not ready, or when the model stops answering.
        """
        return self._in_slices(texts, "document")

    def _in_slices(self, texts: Sequence[str], prompt: str) -> Vectors:
        rows: list[Vectors] = []
        for start in range(0, len(texts), SLICE_TEXTS):
            self._require_ready()
            batch = [clean(text)[:MAX_PASSAGE_CHARACTERS] for text in texts[start:][:SLICE_TEXTS]]
            rows.append(self._run(partial(self._encode, batch, prompt), PATIENT))
        empty = np.zeros((0, self.dimension), dtype=np.float32)
        return np.concatenate(rows) if rows else empty

    def _ask_queries(self, texts: list[str]) -> Vectors:
        return self._run(partial(self._encode, texts, "query"), URGENT)

    def _run(self, call: Callable[[], Vectors], urgency: int) -> Vectors:
        patience = self._query_timeout if urgency == URGENT else PASSAGES_TIMEOUT_SECONDS
        future = self._worker.submit(call, urgency)
        try:
            result: Vectors = future.result(timeout=patience)
        except FutureTimeout:
            self._give_up_on(future)
            self.error = f"{self.model} gave no answer in {patience:g} s"
            raise EncoderNotReady(self.error) from None
        except Exception as failure:
            self.error = f"{self.model}: {failure}"
            raise EncoderNotReady(self.error) from failure
        self.error = None
        return result

    def _give_up_on(self, future: Any) -> None:
        if future.cancel():
            return
        with self._guard:
            self._late += 1
        future.add_done_callback(self._came_back)

    def _came_back(self, _: Any) -> None:
        with self._guard:
            self._late -= 1
            if not self._late:
                self.error = None

    def _require_ready(self) -> None:
        if self.state != "ready":
            raise EncoderNotReady(self.error or f"{self.model} is loading")
        if self._late:  # hanging: do not let everyone wait for it in turn
            raise EncoderNotReady(f"{self.model} does not answer")

    def _load(self) -> None:
        try:
            self._transformer = load_transformer(self.model)
            probe = self._encode(["ready?"], "query")
            self.dimension = int(probe.shape[1])
            self.state = "ready"
        except Exception as failure:  # a broken model must never stop the site
            self.error = f"{self.model} could not be loaded: {failure}"
            self.state = "failed"
            log.warning("%s; searching by words only", self.error)
        finally:
            self._settled.set()
            give_back()

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        rows = self._transformer.encode(
            texts,
            prompt_name=prompt,
            batch_size=SLICE_TEXTS,
            show_progress_bar=False,
            normalize_embeddings=True,
        )
        return np.ascontiguousarray(rows, dtype=np.float32)
