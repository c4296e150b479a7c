"""One question that became part of another, and what must go back should it be taken out."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime
from forum.threads.models.thread import Thread

_IN_FORCE = text("undone_at IS NULL")


class ThreadMerge(Base):
    """The posts of ``thread`` stand in ``into``; the row of ``thread`` only leads there.

    ``moved`` holds, by the name of what was moved, the ids of the rows: each room puts its own
    there with ``remember`` and reads them when the merge is undone.
    """

    __tablename__ = "thread_merges"
    __table_args__ = (
        Index(
            "uq_thread_merges_one_in_force",
            "thread_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    into_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    moved: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    thread: Mapped[Thread] = relationship(foreign_keys=[thread_id], lazy="raise")
    by: Mapped[User] = relationship(foreign_keys=[by_id], lazy="raise")

    def remember(self, name: str, ids: list[int]) -> None:
        """Put down which rows were moved, so that exactly they go back."""
        if ids:
            self.moved = {**self.moved, name: ids}

    def moved_ids(self, name: str) -> list[int]:
        """Which rows of this name were moved."""
        return list(self.moved.get(name, ()))
