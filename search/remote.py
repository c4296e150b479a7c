"""Texts to vectors by a server with an OpenAI-compatible ``/v1/embeddings``.

Nobody waits for a server that is down: one failure closes the way for everyone, and a thread of
its own asks until an answer is good again.
"""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from functools import partial
from typing import Final
from weakref import ref

import numpy as np

from search.encoder import (
    E5_PROMPTS,
    MAX_PASSAGE_CHARACTERS,
    MAX_QUERY_CHARACTERS,
    PASSAGES_TIMEOUT_SECONDS,
    QUERY_TIMEOUT_SECONDS,
    SLICE_TEXTS,
    EncoderNotReady,
    State,
)
from search.endpoint import Endpoint, ServerFault, TextsRefused
from search.remembered import QUERY_CACHE_ENTRIES, QueryCache, Vectors
from search.text import clean

# How long a job waits before it asks for the same passages again.
RETRY_SECONDS: Final = (0.5, 2.0)
# How long the server is left alone before it is asked again whether it is back; then every minute.
PROBE_SECONDS: Final = (1.0, 2.0, 5.0, 15.0, 60.0)

log = logging.getLogger(__name__)


class RemoteEncoder:
    """A model that another program serves.

    Args:
        endpoint: where it is asked.
        model: the name under which the server knows it.
        query_timeout: seconds a question may wait for its vector, whatever the server does.
        retries: seconds before each further try for passages.
        probes: seconds before each look whether a server that failed is back.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        model: str,
        query_timeout: float = QUERY_TIMEOUT_SECONDS,
        retries: Sequence[float] = RETRY_SECONDS,
        probes: Sequence[float] = PROBE_SECONDS,
    ) -> None:
        self.model = model
        self.dimension = 0
        self.state: State = "loading"
        self.error: str | None = None
        self._endpoint = endpoint
        self._prompts = E5_PROMPTS if "e5" in model.lower() else {"query": "", "document": ""}
        self._query_timeout = query_timeout
        self._retries = retries
        self._probes = probes
        self._cache = QueryCache()
        self._guard = threading.Lock()
        self._watched = False
        self._settled = threading.Event()
        self._ready = threading.Event()
        self._when_ready: Callable[[], None] = lambda: None

    @property
    def space(self) -> str:
        """Name and dimension; a model in this process keeps its vectors apart from these."""
        return f"remote:{self.model}:{self.dimension}"

    def start(self, when_ready: Callable[[], None] = lambda: None) -> None:
        """Ask in the background until the server answers; call `when_ready` each time it does."""
        if not self._settled.is_set():
            self._when_ready = when_ready
            self._watch(itertools.chain((0.0,), self._waits()))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds for the first answer or failure; True when it is ready."""
        self._settled.wait(timeout)
        return self.state == "ready"

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds for a good answer, past any number of failures."""
        return self._ready.wait(timeout)

    def encode_queries(self, texts: Sequence[str], *, patient: bool = False) -> Vectors:
        """Return one row per question, from the cache where it was asked before.

        Raises:
            EncoderNotReady: at once when the server failed lately, or after `query_timeout`.
        """
        if patient or not texts or len(texts) > QUERY_CACHE_ENTRIES:
            return self._in_slices(texts, "query")
        self._require_ready()
        wanted = [clean(text)[:MAX_QUERY_CHARACTERS] for text in texts]
        return self._cache.rows(wanted, partial(self._ask, "query", self._query_timeout))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per passage; a passing failure is tried again.

        Raises:
            EncoderNotReady: when the server failed, and failed again.
        """
        return self._in_slices(texts, "document")

    def _in_slices(self, texts: Sequence[str], prompt: str) -> Vectors:
        self._require_ready()
        rows = [np.zeros((0, self.dimension), dtype=np.float32)]
        for start in range(0, len(texts), SLICE_TEXTS):
            batch = [clean(text)[:MAX_PASSAGE_CHARACTERS] for text in texts[start:][:SLICE_TEXTS]]
            rows.append(self._ask_again(prompt, batch))
        return np.concatenate(rows)

    def _ask_again(self, prompt: str, texts: list[str]) -> Vectors:
        for pause in self._retries:
            self._require_ready()
            try:
                return self._answer(prompt, PASSAGES_TIMEOUT_SECONDS, texts)
            except ServerFault as fault:
                log.info("asking the embedding server again in %g s: %s", pause, fault)
            time.sleep(pause)
        return self._ask(prompt, PASSAGES_TIMEOUT_SECONDS, texts)

    def _ask(self, prompt: str, seconds: float, texts: list[str]) -> Vectors:
        self._require_ready()
        try:
            return self._answer(prompt, seconds, texts)
        except ServerFault as fault:
            self._fail(str(fault))
            self._watch(self._waits())
            raise EncoderNotReady(f"{self.model}: {fault}") from None

    def _answer(self, prompt: str, seconds: float, texts: list[str]) -> Vectors:
        prompted = [self._prompts[prompt] + text for text in texts]
        asked = partial(self._endpoint.embed, self.model, prompted, seconds)
        try:
            rows = _within(seconds, asked)
        except FutureTimeout:
            raise ServerFault(f"no answer in {seconds:g} s") from None
        except TextsRefused as refused:  # these texts, not the server
            raise EncoderNotReady(str(refused)) from None
        if self.dimension and rows.shape[1] != self.dimension:
            raise ServerFault(
                f"vectors of {rows.shape[1]} numbers instead of {self.dimension}; "
                "another model needs another name, or a restart"
            )
        return rows

    def _require_ready(self) -> None:
        if self.state != "ready":
            raise EncoderNotReady(self.error or f"{self.model} was not asked yet")

    def _watch(self, waits: Iterator[float]) -> None:
        with self._guard:
            if self._watched:
                return
            self._watched = True
        threading.Thread(
            target=_probe_until_ready, args=(ref(self), waits), name="search-remote", daemon=True
        ).start()

    def _waits(self) -> Iterator[float]:
        return itertools.chain(self._probes, itertools.repeat(self._probes[-1]))

    def _probe(self) -> bool:
        """Ask once; True, and whoever waits for it is told, when the answer is good."""
        try:
            rows = self._answer("query", PASSAGES_TIMEOUT_SECONDS, ["ready?"])
        except (ServerFault, EncoderNotReady) as fault:
            self._fail(str(fault))
            return False
        with self._guard:
            self._watched = False
            self.dimension = int(rows.shape[1])
            self.error, self.state = None, "ready"
        self._ready.set()
        self._settled.set()
        log.info("the embedding server answers for %s", self.model)
        self._when_ready()
        return True

    def _fail(self, reason: str) -> None:
        reason = f"{self.model}: {reason}"
        with self._guard:
            news, self.error, self.state = self.error != reason, reason, "failed"
        self._ready.clear()
        self._settled.set()
        if news:
            log.warning("the embedding server failed (%s); searching by words only", reason)


def _probe_until_ready(of: "ref[RemoteEncoder]", waits: Iterator[float]) -> None:
    """Ask until an answer is good, or nobody has the encoder any more."""
    for pause in waits:
        time.sleep(pause)
        encoder = of()
        if encoder is None or encoder._probe():
            return
        del encoder  # while this thread sleeps it keeps nothing alive


def _within(seconds: float, call: Callable[[], Vectors]) -> Vectors:
    """Run `call` in a thread: time-outs of sockets know neither name look-ups nor slow drips."""
    future: Future[Vectors] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as failure:  # whatever was raised belongs to the caller
            future.set_exception(failure)

    threading.Thread(target=run, name="search-remote-call", daemon=True).start()
    return future.result(timeout=seconds)
