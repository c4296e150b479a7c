"""Tables of announcements and of what was added to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import Base, UtcDateTime, choice


class AnnouncementKind(StrEnum):
    """What is announced, the most pressing first."""

    INCIDENT = "incident"
    PLANNED = "planned"  # work that will keep something from running
    RELEASE = "release"
    NEWS = "news"


class Reach(StrEnum):
    """Whom an announcement is for, by what they are here."""

    EVERYONE = "everyone"
    MEMBERS = "members"  # whoever is signed in
    AMBASSADORS = "ambassadors"  # and staff
    STAFF = "staff"


class Announcement(Base):
    """One announcement. Published when it is written; it is over at its end, or when closed."""

    __tablename__ = "announcements"
    __table_args__ = (
        Index("ix_announcements_published_at_id", "published_at", "id"),
        Index("ix_announcements_closed_at_ends_at", "closed_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AnnouncementKind] = mapped_column(choice(AnnouncementKind))
    title: Mapped[str] = mapped_column(String(160))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    markup_version: Mapped[int]
    reach: Mapped[Reach] = mapped_column(choice(Reach), default=Reach.EVERYONE)
    language: Mapped[str] = mapped_column(String(8), default="")  # "" is for readers of any
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    shows_banner: Mapped[bool] = mapped_column(default=True)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of the work, of the incident
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # it is over by itself then
    expected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # nothing ends by this
    next_update_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # promised to readers
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    update_count: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")

    def is_over(self, now: datetime) -> bool:
        """Whether it speaks of the past."""
        if self.closed_at is not None:
            return True
        return self.ends_at is not None and self.ends_at <= now


class AnnouncementUpdate(Base):
    """What became known later, newest last."""

    __tablename__ = "announcement_updates"
    __table_args__ = (Index("ix_announcement_updates_announcement_id_id", "announcement_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    markup_version: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")


class AnnouncementThread(Base):
    """A question that is about what was announced: it shows the announcement while that runs."""

    __tablename__ = "announcement_threads"

    announcement_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    is_main: Mapped[bool]  # where people write about it
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    attached_at: Mapped[datetime] = mapped_column(UtcDateTime)
    detached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # it was about something else
