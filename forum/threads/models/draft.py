"""What people were writing when something came between, and what they already sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime


class Draft(Base):
    """Unsent fields of one form. A visitor's draft hangs on a random key in their cookie."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("owner_key", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_key: Mapped[str] = mapped_column(String(80))  # "user:7", or "visitor:" and a hash
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[str] = mapped_column(String(40))  # "ask", "answer:42", "edit:7"
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Submission(Base):
    """One press of a button: the same key again finds what the first one made."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
