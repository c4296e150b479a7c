"""Facts that one room publishes and others listen to, inside the same transaction.

Listeners only write rows (clock, outbox, audit, counters, stale mark): all or nothing with
the action that published. What may be lost, such as waking the worker, goes through
``db.after_commit``.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Listener = TypeVar("Listener", bound=Callable[[Any], None])
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def listens_to(*kinds: type) -> Callable[[Listener], Listener]:
    """Register the decorated function for each of the event types; importing it is enough."""

    def register(listener: Listener) -> Listener:
        for kind in kinds:
            if listener not in _listeners[kind]:
                _listeners[kind].append(listener)
        return listener

    return register


def publish(event: object) -> None:
    """Tell every listener, in the order they registered; what one raises undoes the whole act."""
    for listener in _listeners[type(event)]:
        listener(event)
