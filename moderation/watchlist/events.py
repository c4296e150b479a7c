"""What reps did on the desk. Ids only: a listener loads what it needs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ThreadClaimed:
    """A rep took a thread; ``over_from_id`` names whose claim had run out, if any."""

    thread_id: int
    actor_id: int
    over_from_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimReleased:
    """A rep gave a thread back."""

    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """A rep wrote an internal note, which names ``mentioned_ids`` of the team."""

    thread_id: int
    note_id: int
    actor_id: int
    mentioned_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerTakenBack:
    """A rep took their answer back within the first seconds."""

    thread_id: int
    post_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class ClockSignalled:
    """A thread is due soon, or (``is_late``) its time is over: once each for a round of a clock.

    ``clock`` is the one that runs, "first" or "resolution"; ``due_at`` when it ends.
    """

    thread_id: int
    clock: str
    due_at: datetime
    is_late: bool
