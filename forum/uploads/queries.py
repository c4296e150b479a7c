"""Finding pictures. Whoever knows an address may see it; only its owner is told of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.core.picture_urls import PictureUrl
from forum.uploads.models import Upload
from forum.uploads.policy import DAY, allowance_of

OWN_SHOWN = 12
KEYS_PER_STATEMENT = 400
_SERVED = select(Upload.width, Upload.height).where(
    Upload.key == bindparam("key"), Upload.withheld_at.is_(None)
)


def ensure_served(url: PictureUrl) -> None:
    """Whether the address, its size included, is one of ours.

    Raises:
        NotFound: it never was, or its texts are deleted.
    """
    found = db.session.execute(_SERVED, {"key": url.key}).one_or_none()
    is_whole = found is not None and (found[0], found[1]) == (url.width, url.height)
    if not is_whole or (url.is_small and url.small_size == (url.width, url.height)):
        raise NotFound()


def own(viewer: Actor) -> Sequence[Upload]:
    """The viewer's latest pictures, latest first."""
    return db.session.scalars(
        select(Upload)
        .where(Upload.owner_id == viewer.id)
        .order_by(Upload.created_at.desc(), Upload.id.desc())
        .limit(OWN_SHOWN)
    ).all()


def left_today(actor: Actor, now: datetime | None = None) -> int:
    """How many more pictures somebody may send within this day."""
    since = (now or clock.now()) - DAY
    sent = db.session.scalar(
        select(func.count()).where(Upload.owner_id == actor.id, Upload.created_at > since)
    )
    return max(0, allowance_of(actor).a_day - (sent or 0))


def due(now: datetime) -> Sequence[Upload]:
    """Pictures of which it is time to ask whether any text names them."""
    return db.session.scalars(select(Upload).where(Upload.check_at <= now)).all()


def known(keys: Iterable[str]) -> set[str]:
    """Which of the keys have a row."""
    wanted, found = sorted(keys), set[str]()
    for start in range(0, len(wanted), KEYS_PER_STATEMENT):
        part = wanted[start : start + KEYS_PER_STATEMENT]
        found.update(db.session.scalars(select(Upload.key).where(Upload.key.in_(part))))
    return found
