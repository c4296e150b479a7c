"""What keeps a question from being answered together with others. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from forum.threads.models import ThreadStatus

OPEN = frozenset({ThreadStatus.WAITING, ThreadStatus.ANSWERED, ThreadStatus.NEEDS_INFO})


class Obstacle(StrEnum):
    """Why a question is left out, the weightiest first."""

    GONE = "gone"  # removed, hidden, or part of another one
    LOCKED = "locked"
    LINKED = "linked"
    SOLVED = "solved"
    CLAIMED = "claimed"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands, and how many answers there were when the page was drawn."""

    status: ThreadStatus
    is_gone: bool = False
    is_locked: bool = False
    is_claimed: bool = False  # by a colleague
    answers: int = 0
    seen_answers: int | None = None  # None: nobody looked


_HOLDS: dict[Obstacle, Callable[[Standing], bool]] = {
    Obstacle.GONE: lambda now: now.is_gone,
    Obstacle.LOCKED: lambda now: now.is_locked,
    Obstacle.LINKED: lambda now: now.status is ThreadStatus.DUPLICATE,
    Obstacle.SOLVED: lambda now: now.status not in OPEN,
    Obstacle.CLAIMED: lambda now: now.is_claimed,
    Obstacle.ANSWERED: lambda now: now.seen_answers is not None and now.answers > now.seen_answers,
}


def obstacle(now: Standing) -> Obstacle | None:
    """What keeps the question out; None where nothing does."""
    return next((name for name, holds in _HOLDS.items() if holds(now)), None)
