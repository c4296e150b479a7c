"""Flask-Security's view of our people table. Everything it writes passes through here."""

import base64
import hashlib
import hmac
from typing import Any

import qrcode
import qrcode.image.svg
from flask import current_app
from flask_security.datastore import SQLAlchemyDatastore, UserDatastore
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from sqlalchemy import select

from forum.accounts import actions, current
from forum.accounts.models import User
from forum.core import i18n
from forum.core.db import db

RECOVERY_CODES = 8  # as many as fit on a slip of paper


class NoRole:
    """Flask-Security asks for a role table; one column of a person says it all."""


class PeopleStore(SQLAlchemyDatastore, UserDatastore):
    """Finds and makes people. Addresses are stored in lower case and looked up as they are."""

    def __init__(self) -> None:
        SQLAlchemyDatastore.__init__(self, db)  # type: ignore[no-untyped-call]
        UserDatastore.__init__(self, User, NoRole)  # type: ignore[arg-type]

    def find_user(
        self,
        case_insensitive: bool = False,
        **kwargs: Any,
    ) -> User | None:
        """The person with this ``email``, ``fs_uniquifier`` or ``id``; who left is not found."""
        ((field, value),) = kwargs.items()
        if value is None:
            return None
        return db.session.scalar(
            select(User).where(getattr(User, field) == value, User.deleted_at.is_(None))
        )

    def create_user(self, **kwargs: Any) -> User:
        """Make the account of somebody who filled in the form; ``password`` is hashed already."""
        return actions.register(
            kwargs["name"],
            kwargs["email"],
            kwargs["password"],
            language=i18n.language(),
            visitor_key=current.visitor_key() or "",
        )


class OnceTotp(Totp):
    """Codes of authenticator apps, each of which works once."""

    def get_last_counter(self, user: Any) -> int | None:
        """The time step of the last code used."""
        return user.tf_last_counter  # type: ignore[no-any-return]

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the time step; the view commits it with what the code was for."""
        user.tf_last_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture for an ``<img>``, on white: phones read no black on a dark page."""
        picture = qrcode.make(
            self.get_totp_uri(username, totp), image_factory=qrcode.image.svg.SvgFillImage
        )
        encoded = base64.b64encode(picture.to_string()).decode("ascii")
        return f"data:image/svg+xml;base64,{encoded}"


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes, kept as keyed hashes: they are shown once, when they are made."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """New codes in the place of all earlier ones."""
        codes: list[str] = current_app.extensions["security"].totp_factory.generate_recovery_codes(
            RECOVERY_CODES
        )
        actions.keep_recovery_codes(user.id, [digest(code) for code in codes])
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        """None: what is kept cannot be shown."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Whether the code is one of those left."""
        return digest(code) in user.mf_recovery_codes

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Use the code up, before the sign-in it is for."""
        actions.use_recovery_code(user.id, digest(code))
        return True


def digest(code: str) -> str:
    """What is kept of a recovery code: useless without the site's secret."""
    key = current_app.config["KEPT_SECRETS"]["totp"].encode()
    return hmac.new(key, code.strip().lower().encode(), hashlib.sha256).hexdigest()[:40]
