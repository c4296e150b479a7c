"""Tables of one-click reactions; each person counts once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime


class Vote(Base):
    """One person's vote on one post: +1 or -1."""

    __tablename__ = "votes"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"),)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    value: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Outcome(Base):
    """What an answer did for one person who tried it."""

    __tablename__ = "outcomes"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    worked: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SameProblem(Base):
    """ "I have this too": instead of a reply that says only so."""

    __tablename__ = "same_problems"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Follow(Base):
    """Somebody wants to hear what happens in a thread."""

    __tablename__ = "follows"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    solution_only: Mapped[bool] = mapped_column(default=False)  # came by "I have this too"
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
