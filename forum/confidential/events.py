"""What happened to private details. Never what they say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrivateDetailsAsked:
    """The team asked for what others should not see."""

    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class PrivateDetailsWritten:
    """The asker wrote, or took back what they had written (``removed``)."""

    thread_id: int
    actor_id: int
    removed: bool = False


@dataclass(frozen=True, slots=True)
class PrivateDetailsRead:
    """Somebody of the team opened the box."""

    thread_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class PrivateTicketNamed:
    """The team goes on elsewhere; an empty address takes that back."""

    thread_id: int
    actor_id: int
    ticket_url: str
