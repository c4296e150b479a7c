"""Whom a line or a post names, without the whole account: pages show dozens of them."""

from datetime import datetime
from typing import NamedTuple, Protocol

from flask_babel import gettext as _

from forum.accounts.names import in_address, initials
from forum.core.permissions import STAFF, Role


class _Known(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def role(self) -> Role: ...


class Named:
    """What follows from a name and a role, for the account and for the line that names it."""

    __slots__ = ()

    @property
    def address(self: _Known) -> str:
        """The name as it stands in ``/u/…``."""
        return in_address(self.name)

    @property
    def initials(self: _Known) -> str:
        """Letters for the round picture."""
        return initials(self.name)

    @property
    def standing(self: _Known) -> str:
        """What a badge beside the name says: "staff", "ambassador" or nothing."""
        if self.role in STAFF:
            return "staff"
        return "ambassador" if self.role is Role.AMBASSADOR else ""


class _Columns(NamedTuple):
    stored_name: str
    role: Role
    deleted_at: datetime | None


class Byline(Named, _Columns):
    """What pages show of a person; the fields are columns of ``User``."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name as it is shown; whoever left has none any more."""
        return self.stored_name if self.deleted_at is None else _("Former member")
