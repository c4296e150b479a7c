"""Taking pictures in, and letting go of those that no text names."""

import logging
import re
import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, update

from forum.accounts.models import User
from forum.core import clock, jobs, storage
from forum.core.db import after_commit, db, locked, transactional
from forum.core.errors import Degraded, Invalid, NotAllowed, TooLarge, TooMany
from forum.core.permissions import Actor, Permission
from forum.core.picture_urls import KEY_BYTES
from forum.uploads.models import Upload
from forum.uploads.pictures import Picture, draw_anew
from forum.uploads.policy import DAY, FILE_MAX_MEGABYTES, allowance_of
from forum.uploads.queries import left_today

logger = logging.getLogger(__name__)
UNUSED_FOR = timedelta(days=1)  # from sending a picture to sending the text that names it
CONTENT_TYPE = "image/webp"
NAME_MAX_CHARS = 60
RETRY_AFTER_SECONDS = 3600
_NOT_IN_ALT = re.compile(r"[\[\]()<>`*_!\\|\s]+|[\x00-\x1f\u202a-\u202e\u2066-\u2069]+")


def store_picture(owner: User, sent: bytes, filename: str = "") -> Upload:
    """Take a picture in: nothing of the file but its pixels is kept.

    Raises:
        NotAllowed: the person may send none. TooMany, TooLarge: more than they may send.
        Invalid: not a picture, or broken. Degraded: it cannot be worked on or kept now.
    """
    if not owner.can(Permission.UPLOAD):
        raise NotAllowed()
    if not sent:
        raise Invalid(_("No file was chosen."), _("Choose a picture and send it again."))
    if len(sent) > allowance_of(owner).bytes_max:
        raise too_large(owner)
    _ensure_some_left(owner)
    picture = draw_anew(sent)
    key = secrets.token_urlsafe(KEY_BYTES)
    try:
        place = storage.current()
        place.put(full_name(key), picture.full, CONTENT_TYPE)
        if picture.small is not None:
            place.put(small_name(key), picture.small, CONTENT_TYPE)
    except storage.StorageError as error:
        logger.error("a picture could not be kept: %s", error)
        raise Degraded(
            _("Pictures cannot be kept right now. Your text is not touched."),
            _("Send the text without it, or try again in a few minutes."),
        ) from error
    try:
        return _remember(owner.id, key, picture, alt_of(filename))
    except BaseException:
        remove_files([key])
        raise


@transactional
def _remember(owner_id: int, key: str, picture: Picture, name: str) -> Upload:
    _ensure_some_left(locked(User, owner_id))
    now = clock.now()
    upload = Upload(
        key=key,
        owner_id=owner_id,
        name=name,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.full) + len(picture.small or b""),
        created_at=now,
        check_at=now + UNUSED_FOR,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def too_large(sender: Actor) -> TooLarge:
    """What somebody is told whose file has too many bytes."""
    megabytes = allowance_of(sender).megabytes or FILE_MAX_MEGABYTES
    return TooLarge(
        _("This picture is larger than %(size)s MB. Your text is not touched.", size=megabytes),
        _("Send a smaller one; a screenshot or a part of it is enough."),
    )


def _ensure_some_left(owner: User) -> None:
    if left_today(owner) > 0:
        return
    a_day = allowance_of(owner).a_day
    raise TooMany(
        ngettext(
            "You can add %(num)s picture a day. Your text is not touched.",
            "You can add %(num)s pictures a day. Your text is not touched.",
            a_day,
        ),
        RETRY_AFTER_SECONDS,
        _("Add it tomorrow, or describe what it shows."),
    )


def alt_of(filename: str) -> str:
    """The first words that stand for a picture: its file's name without what Markdown reads."""
    stem = filename.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    return _NOT_IN_ALT.sub(" ", stem).strip()[:NAME_MAX_CHARS].strip() or _("picture")


def full_name(key: str) -> str:
    """The whole picture's name in the storage."""
    return f"{key}.webp"


def small_name(key: str) -> str:
    """The small one's name in the storage."""
    return f"{key}.small.webp"


def remove_files(keys: Iterable[str]) -> None:
    """Remove both sizes; what cannot be removed now is found by the sweep of lost files."""
    place = storage.current()
    for key in keys:
        with suppress(storage.StorageError):
            place.delete(full_name(key))
            place.delete(small_name(key))


@transactional
def look_again(keys: Collection[str]) -> None:
    """Ask soon whether any text still names these pictures."""
    if keys:
        db.session.execute(update(Upload).where(Upload.key.in_(keys)).values(check_at=clock.now()))
        after_commit(jobs.wake)


@transactional
def look_again_at_all_of(owner_id: int) -> None:
    """The same for everything that somebody sent who is leaving."""
    db.session.execute(
        update(Upload).where(Upload.owner_id == owner_id).values(check_at=clock.now())
    )
    after_commit(jobs.wake)


@transactional
def settle(
    looked_at: Collection[int], unused: Collection[int], hidden: Collection[int], now: datetime
) -> None:
    """Write down what asking the texts has shown; ``looked_at`` are the rows that were due."""
    db.session.execute(delete(Upload).where(Upload.id.in_(unused)))
    kept = update(Upload).where(Upload.id.in_(set(looked_at) - set(unused)))
    tomorrow = (now + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    db.session.execute(kept.values(check_at=tomorrow, withheld_at=None))
    db.session.execute(update(Upload).where(Upload.id.in_(hidden)).values(withheld_at=now))
