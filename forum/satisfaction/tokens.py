"""The address in the mail: signed, and good for one question to one person about one thread."""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from forum.core.errors import NotFound
from forum.core.pages import path_to

PURPOSE = "how did it go?"


@dataclass(frozen=True, slots=True)
class Named:
    """What a link names."""

    ask_id: int
    user_id: int


def make(named: Named) -> str:
    """The last part of the link's address."""
    return str(_signer().dumps([named.ask_id, named.user_id]))


def path_of(ask_id: int, user_id: int) -> str:
    """The address of the page on which this person says how it went."""
    return path_to("satisfaction.show", token=make(Named(ask_id, user_id)))


def read(token: str) -> Named:
    """What the link names; raises NotFound where this site did not sign it."""
    try:
        ask_id, user_id = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound() from None
    return Named(ask_id, user_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=PURPOSE)
