"""Tables of canned replies and of where they were used. ``forum`` names none of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.core.db import Base, UtcDateTime
from moderation.teams.models import Team

_IN_USE = text("retired_at IS NULL")


class CannedReply(Base):
    """A text that answers many: in English, in Russian or both; ``{asker}`` is filled in."""

    __tablename__ = "canned_replies"
    __table_args__ = (
        Index(
            "uq_canned_replies_name",
            "name_key",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)  # or everybody
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(160))  # the name without case, as it is compared
    body_en: Mapped[str] = mapped_column(Text, default="")
    body_ru: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    use_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    updated_by: Mapped[User] = relationship(foreign_keys=[updated_by_id], lazy="raise")
    team: Mapped[Team | None] = relationship(lazy="raise")

    def body(self, language: str) -> str:
        """The text in a language, or in the other where it is not written in this one."""
        wanted, other = self.body_en, self.body_ru
        if language == "ru":
            wanted, other = other, wanted
        return wanted or other

    def language(self, wanted: str) -> str:
        """The language of what ``body`` gives."""
        if wanted == "ru":
            return "ru" if self.body_ru else "en"
        return "en" if self.body_en else "ru"


class ReplyUse(Base):
    """One answer that was sent with a canned reply in it."""

    __tablename__ = "reply_uses"
    __table_args__ = (UniqueConstraint("reply_id", "post_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("canned_replies.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
