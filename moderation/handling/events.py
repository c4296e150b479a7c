"""What became of threads on the desk. Ids only: a listener loads what it needs."""

from dataclasses import dataclass

from moderation.handling.models import AssignmentEnd, SnoozeEnd


@dataclass(frozen=True, slots=True)
class ThreadAssigned:
    """A thread is somebody's to answer. ``actor_id`` is None where the house did it by itself."""

    thread_id: int
    assignment_id: int
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class AssignmentEnded:
    """Somebody no longer has a thread; nobody has it unless ``ThreadAssigned`` follows."""

    thread_id: int
    assignment_id: int
    end: AssignmentEnd
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class ThreadSnoozed:
    """A thread rests."""

    thread_id: int
    snooze_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class SnoozeEnded:
    """A thread is back from its rest."""

    thread_id: int
    snooze_id: int
    end: SnoozeEnd
    actor_id: int | None
