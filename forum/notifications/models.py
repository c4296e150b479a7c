"""What happened that people may want to hear of, and each person's inbox."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice
from forum.knowledge.models import Article
from forum.threads.models import Thread


class NotificationKind(StrEnum):
    """What somebody is told of."""

    ANSWER = "answer"
    COMMENT = "comment"
    MENTION = "mention"
    SOLVED = "solved"
    OFFICIAL = "official"
    ACCEPTED = "accepted"  # your answer was accepted
    NEEDS_INFO = "needs_info"
    NEEDS_INFO_STILL = "needs_info_still"
    CHECK = "check"  # did the answer help?
    SATISFACTION = "satisfaction"  # how did it go?
    FIXED = "fixed"  # a known issue
    IDEA_CONSIDERING = "idea_considering"
    IDEA_PLANNED = "idea_planned"
    IDEA_DONE = "idea_done"
    IDEA_DECLINED = "idea_declined"
    PRIVATE_ASKED = "private_asked"
    PRIVATE_WRITTEN = "private_written"
    PRIVATE_TICKET = "private_ticket"
    DUPLICATE = "duplicate"
    MERGED = "merged"  # what you follow became part of another question
    ARTICLE = "article"  # your words became part of an article
    ARTICLE_CHANGED = "article_changed"  # one that answers what you asked
    FOLLOWED_CHANGED = "followed_changed"  # an article you follow
    FOLLOWED_BACK = "followed_back"
    FOLLOWED_REPLACED = "followed_replaced"
    FOLLOWED_TRANSLATED = "followed_translated"
    PROPOSAL_TAKEN = "proposal_taken"  # a draft was made of the thread you proposed
    PROPOSAL_DECLINED = "proposal_declined"
    ARTICLE_TO_CHECK = "article_to_check"  # the team's own: one you answer for
    ANNOUNCEMENT = "announcement"
    INCIDENT = "incident"  # news about what you have, too
    INCIDENT_PROPOSED = "incident_proposed"  # the team's own: many report the same
    ASSIGNED = "assigned"  # the team's own: somebody gave you a thread to answer
    RETURNED = "returned"  # what rested, or waited for somebody, is back in the queue
    NOTED = "noted"  # you were named in an internal note
    DUE_SOON = "due_soon"  # a question you answer for is about to be late
    OVERDUE = "overdue"


FOR_STAFF = frozenset(
    {
        NotificationKind.ASSIGNED,
        NotificationKind.RETURNED,
        NotificationKind.NOTED,
        NotificationKind.ARTICLE_TO_CHECK,
        NotificationKind.DUE_SOON,
        NotificationKind.OVERDUE,
        NotificationKind.INCIDENT_PROPOSED,
        NotificationKind.PRIVATE_WRITTEN,
    }
)
FOR_ASKER = frozenset({NotificationKind.NEEDS_INFO, NotificationKind.NEEDS_INFO_STILL})


class Happening(Base):
    """One fact to be told, written with the act; a sweep finds whom and tells each once."""

    __tablename__ = "happenings"
    __table_args__ = (Index("ix_happenings_told_at_created_at", "told_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NotificationKind] = mapped_column(choice(NotificationKind))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200), default="")  # of what has a path of its own
    path: Mapped[str] = mapped_column(String(200), default="", index=True)
    detail: Mapped[str] = mapped_column(String(300), default="")  # a few words for the mail
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    mentioned_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tell_from: Mapped[datetime | None] = mapped_column(UtcDateTime)  # not before, if at all
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Notification(Base):
    """One line in somebody's inbox."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("happening_id", "user_id"),
        Index("ix_notifications_user_id_read_at", "user_id", "read_at"),
        Index("ix_notifications_user_id_created_at", "user_id", "created_at", "id"),
        Index("ix_notifications_user_id_thread_id", "user_id", "thread_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    happening_id: Mapped[int] = mapped_column(ForeignKey("happenings.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind] = mapped_column(choice(NotificationKind))
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200), default="")
    path: Mapped[str] = mapped_column(String(200), default="", index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    thread: Mapped[Thread | None] = relationship(lazy="raise")
    article: Mapped[Article | None] = relationship(lazy="raise")
    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id], lazy="raise")
