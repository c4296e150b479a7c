"""The table of saved views."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime

NAME_MAX_CHARS = 40
ADDRESS_MAX_CHARS = 800  # every filter at its longest


class SavedView(Base):
    """A queue with its filters and order, under a name; a whole team may have it."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX_CHARS))
    address: Mapped[str] = mapped_column(String(ADDRESS_MAX_CHARS))  # what follows the "?"
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
