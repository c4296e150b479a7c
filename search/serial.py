"""One daemon thread that runs calls one after another, urgent ones first.

The model is used from this thread alone: its engine spreads over all cores by itself, and a
model that hangs holds up nobody but this thread.
"""

import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final

URGENT: Final = 0  # a person is waiting
PATIENT: Final = 1  # a job is waiting

_Call = tuple[int, int, Callable[[], Any], "Future[Any]"]


class SerialWorker:
    """Runs what it is given in a daemon thread, so that the process can always end.

    Args:
        name: the thread's name.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: queue.PriorityQueue[_Call] = queue.PriorityQueue()
        self._order = itertools.count()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, call: Callable[[], Any], urgency: int) -> "Future[Any]":
        """Queue `call`; the future holds its result. A cancelled one is never begun."""
        future: Future[Any] = Future()
        self._calls.put((urgency, next(self._order), call, future))
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        return future

    def _run(self) -> None:
        while True:
            _, _, call, future = self._calls.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as failure:  # whatever a model throws belongs to its caller
                future.set_exception(failure)
