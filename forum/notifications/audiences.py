"""Whom a fact concerns that later rooms tell of: each says so for its own kind."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from forum.notifications.models import Happening, NotificationKind

Finder = Callable[[Happening], Iterable[int]]
AnyFinder = TypeVar("AnyFinder", bound=Finder)
_finders: dict[NotificationKind, Finder] = {}


def finds_people(kind: NotificationKind) -> Callable[[AnyFinder], AnyFinder]:
    """Register the decorated function: it gives the ids of those a fact of this kind concerns."""

    def register(finder: AnyFinder) -> AnyFinder:
        _finders[kind] = finder
        return finder

    return register


def concerned(happening: Happening) -> dict[int, NotificationKind]:
    """Whom it concerns, and as what; nobody where no room says."""
    finder = _finders.get(happening.kind)
    return dict.fromkeys(finder(happening), happening.kind) if finder is not None else {}
