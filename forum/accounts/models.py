"""Tables of people and of where they are signed in."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_security.core import UserMixin
from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.bylines import Named
from forum.core.db import Base, UtcDateTime, choice
from forum.core.permissions import GRANTS, STAFF, Permission, Role


class User(Named, Base, UserMixin):
    """A person with an account, or a placeholder for one who wrote elsewhere (no e-mail)."""

    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_role", "role"),
        Index("ix_users_joined_at_id", "joined_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stored_name: Mapped[str] = mapped_column("name", String(40))
    name_skeleton: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str | None] = mapped_column(  # type: ignore[assignment]  # some have none
        String(254), unique=True
    )
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)  # Flask-Security's name for "may sign in"
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(32))
    tf_last_counter: Mapped[int | None]  # of the last code used: each works once
    mf_recovery_codes_text: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[Role] = mapped_column(choice(Role), default=Role.NEW)
    title: Mapped[str] = mapped_column(String(80), default="")  # of staff: team; of others: empty
    bio: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="")  # "" follows the browser
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    wants_mail: Mapped[bool] = mapped_column(default=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_all_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    unread: Mapped[int] = mapped_column(default=0)  # lines of the inbox not read yet

    @hybrid_property
    def name(self) -> str:
        """The name as it is shown; whoever left has none any more."""
        return self.stored_name if self.deleted_at is None else _("Former member")

    @name.inplace.setter
    def _set_name(self, name: str) -> None:
        self.stored_name = name

    @name.inplace.expression
    @classmethod
    def _name_column(cls) -> ColumnElement[str]:
        return cls.stored_name.expression

    @property
    def is_staff(self) -> bool:
        """Whether the person works here."""
        return self.role in STAFF

    @property
    def mf_recovery_codes(self) -> list[str]:
        """One-time codes for two-factor recovery, as Flask-Security wants them."""
        return [code for code in self.mf_recovery_codes_text.split(",") if code]

    @mf_recovery_codes.setter
    def mf_recovery_codes(self, codes: list[str] | None) -> None:
        self.mf_recovery_codes_text = ",".join(codes or [])

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]  # nothing writes it
        """Flask-Security's role rows: none, since one column says it all."""
        return []

    def can(self, permission: Permission) -> bool:
        """Whether the role is granted the permission."""
        return permission in GRANTS[self.role]


class FormerName(Base):
    """A name somebody gave up: addresses with it lead to them, and nobody else can take it."""

    __tablename__ = "former_names"

    name_skeleton: Mapped[str] = mapped_column(String(80), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    given_up_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInSession(Base):
    """One browser in which somebody is signed in. Ending the row ends the session at once."""

    __tablename__ = "sign_in_sessions"
    __table_args__ = (Index("ix_sign_in_sessions_user_id_ended_at", "user_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
