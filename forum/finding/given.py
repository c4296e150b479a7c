"""Search operators that other rooms give to some people: ``queue:overdue`` for those on the desk.

For whoever lacks one it is words like any other, so a search does not tell that it exists.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from forum.core.permissions import Actor
from forum.finding.keys import thread_key
from forum.finding.operators import NOTHING_MORE, Asked, parse


@dataclass(frozen=True, slots=True)
class GivenOperator:
    """One operator.

    Args:
        name: what stands before the colon: two to eight letters.
        values: what may stand behind it for a viewer; empty for whoever lacks the operator.
        threads: ids of the threads that one value stands for, at most as many as they may read.
        meaning: what the search help says of it, in the language of the request.
    """

    name: str
    values: Callable[[Actor], Sequence[str]]
    threads: Callable[[Actor, str], Collection[int]]
    meaning: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Explained:
    """How the search help tells of one operator."""

    typed: Sequence[str]
    meaning: str


_operators: dict[str, GivenOperator] = {}


def give_operator(operator: GivenOperator) -> None:
    """Let a room add an operator; registering the same name twice changes nothing."""
    _operators[operator.name] = operator


def taken_apart(query: str, viewer: Actor) -> Asked:
    """A query as this viewer may mean it."""
    if not viewer.is_authenticated or ":" not in query:
        return parse(query)
    known = {one.name: one.values(viewer) for one in _operators.values()}
    return parse(query, known or NOTHING_MORE)


def among(asked: Asked, viewer: Actor) -> tuple[str, ...] | None:
    """Keys of what every given operator of a query stands for; None where there is none."""
    if not asked.given:
        return None
    first, *others = (set(_operators[name].threads(viewer, value)) for name, value in asked.given)
    return tuple(thread_key(number) for number in sorted(first.intersection(*others)))


def explained(viewer: Actor) -> Sequence[Explained]:
    """What the search help says of the operators that this viewer has."""
    if not viewer.is_authenticated:
        return ()
    return [
        Explained([f"{one.name}:{value}" for value in values], one.meaning())
        for one in _operators.values()
        if (values := one.values(viewer))
    ]
