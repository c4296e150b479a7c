"""The table of pictures; the files themselves lie in the storage."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, UtcDateTime
from forum.core.picture_urls import PictureUrl


class Upload(Base):
    """One picture. Texts name it by its address; ``check_at`` is when to ask whether any does."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_owner_id_created_at", "owner_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(22), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80), default="")  # of the file, as a first alt text
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    check_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    withheld_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # its texts were deleted

    @property
    def url(self) -> PictureUrl:
        """Where it is served."""
        return PictureUrl(self.key, self.width, self.height)

    @property
    def markdown(self) -> str:
        """The line that shows it in a text."""
        return f"![{self.name}]({self.url.path})"
