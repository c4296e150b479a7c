"""The address in the mail: signed, and good for one question to one person about one thread."""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from forum.core.errors import NotFound

PURPOSE = "did it help?"


@dataclass(frozen=True, slots=True)
class Named:
    """What a link names."""

    check_id: int
    thread_id: int
    user_id: int


def make(named: Named) -> str:
    """The last part of the link's address."""
    return str(_signer().dumps([named.check_id, named.thread_id, named.user_id]))


def read(token: str) -> Named:
    """What the link names; raises NotFound where this site did not sign it."""
    try:
        check_id, thread_id, user_id = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound() from None
    return Named(check_id, thread_id, user_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=PURPOSE)
