"""Tables of who should answer what, and of what rests for a while. ``forum`` names none of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice

_OPEN = text("ended_at IS NULL")


class AssignmentEnd(StrEnum):
    """Why somebody no longer has a thread."""

    PASSED_ON = "passed-on"  # it was assigned to somebody else
    TAKEN_OFF = "taken-off"
    SILENT = "silent"  # a business day went by without a word
    AWAY = "away"  # out of office; their deputy has it, or the queue
    LEFT = "left"  # they do not work here any more
    TEAM_GONE = "team-gone"  # the team was given up


class Assignment(Base):
    """A thread is somebody's, or a team's, to answer. The rows stay: they are its history."""

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("(assignee_id IS NULL) <> (team_id IS NULL)", name="one_assignee"),
        Index(
            "uq_assignments_one_open",
            "thread_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_assignments_thread_id_id", "thread_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # who is away
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the assignee's last act on it
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end: Mapped[AssignmentEnd | None] = mapped_column(choice(AssignmentEnd))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class SnoozeEnd(StrEnum):
    """Why a thread is back."""

    DUE = "due"
    REPLY = "reply"
    WOKEN = "woken"


class Snooze(Base):
    """A thread rests until a time or the next reply. Its clocks run on."""

    __tablename__ = "snoozes"
    __table_args__ = (
        Index(
            "uq_snoozes_one_open",
            "thread_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_snoozes_open_until",
            "until",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_snoozes_thread_id_id", "thread_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end: Mapped[SnoozeEnd | None] = mapped_column(choice(SnoozeEnd))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Absence(Base):
    """Days on which somebody of the team is out of office, and who takes over meanwhile."""

    __tablename__ = "absences"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    first_day: Mapped[date]
    last_day: Mapped[date]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
