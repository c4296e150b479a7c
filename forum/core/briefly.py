"""Figures and small lists kept in memory for a moment, so that not every page asks for them again.

Only what may be a little old: nobody is harmed by a number of a minute ago. Who changes the truth
behind one says ``forget`` after the commit; another process finds out when the time has passed.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from flask import Flask, current_app

from forum.core import clock

EXTENSION = "briefly"
Value = TypeVar("Value")


@dataclass
class _Shelf:
    """Values of one application; the round tells whether something was forgotten meanwhile."""

    values: dict[Hashable, tuple[datetime, Any]] = field(default_factory=dict)
    round: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    """Give the application a shelf of its own."""
    app.extensions[EXTENSION] = _Shelf()


def forget_all(app: Flask) -> None:
    """Work everything out again: the database is another one now."""
    app.extensions[EXTENSION] = _Shelf()


class Briefly(Generic[Value]):
    """One kind of value, by key: ``COUNTS.get("visitor", lambda: count(viewer))``."""

    def __init__(self, name: str, lasts: timedelta) -> None:
        self._name = name
        self._lasts = lasts

    def get(self, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """The value as it was at most ``lasts`` ago; two readers at once may both work it out."""
        shelf: _Shelf = current_app.extensions[EXTENSION]
        place = (self._name, key)
        now = clock.now()
        with shelf.lock:
            at, value = shelf.values.get(place, (None, None))
            began = shelf.round
        if at is not None and timedelta(0) <= now - at < self._lasts:
            return cast(Value, value)
        fresh = work_out()
        with shelf.lock:
            if shelf.round == began:
                shelf.values[place] = (now, fresh)
        return fresh

    def forget(self) -> None:
        """What was kept of this kind is not true any more."""
        shelf: _Shelf = current_app.extensions[EXTENSION]
        with shelf.lock:
            shelf.round += 1
            for place in [place for place in shelf.values if place[0] == self._name]:  # type: ignore[index]
                del shelf.values[place]
