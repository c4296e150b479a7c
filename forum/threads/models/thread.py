"""The thread: a question and everything said to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.categories.models import Category, Product
from forum.core.db import Base, UtcDateTime, choice
from forum.threads.models.known_issue import IdeaState, KnownIssue, KnownIssueState
from forum.threads.models.tag import Tag, thread_tags


class ThreadType(StrEnum):
    """What kind of thing was posted."""

    QUESTION = "question"
    PROBLEM = "problem"
    IDEA = "idea"
    FEEDBACK = "feedback"


class ThreadStatus(StrEnum):
    """Where a thread stands; named here once for pages, lists, desk, API and search."""

    WAITING = "waiting"  # nobody answered
    ANSWERED = "answered"  # answered, not confirmed by anyone who would know
    SOLVED = "solved"  # accepted, verified or official
    NEEDS_INFO = "needs_info"  # waits for the asker
    DUPLICATE = "duplicate"  # the answer stands elsewhere


class Severity(StrEnum):
    """How bad it is, in the asker's words; reps correct it."""

    TRIVIAL = "trivial"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    BLOCKING = "blocking"


_OPEN = text(  # as the desk asks for them
    "locked_at IS NULL AND silent_at IS NULL AND deleted_at IS NULL AND hidden_at IS NULL"
    " AND merged_into_id IS NULL"
)


class Thread(Base):
    """One thread. Its first words are the post at position 0; counters are kept by actions."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_last_activity_at_id", "last_activity_at", "id"),
        Index("ix_threads_created_at_id", "created_at", "id"),
        Index("ix_threads_status_created_at_id", "status", "created_at", "id"),
        Index("ix_threads_status_last_activity_at_id", "status", "last_activity_at", "id"),
        Index("ix_threads_category_id_last_activity_at", "category_id", "last_activity_at", "id"),
        Index("ix_threads_type_last_activity_at_id", "type", "last_activity_at", "id"),
        Index("ix_threads_product_id_last_activity_at", "product_id", "last_activity_at", "id"),
        Index("ix_threads_author_id_created_at", "author_id", "created_at", "id"),
        Index(
            "ix_threads_pinned_at",  # few are, and every first page asks for them
            "pinned_at",
            sqlite_where=text("pinned_at IS NOT NULL"),
            postgresql_where=text("pinned_at IS NOT NULL"),
        ),
        Index("ix_threads_solved_at", "solved_at"),
        Index("ix_threads_status_same_count", "status", "same_count", "id"),
        Index("ix_threads_status_view_count", "status", "view_count", "id"),
        Index(
            "ix_threads_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index(
            "ix_threads_open",  # the desk counts them on every page, most of the others are settled
            *("status", "type", "category_id", "idea_state", "author_id", "last_activity_at"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_threads_known_issue",  # few are
            *("known_issue", "last_activity_at", "id"),
            sqlite_where=text("known_issue IS NOT NULL"),
            postgresql_where=text("known_issue IS NOT NULL"),
        ),
        Index(
            "ix_threads_idea_state",
            *("idea_state", "last_activity_at", "id"),
            sqlite_where=text("idea_state IS NOT NULL"),
            postgresql_where=text("idea_state IS NOT NULL"),
        ),
        Index(
            "ix_threads_needs_info_at",  # a sweep asks for them each minute
            "needs_info_at",
            sqlite_where=text("needs_info_at IS NOT NULL"),
            postgresql_where=text("needs_info_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    type: Mapped[ThreadType] = mapped_column(choice(ThreadType), default=ThreadType.QUESTION)
    status: Mapped[ThreadStatus] = mapped_column(choice(ThreadStatus), default=ThreadStatus.WAITING)
    severity: Mapped[Severity] = mapped_column(choice(Severity), default=Severity.MINOR)
    language: Mapped[str] = mapped_column(String(8))
    version: Mapped[str] = mapped_column(String(40), default="")
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_activity_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_answer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    staff_answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_count: Mapped[int] = mapped_column(default=0)
    same_count: Mapped[int] = mapped_column(default=0)
    follower_count: Mapped[int] = mapped_column(default=0)
    view_count: Mapped[int] = mapped_column(default=0)
    last_position: Mapped[int] = mapped_column(default=0)
    accepted_post_id: Mapped[int | None] = mapped_column(index=True)
    official_post_id: Mapped[int | None] = mapped_column(index=True)
    verified_post_id: Mapped[int | None] = mapped_column(index=True)
    solved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    needs_info_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    needs_info_post_id: Mapped[int | None]  # the comment that says what is missing
    silent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # its asker said no more
    known_issue: Mapped[KnownIssueState | None] = mapped_column(choice(KnownIssueState))
    idea_state: Mapped[IdeaState | None] = mapped_column(choice(IdeaState))
    idea_reason: Mapped[str] = mapped_column(String(300), default="")
    private_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # there is a private box
    pinned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pinned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    merged_into_id: Mapped[int | None]  # where its posts stand now; it is deleted itself
    merged_count: Mapped[int] = mapped_column(default=0)  # questions that became part of it
    import_key: Mapped[str | None] = mapped_column(String(120), unique=True)

    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(lazy="raise")
    issue: Mapped[KnownIssue | None] = relationship(lazy="raise", passive_deletes="all")
    tags: Mapped[list[Tag]] = relationship(
        secondary=thread_tags, lazy="raise", order_by=Tag.slug, passive_deletes=True
    )

    @property
    def best_post_id(self) -> int | None:
        """The answer to show first: the team's, else the accepted, else the verified one."""
        return self.official_post_id or self.accepted_post_id or self.verified_post_id

    @property
    def is_gone(self) -> bool:
        """Whether only few may still see it."""
        return self.deleted_at is not None or self.hidden_at is not None

    @property
    def wants_answer(self) -> bool:
        """Whether it asks for a solution; ideas and feedback run without clocks."""
        return self.type in {ThreadType.QUESTION, ThreadType.PROBLEM}
