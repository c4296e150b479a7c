"""What was answered lately: people page through one search, and many ask the same one."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from sqlalchemy import Connection

from search.documents import Results
from search.stores.following import newest

# A page of results takes some 30 kB.
KEPT_ANSWERS: Final = 64
# The index's own changes end an answer at once; this is for what leaves no trace in it, such as
# the opinions of a second model that arrive one by one.
KEPT_SECONDS: Final = 60.0


class Lately:
    """The latest questions with their answers; thread-safe."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, tuple[float, Results]] = OrderedDict()
        self._guard = threading.Lock()

    def answer(self, conn: Connection, asked: Hashable, find: Callable[[], Results]) -> Results:
        """Return what was answered to `asked` lately, or what `find` answers now.

        Whatever changed in the index since, as the connection sees it, makes it look again. What
        words alone answered is not kept: the model may be there the next time.

        Args:
            conn: the caller's connection.
            asked: the question with all that its answer depends on.
            find: asks the index; called without any lock held.
        """
        now, asked = time.monotonic(), (newest(conn), asked)
        with self._guard:
            since, known = self._answers.get(asked, (0.0, None))
            if known is not None and now - since < KEPT_SECONDS:
                self._answers.move_to_end(asked)
                return known
        found = find()
        if not found.degraded:
            with self._guard:
                self._answers[asked] = now, found
                self._answers.move_to_end(asked)
                while len(self._answers) > KEPT_ANSWERS:
                    self._answers.popitem(last=False)
        return found
