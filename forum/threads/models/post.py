"""Posts: the question's text, answers, and comments under them, each with its revisions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice


class PostKind(StrEnum):
    """What a post is in its thread."""

    QUESTION = "question"
    ANSWER = "answer"
    COMMENT = "comment"
    MERGED = "merged"  # a question that became part of this thread


STRAND = frozenset({PostKind.ANSWER, PostKind.MERGED})  # what hangs on the line one by one


class Post(Base):
    """One post. ``source`` is what was typed, ``html`` what is shown, cleaned once at writing."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "position"),
        Index("ix_posts_author_id_kind_created_at", "author_id", "kind", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    kind: Mapped[PostKind] = mapped_column(choice(PostKind))
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), index=True
    )  # the post a comment stands under
    title: Mapped[str] = mapped_column(String(200), default="")  # of a merged question; else empty
    position: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_standing: Mapped[str] = mapped_column(String(12), default="")  # at the time of writing
    author_title: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    markup_version: Mapped[int]
    revision_number: Mapped[int] = mapped_column(default=1)
    version: Mapped[str] = mapped_column(String(40), default="")  # of the product it works on
    score: Mapped[int] = mapped_column(default=0)
    worked_count: Mapped[int] = mapped_column(default=0)  # for how many it worked,
    tried_count: Mapped[int] = mapped_column(default=0)  # of those who told
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    import_key: Mapped[str | None] = mapped_column(String(120), unique=True)

    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")

    @property
    def is_gone(self) -> bool:
        """Whether only few may still see it."""
        return self.deleted_at is not None or self.hidden_at is not None


class Revision(Base):
    """What a post said at one time. Number 1 is what was first written."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")  # of a question; else empty
    source: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[User] = relationship(foreign_keys=[editor_id], lazy="raise")
