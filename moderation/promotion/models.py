"""Tables of the work on articles: what to look at again, what was proposed, edits that wait."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice
from forum.knowledge.models import Article
from forum.threads.models import Thread

_OPEN = text("closed_at IS NULL")
_UNDECIDED = text("decided_at IS NULL")


class Cause(StrEnum):
    """Why somebody should look at an article again."""

    SOURCE_EDITED = "source_edited"  # in the very words it carries
    SOURCE_GONE = "source_gone"
    NOT_SOLVED = "not_solved"  # its solution is no longer accepted, verified or official
    OTHER_ANSWER = "other_answer"  # a source thread has another official answer now
    AGE = "age"
    STILL_ASKED = "still_asked"  # its readers ask all the same
    ORIGINAL_CHANGED = "original_changed"  # it is a translation of what was edited
    NOT_HELPFUL = "not_helpful"  # a reader said why


class ReviewTask(Base):
    """Something to look at in an article; at most one is open for each cause."""

    __tablename__ = "article_review_tasks"
    __table_args__ = (
        Index(
            "uq_article_review_tasks_one_open",
            *("article_id", "cause"),
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_article_review_tasks_closed_at_opened_at", "closed_at", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    cause: Mapped[Cause] = mapped_column(choice(Cause))
    detail: Mapped[str] = mapped_column(String(500), default="")  # a reader's words, or figures
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    article: Mapped[Article] = relationship(lazy="raise")
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id], lazy="raise")


class ArticleProposal(Base):
    """An ambassador thinks that a thread should become an article; one waits for each thread."""

    __tablename__ = "article_proposals"
    __table_args__ = (
        Index(
            "uq_article_proposals_one_waiting",
            "thread_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index("ix_article_proposals_decided_at_created_at", "decided_at", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    article_id: Mapped[int | None] = mapped_column(  # None where it was declined
        ForeignKey("articles.id", ondelete="SET NULL")
    )
    reason: Mapped[str] = mapped_column(String(300), default="")

    thread: Mapped[Thread] = relationship(lazy="raise")
    by: Mapped[User] = relationship(foreign_keys=[by_id], lazy="raise")


class WaitingEdit(Base):
    """An edit of a public article that a second person has to look at; decided ones are kept."""

    __tablename__ = "article_waiting_edits"
    __table_args__ = (
        Index("ix_article_waiting_edits_article_id_decided_at", "article_id", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    based_on: Mapped[int]  # the revision that the editor had opened
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(Text)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    language: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    by: Mapped[User] = relationship(foreign_keys=[by_id], lazy="raise")
