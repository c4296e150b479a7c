"""What happened to an announcement. Ids only: a listener loads what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncementPublished:
    """It can be read now; ``tells_people`` when those concerned hear of it in their inbox."""

    announcement_id: int
    actor_id: int
    tells_people: bool


@dataclass(frozen=True, slots=True)
class AnnouncementEdited:
    """It says something else, or to others."""

    announcement_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class AnnouncementUpdated:
    """Something was added to it; ``closes`` when that was the end of the matter."""

    announcement_id: int
    actor_id: int
    closes: bool
    tells_people: bool


@dataclass(frozen=True, slots=True)
class ThreadAttached:
    """A thread is about what was announced (``attached``), or is so no more."""

    announcement_id: int
    thread_id: int
    actor_id: int
    attached: bool = True


@dataclass(frozen=True, slots=True)
class AnnouncementWithdrawn:
    """It was taken back: nobody reads it any more."""

    announcement_id: int
    actor_id: int
