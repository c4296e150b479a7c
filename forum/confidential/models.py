"""What an asker tells the team alone, and who of the team read it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime


class PrivateDetails(Base):
    """The private box of one thread: what its asker wrote, as plain text without a history."""

    __tablename__ = "private_details"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ticket_url: Mapped[str] = mapped_column(String(500), default="")
    ticket_note: Mapped[str] = mapped_column(String(300), default="")
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PrivateReading(Base):
    """Somebody of the team opened the box; until a while later it stays open to them."""

    __tablename__ = "private_readings"
    __table_args__ = (Index("ix_private_readings_thread_id_reader_id", "thread_id", "reader_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    reader_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
