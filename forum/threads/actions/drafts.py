"""Keeping what somebody is writing, until it is sent or thrown away."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import Invalid
from forum.core.markup import SOURCE_MAX_CHARS
from forum.threads.models import Draft

PLACE_MAX_CHARS = 40
FIELDS_MAX = 12
BASED_ON = "based_on"  # an edit's number of the revision it began with: no words of anybody's
SEEN = "seen"
DRAFTS_MAX = 50  # of one owner; nobody writes more at once, and visitors have no other limit


@dataclass(frozen=True, slots=True)
class Kept:
    """When a text was kept, and the text of another window that it took the place of."""

    at: datetime
    other: str | None = None


@transactional
def keep_typed(
    owner_key: str,
    user_id: int | None,
    place: str,
    fields: Mapping[str, str],
    seen: str,
) -> Kept:
    """Keep the fields of a form; the newest text stays, and the one it replaced is given back.

    ``seen`` is the CRC-32, in hexadecimal, of the text that this window knows to be kept, or empty
    where it cannot tell. A kept text with another one comes from elsewhere.

    Raises:
        Invalid: more than a form of ours can hold.
    """
    known = db.session.scalar(
        select(Draft.fields).where(Draft.owner_key == owner_key, Draft.place == place)
    )
    before = str((known or {}).get("body", ""))
    save_draft(owner_key, user_id, place, fields)
    unknown = bool(seen) and f"{zlib.crc32(before.encode()):x}" != seen
    replaced = before.strip() and unknown and before != fields.get("body", "")
    return Kept(clock.now(), before if replaced else None)


@transactional
def save_draft(
    owner_key: str, user_id: int | None, place: str, fields: Mapping[str, str]
) -> Draft | None:
    """Keep the fields of a form for one owner and one place; all empty means forget them.

    Raises:
        Invalid: more than a form of ours can hold.
    """
    kept = {name: value for name, value in fields.items() if value.strip()}
    too_long = any(len(value) > SOURCE_MAX_CHARS * 2 for value in kept.values())
    if len(kept) > FIELDS_MAX or len(place) > PLACE_MAX_CHARS or too_long:
        raise Invalid(_("This draft is too large to be kept."))
    if not kept:
        discard_draft(owner_key, place)
        return None
    draft = db.session.scalar(
        select(Draft).where(Draft.owner_key == owner_key, Draft.place == place)
    )
    if draft is None:
        _make_room(owner_key)
        draft = Draft(owner_key=owner_key, place=place, user_id=user_id)
        db.session.add(draft)
    draft.fields, draft.updated_at = kept, clock.now()
    return draft


def _make_room(owner_key: str) -> None:
    """The oldest drafts of an owner give way to one more."""
    kept = (
        select(Draft.id)
        .where(Draft.owner_key == owner_key)
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(DRAFTS_MAX - 1)
    )
    db.session.execute(delete(Draft).where(Draft.owner_key == owner_key, Draft.id.not_in(kept)))


@transactional
def discard_draft(owner_key: str, place: str) -> None:
    """Forget a draft, if there is one."""
    db.session.execute(delete(Draft).where(Draft.owner_key == owner_key, Draft.place == place))


@transactional
def adopt_draft(visitor_key: str, user_id: int) -> None:
    """Hand what a visitor wrote to the person they turned out to be; the newer text stays."""
    for draft in db.session.scalars(select(Draft).where(Draft.owner_key == visitor_key)):
        db.session.execute(
            delete(Draft).where(Draft.owner_key == f"user:{user_id}", Draft.place == draft.place)
        )
        draft.owner_key, draft.user_id = f"user:{user_id}", user_id
