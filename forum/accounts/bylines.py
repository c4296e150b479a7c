"""Whom a line or a post names, without the whole account: pages show dozens of them."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from forum.accounts.names import in_address, initials
from forum.core.permissions import STAFF, Role


def standing_of(role: Role) -> str:
    """What a badge beside a name says: "staff", "ambassador" or nothing."""
    if role in STAFF:
        return "staff"
    return "ambassador" if role is Role.AMBASSADOR else ""


class Byline(NamedTuple):
    """What pages show of a person; the fields are columns of ``User``."""

    stored_name: str
    role: Role
    deleted_at: datetime | None

    @property
    def name(self) -> str:
        """The name as it is shown; whoever left has none any more."""
        return self.stored_name if self.deleted_at is None else _("Former member")

    @property
    def address(self) -> str:
        """The name as it stands in ``/u/…``."""
        return in_address(self.name)

    @property
    def initials(self) -> str:
        """Letters for the round picture."""
        return initials(self.name)

    @property
    def standing(self) -> str:
        """What a badge beside the name says."""
        return standing_of(self.role)
