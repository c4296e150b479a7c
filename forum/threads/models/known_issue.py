"""What staff know of a problem that is not solved yet, and how far an idea has come."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime


class KnownIssueState(StrEnum):
    """Whether a known issue is still there."""

    OPEN = "open"
    FIXED = "fixed"


class IdeaState(StrEnum):
    """How far an idea has come."""

    CONSIDERING = "considering"
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"


class KnownIssue(Base):
    """What is known: where it is tracked, what helps meanwhile, when it should be over."""

    __tablename__ = "known_issues"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    tracker_url: Mapped[str] = mapped_column(String(500), default="")
    workaround_source: Mapped[str] = mapped_column(Text, default="")
    workaround_html: Mapped[str] = mapped_column(Text, default="")
    markup_version: Mapped[int]
    expected_on: Mapped[date | None]
    fixed_in: Mapped[str] = mapped_column(String(40), default="")
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of the fix, once for ever
