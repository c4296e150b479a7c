"""Vectors of questions asked lately: people retype and page through the same one."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# 512 rows of 384 floats are under 1 MB.
QUERY_CACHE_ENTRIES: Final = 512


class QueryCache:
    """The latest questions with their vectors; thread-safe."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, Vectors] = OrderedDict()
        self._guard = threading.Lock()

    def rows(self, texts: Sequence[str], ask: Callable[[list[str]], Vectors]) -> Vectors:
        """Return one row per text, asking only for those that are not remembered.

        Args:
            texts: one to `QUERY_CACHE_ENTRIES` questions.
            ask: returns one row per text; called without any lock held.
        """
        missing = [text for text in dict.fromkeys(texts) if self._get(text) is None]
        if missing:
            self._remember(missing, ask(missing))
        rows = [self._get(text) for text in texts]
        if any(row is None for row in rows):  # others pushed them out meanwhile
            return ask(list(texts))
        return np.stack([row for row in rows if row is not None])

    def _get(self, text: str) -> Vectors | None:
        with self._guard:
            row = self._rows.get(text)
            if row is not None:
                self._rows.move_to_end(text)
            return row

    def _remember(self, texts: list[str], rows: Vectors) -> None:
        with self._guard:
            self._rows.update(zip(texts, rows, strict=True))
            while len(self._rows) > QUERY_CACHE_ENTRIES:
                self._rows.popitem(last=False)
