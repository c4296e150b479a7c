"""What happened to a thread in public, and how far each person has read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice


class ThreadEventKind(StrEnum):
    """A turn in the life of a thread that every reader may know of."""

    SOLVED = "solved"
    REOPENED = "reopened"
    NEEDS_INFO = "needs_info"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    MOVED = "moved"
    DUPLICATE = "duplicate"
    NOT_DUPLICATE = "not_duplicate"
    ARTICLE = "article"
    SUPERSEDED = "superseded"
    SILENT = "silent"  # its asker said no more: it left the desk
    RESUMED = "resumed"  # somebody who has the problem brought it back
    KNOWN_ISSUE = "known_issue"
    NOT_KNOWN_ISSUE = "not_known_issue"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    CONSIDERING = "considering"
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"
    PRIVATE_TICKET = "private_ticket"
    REDACTED = "redacted"
    MERGED = "merged"  # its detail is how many posts came, a space, and their question's title
    MERGED_SOLUTION = "merged_solution"  # by whom: there was one here already
    UNMERGED = "unmerged"


class ThreadEvent(Base):
    """One line of the public timeline."""

    __tablename__ = "thread_events"
    __table_args__ = (Index("ix_thread_events_thread_id_created_at", "thread_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    kind: Mapped[ThreadEventKind] = mapped_column(choice(ThreadEventKind))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    detail: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id], lazy="raise")


class ThreadRead(Base):
    """The last position a person has seen in a thread."""

    __tablename__ = "thread_reads"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
