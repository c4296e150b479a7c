"""What figures are made of: one short row for each thread, kept beside it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models import Severity, ThreadStatus


class By(StrEnum):
    """Who answered, by their standing when they wrote."""

    STAFF = "staff"
    AMBASSADOR = "ambassador"
    MEMBER = "member"


class MeasuredThread(Base):
    """What a thread adds to the figures. All of it can be counted anew from the thread's own rows.

    Minutes are business time by the calendar that held when it was asked, without the time that it
    waited for details or lay with an incident. ``asked_day`` is ``date.toordinal()`` of the day on
    which it was asked where the team works. What does not ask for a solution, or is out of sight,
    has a row that does not count. ``stale_since`` says that something happened since.
    """

    __tablename__ = "measured_threads"
    __table_args__ = (
        Index(  # with all that figures are made of: a year of them is read from it alone
            "ix_measured_threads_figures",
            *("asked_day", "counts", "category_id", "team_id", "severity", "status", "first_by"),
            *("first_minutes", "solution_minutes", "was_solved", "reopened", "thread_id"),
        ),
        Index(
            "ix_measured_threads_stale_since",
            "stale_since",
            sqlite_where=text("stale_since IS NOT NULL"),
            postgresql_where=text("stale_since IS NOT NULL"),
        ),
    )

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    stale_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[bool]
    asked_day: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    severity: Mapped[Severity] = mapped_column(choice(Severity))
    status: Mapped[ThreadStatus] = mapped_column(choice(ThreadStatus))
    first_by: Mapped[By | None] = mapped_column(choice(By))
    first_minutes: Mapped[int | None]
    solved_by: Mapped[By | None] = mapped_column(choice(By))
    solution_minutes: Mapped[int | None]
    was_solved: Mapped[bool]  # ever, also where it was opened again
    reopened: Mapped[int]  # how often
    work_minutes: Mapped[int | None]  # how long reps had claimed it, all together
