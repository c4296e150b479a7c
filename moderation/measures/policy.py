"""What is too few to be told as a figure, and whose work somebody may see. Pure."""

from collections.abc import Collection
from enum import StrEnum

from forum.core.permissions import Actor, Permission

MEDIAN_FROM = 3  # of two, half-way is either of them
P90_FROM = 10  # below, nine of ten is simply the longest
SHARE_FROM = 5  # below, one person more or less is twenty per cent


class Colleagues(StrEnum):
    """Whose work a rep sees beside their own."""

    NOBODY = "own"
    TEAM = "team"
    EVERYBODY = "all"


def sees_everybody(viewer: Actor, setting: Colleagues) -> bool:
    """Leads and admins see everybody's work whatever is set: they share it out."""
    return setting is Colleagues.EVERYBODY or viewer.can(Permission.SEE_DELETED)


def seen_by(
    viewer: Actor, setting: Colleagues, staff: Collection[int], team_mates: Collection[int]
) -> set[int]:
    """The ids of whose work somebody sees.

    Args:
        staff: everybody who works here.
        team_mates: who is in one of the viewer's teams.
    """
    if sees_everybody(viewer, setting):
        return set(staff)
    mates = set(team_mates) if setting is Colleagues.TEAM else set()
    own = {viewer.id} if viewer.id is not None else set()
    return (mates | own) & set(staff)
