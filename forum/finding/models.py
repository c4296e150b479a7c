"""Tables of finding: what waits to be indexed, duplicate links, suggestions, clusters."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime, choice
from forum.finding.deflection import Deflected


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


class Occasion(StrEnum):
    """When a suggestion was shown."""

    ASKING = "asking"
    POSTED = "posted"  # the second look, with the whole text


class ShownSuggestion(Base):
    """One suggestion in one visit to the ask page, and what came of it.

    Whether it was right is not kept here but follows from the outcome and from duplicate links:
    ``verdicts``. Nothing says who saw it, but for the question that was asked all the same.
    """

    __tablename__ = "shown_suggestions"
    __table_args__ = (
        Index("uq_shown_suggestions_visit", "ask_key", "document_key", unique=True),
        Index("ix_shown_suggestions_outcome_shown_at", "outcome", "shown_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_key: Mapped[str] = mapped_column(String(40))  # one visit to the ask page, random
    document_key: Mapped[str] = mapped_column(String(40), index=True)
    occasion: Mapped[Occasion] = mapped_column(choice(Occasion), default=Occasion.ASKING)
    text: Mapped[str] = mapped_column(String(300), default="")  # dropped when it is old
    position: Mapped[int] = mapped_column(default=0)  # from 0, as last shown
    score: Mapped[float] = mapped_column(Float, default=0.0)
    likely_duplicate: Mapped[bool] = mapped_column(default=False)
    model: Mapped[str] = mapped_column(String(200), default="")  # empty: words alone
    # What spoke for it, of the first of a list alone: what calibration learns from.
    meaning: Mapped[float | None] = mapped_column(Float)
    margin: Mapped[float | None] = mapped_column(Float)
    words: Mapped[float | None] = mapped_column(Float)
    agreement: Mapped[float | None] = mapped_column(Float)
    hidden: Mapped[float | None] = mapped_column(Float)
    opinion: Mapped[float | None] = mapped_column(Float)  # the second model's
    held_back: Mapped[bool] = mapped_column(default=False)  # found, and not shown: to compare with
    browser_key: Mapped[str] = mapped_column(String(40), default="")  # random; gone after days
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )  # the question asked all the same


class LookVerdict(StrEnum):
    """What was said of a likely duplicate that was found after posting."""

    SAME = "same"
    DIFFERENT = "different"


class SecondLook(Base):
    """A question to be compared once more with its whole text, and what that found."""

    __tablename__ = "second_looks"
    __table_args__ = (
        Index(
            "ix_second_looks_due",
            "asked_at",
            sqlite_where=text("looked_at IS NULL"),
            postgresql_where=text("looked_at IS NULL"),
        ),
        Index(
            "ix_second_looks_open",
            "thread_id",
            sqlite_where=text("document_key IS NOT NULL AND verdict IS NULL"),
            postgresql_where=text("document_key IS NOT NULL AND verdict IS NULL"),
        ),
    )

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    ask_key: Mapped[str] = mapped_column(String(40), index=True)  # the visit it was asked in
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    document_key: Mapped[str | None] = mapped_column(String(40))  # None: nothing like it
    verdict: Mapped[LookVerdict | None] = mapped_column(choice(LookVerdict))
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class LearnedRule(Base):
    """The threshold for "likely duplicate" that was learned for one model, and from what."""

    __tablename__ = "learned_rules"

    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    threshold: Mapped[float] = mapped_column(Float)
    right: Mapped[int]
    wrong: Mapped[int]
    precision: Mapped[float | None] = mapped_column(Float)
    recall: Mapped[float] = mapped_column(Float)
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EmptySearch(Base):
    """Words that were looked for in vain, and how often; nothing says by whom."""

    __tablename__ = "empty_searches"
    __table_args__ = (Index("ix_empty_searches_count", "count", "last_at"),)

    text: Mapped[str] = mapped_column(String(200), primary_key=True)
    language: Mapped[str] = mapped_column(String(8))  # empty where it is in neither
    count: Mapped[int]
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class DeflectionEntry(Base):
    """What became of one visit in which a suggestion was read: ``forum.finding.deflection``."""

    __tablename__ = "deflections"
    __table_args__ = (Index("ix_deflections_document_key", "document_key", "began_at"),)

    visit: Mapped[str] = mapped_column(String(40), primary_key=True)
    document_key: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    deflected: Mapped[Deflected] = mapped_column(choice(Deflected))


class Cluster(Base):
    """Threads that ask the same; there are at least two in it."""

    __tablename__ = "clusters"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)  # somebody came or went


class ClusterMember(Base):
    """In which cluster a thread is; most are in none."""

    __tablename__ = "cluster_members"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    cluster_id: Mapped[int] = mapped_column(
        ForeignKey("clusters.id", ondelete="CASCADE"), index=True
    )
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Likeness(Base):
    """What a thread was found like when it was last compared: the first few of the list."""

    __tablename__ = "likenesses"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    likely: Mapped[bool]
    score: Mapped[float] = mapped_column(Float)


class ClusterMark(Base):
    """A thread whose cluster is to be found anew; ``rereads`` where it is compared anew as well."""

    __tablename__ = "cluster_marks"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rereads: Mapped[bool]
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
