"""Statements that are built once: building one takes SQLAlchemy longer than SQLite takes to run it.

What somebody may see depends on their role and on who they are. A ``ViewerKind`` stands for
everybody of one role: rules such as ``visible_to`` take it for a viewer, and who it is goes in
with the other parameters when the statement runs:

    @cache
    def _one(kind: ViewerKind) -> Select[Thread]:
        return visible_to(kind).where(Thread.id == bindparam("thread_id"))

    db.session.scalars(_one(kind_of(viewer)), parameters(viewer, thread_id=7))
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam

from forum.core.permissions import GRANTS, STAFF, Actor, Permission, Role

_VIEWER_ID = bindparam("viewer_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class ViewerKind:
    """Everybody of one role; None stands for visitors."""

    role: Role | None

    @property
    def id(self) -> Any:
        """The parameter that the viewer's row id fills in, None for visitors."""
        return None if self.role is None else _VIEWER_ID

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.role is not None

    @property
    def is_staff(self) -> bool:
        """Whether people of this role work here."""
        return self.role in STAFF

    def can(self, permission: Permission) -> bool:
        """Whether the role is granted the permission."""
        return self.role is not None and permission in GRANTS[self.role]


def kind_of(viewer: Actor) -> ViewerKind:
    """Of which kind somebody is."""
    return ViewerKind(getattr(viewer, "role", None) if viewer.is_authenticated else None)


def parameters(viewer: Actor, **others: Any) -> dict[str, Any]:
    """What a statement built for the viewer's kind needs when it runs."""
    return {"viewer_id": viewer.id, **others}
