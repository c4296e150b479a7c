"""Tables of finding: what the index still has to learn, duplicate links, what suggestions did."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice


class StaleDocument(Base):
    """A document whose index rows no longer tell the truth, until the sweep has refreshed them."""

    __tablename__ = "stale_documents"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)  # "thread:42", "article:7"
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(Text, default="")


_IN_FORCE = text("undone_at IS NULL")


class DuplicateLink(Base):
    """ "The answer stands there": from a thread to a thread or article. Undoing keeps the row."""

    __tablename__ = "duplicate_links"
    __table_args__ = (
        CheckConstraint(
            "(target_thread_id IS NULL) <> (target_article_id IS NULL)", name="one_target"
        ),
        Index(
            "uq_duplicate_links_one_in_force",
            "thread_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    target_thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    target_article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Outcome(StrEnum):
    """What a suggestion did for the person who saw it."""

    SOLVED = "solved"
    PARTLY = "partly"
    NO = "no"


class SuggestionOutcome(Base):
    """What somebody said of one suggestion; once posted, also what was already tried."""

    __tablename__ = "suggestion_outcomes"
    __table_args__ = (
        Index(
            "uq_suggestion_outcomes_asker_document",
            "asker_key",
            "ask_key",
            "document_key",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asker_key: Mapped[str] = mapped_column(String(80), index=True)  # as in drafts
    ask_key: Mapped[str] = mapped_column(String(40))  # one visit to the ask page
    document_key: Mapped[str] = mapped_column(String(40), index=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    text: Mapped[str] = mapped_column(String(300))  # what was typed when it was shown
    score: Mapped[float] = mapped_column(Float)
    likely_duplicate: Mapped[bool]
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )  # the question asked all the same
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
