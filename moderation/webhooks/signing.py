"""Signing what is sent, so that a receiver can tell that it comes from here. Pure."""

import hashlib
import hmac
import secrets

SECRET_BYTES = 32
SECRET_PREFIX = "whsec_"  # noqa: S105  # only so that people recognise one
VERSION = "v1"


def new_secret() -> str:
    """A secret that nobody guesses."""
    return SECRET_PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The header's value: ``t=<seconds>,v1=<hex>``.

    The time is signed with the body, so that an old one sent again can be told from a new one.
    """
    signed = f"{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},{VERSION}={digest}"
