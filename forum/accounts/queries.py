"""Finding people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select

from forum.accounts.models import FormerName, SignInSession, User
from forum.accounts.names import skeleton
from forum.core import clock
from forum.core.db import db
from forum.core.web import SIGNED_IN_DAYS

FORGOTTEN_AFTER = timedelta(days=SIGNED_IN_DAYS)
_LIVE_SESSION = (  # asked for with every page of whoever is signed in
    select(User, SignInSession.id, SignInSession.last_seen_at)
    .join(SignInSession, SignInSession.user_id == User.id)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.last_seen_at > bindparam("since"),
        User.fs_uniquifier == bindparam("uniquifier"),
        User.active,
    )
)


def is_name_taken(name: str, besides: int | None = None) -> bool:
    """Whether somebody has, or had, a name that could be taken for this one."""
    wanted = skeleton(name)
    owner = db.session.scalar(select(User.id).where(User.name_skeleton == wanted))
    if owner is None:
        owner = db.session.scalar(
            select(FormerName.user_id).where(FormerName.name_skeleton == wanted)
        )
    return owner is not None and owner != besides


def find_by_name(name: str) -> User | None:
    """The person with this name, in any spelling that could be taken for it; former names too."""
    wanted = skeleton(name)
    present = select(User).where(User.deleted_at.is_(None))
    found = db.session.scalar(present.where(User.name_skeleton == wanted))
    if found is not None:
        return found
    return db.session.scalar(
        present.join(FormerName, FormerName.user_id == User.id).where(
            FormerName.name_skeleton == wanted
        )
    )


def find_by_email(email: str) -> User | None:
    """The person with this address (stored in lower case), whoever they are."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def live_sessions(user_id: int) -> Sequence[SignInSession]:
    """Where somebody is signed in, latest first."""
    return db.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.user_id == user_id,
            SignInSession.ended_at.is_(None),
            SignInSession.last_seen_at > clock.now() - FORGOTTEN_AFTER,
        )
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    ).all()


class LiveSession(NamedTuple):
    """Who sits there, and when the session was noted as in use."""

    person: User
    id: int
    last_seen_at: datetime


def live_session(token_hash: str, uniquifier: str) -> LiveSession | None:
    """The person and the session behind a cookie, if both may still come in."""
    found = db.session.execute(
        _LIVE_SESSION,
        {
            "token_hash": token_hash,
            "uniquifier": uniquifier,
            "since": clock.now() - FORGOTTEN_AFTER,
        },
    ).one_or_none()
    return LiveSession._make(found) if found else None
