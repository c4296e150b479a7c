"""The table of settings: one row for each that was ever changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime

KEY_MAX_CHARS = 40


class Setting(Base):
    """One setting; no row means its default."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String(KEY_MAX_CHARS), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
