"""Holds one state of something in memory and brings it up to what a reader sees."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from sqlalchemy import Connection, select

from search.memory import give_back
from search.stores import schema

# Versions remembered, so that a reader with an older snapshot does not reload everything.
REMEMBERED_VERSIONS: Final = 1_000

C = schema.changes.c

_NEWEST: Final = select(C.version, C.stamp).order_by(C.version.desc()).limit(1)


class Versioned(Protocol):
    """A state that knows the last change it holds."""

    @property
    def version(self) -> int:
        """The change's number."""

    @property
    def stamp(self) -> int:
        """The change's stamp."""


S = TypeVar("S", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Newest:
    """The last change that a reader's transaction sees."""

    version: int
    stamp: int


def newest(conn: Connection) -> Newest:
    """Return the last change that a connection sees."""
    row = conn.execute(_NEWEST).first()
    return Newest(row.version, row.stamp) if row else Newest(0, 0)


def changed_since(conn: Connection, version: int) -> list[int]:
    """Return the documents that changed after a version, each once."""
    return list(conn.scalars(select(C.document_id).where(C.version > version).distinct()))


class Following(Generic[S]):
    """One state, followed; thread-safe.

    Args:
        catch_up: returns a state brought up to the newest change, None where a fresh one is
            cheaper.
        load: returns a fresh state.
    """

    def __init__(
        self,
        catch_up: Callable[[Connection, S, Newest], S | None],
        load: Callable[[Connection, Newest], S],
    ) -> None:
        self._catch_up = catch_up
        self._load = load
        self._guard = threading.Lock()
        self._state: S | None = None
        self._known: dict[int, int] = {}

    @property
    def latest(self) -> S | None:
        """What was read last, by whomever; None before the first time."""
        return self._state

    def adopt(self, state: S) -> None:
        """Begin with a state of an earlier life, unless there is one already."""
        with self._guard:
            if self._state is None:
                self._state = state
                self._known[state.version] = state.stamp

    def get(self, conn: Connection, seen: Newest) -> S:
        """Return a state fit for a reader who sees `seen`."""
        with self._guard:
            current = self._state
            if current and self._known.get(seen.version) == seen.stamp:
                return current  # the same state, or a newer one this reader filters again
            fresh = None
            if current and current.version < seen.version and self._is_followed(conn, current):
                fresh = self._catch_up(conn, current, seen)
            if fresh is None:  # the first time, or what was seen has been rolled back
                self._known.clear()
                fresh = self._load(conn, seen)
                give_back()
            self._state = fresh
            self._known[seen.version] = seen.stamp
            while len(self._known) > REMEMBERED_VERSIONS:
                self._known.pop(next(iter(self._known)))
            return fresh

    def _is_followed(self, conn: Connection, state: S) -> bool:
        """Whether the reader sees the change up to which a state goes."""
        stamp = conn.scalar(select(C.stamp).where(C.version == state.version))
        return stamp == state.stamp
