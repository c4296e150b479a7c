"""Marks on answers: who stands behind them. History stays; of some kinds one is in force."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, exists, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime, choice


class MarkKind(StrEnum):
    """Who says that an answer is right."""

    ACCEPTED = "accepted"  # the asker, or staff on their behalf
    OFFICIAL = "official"  # staff, for the company
    VERIFIED = "verified"  # staff checked a peer's answer
    ENDORSED = "endorsed"  # an ambassador
    SUPERSEDED = "superseded"  # staff: it was right once, and is out of date


SOLVING = frozenset({MarkKind.ACCEPTED, MarkKind.OFFICIAL, MarkKind.VERIFIED})
_ONE_IN_FORCE = text("revoked_at IS NULL AND kind IN ('accepted', 'official')")
_ONE_OUT_OF_DATE = text("revoked_at IS NULL AND kind = 'superseded'")


class AnswerMark(Base):
    """One mark with who and when; revoking keeps the row."""

    __tablename__ = "answer_marks"
    __table_args__ = (
        Index("ix_answer_marks_post_id_kind", "post_id", "kind"),
        Index(
            "uq_answer_marks_one_in_force",
            "thread_id",
            "kind",
            unique=True,
            sqlite_where=_ONE_IN_FORCE,
            postgresql_where=_ONE_IN_FORCE,
        ),
        Index(
            "uq_answer_marks_one_out_of_date",
            "post_id",
            unique=True,
            sqlite_where=_ONE_OUT_OF_DATE,
            postgresql_where=_ONE_OUT_OF_DATE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    kind: Mapped[MarkKind] = mapped_column(choice(MarkKind))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    newer_post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL")
    )  # what stands in the place of an answer that is out of date

    by: Mapped[User] = relationship(foreign_keys=[by_id], lazy="raise")


def out_of_date(post_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that the answer with this id is marked as superseded."""
    marked = aliased(AnswerMark)
    return exists().where(
        marked.post_id == post_id,
        marked.kind == MarkKind.SUPERSEDED,
        marked.revoked_at.is_(None),
    )
