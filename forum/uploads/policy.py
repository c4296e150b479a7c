"""Who may send pictures, how many and how large. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from forum.core.permissions import Actor, Permission

MEGABYTE = 1024 * 1024
FILE_MAX_MEGABYTES = 10
FILE_MAX_BYTES = FILE_MAX_MEGABYTES * MEGABYTE
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What somebody may send within a day, and how large one file may be."""

    a_day: int
    megabytes: int

    @property
    def bytes_max(self) -> int:
        """The same in bytes."""
        return self.megabytes * MEGABYTE


NOTHING = Allowance(0, 0)
FEW_AND_SMALL = Allowance(5, 5)
USUAL = Allowance(50, FILE_MAX_MEGABYTES)
FOR_WORK = Allowance(500, FILE_MAX_MEGABYTES)


def allowance_of(actor: Actor) -> Allowance:
    """New people send few and small ones, visitors none."""
    if actor.is_staff:
        return FOR_WORK
    if actor.can(Permission.UPLOAD_FREELY):
        return USUAL
    return FEW_AND_SMALL if actor.can(Permission.UPLOAD) else NOTHING
