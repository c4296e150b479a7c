"""Writing canned replies, retiring them, and counting where they were sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotFound, Refused
from moderation.audit.log import record
from moderation.replies import policy
from moderation.replies.models import CannedReply, ReplyUse
from moderation.replies.placeholders import Placeholder, unknown
from moderation.teams.models import Team


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What the form holds. At least one of the two texts says something."""

    name: str
    body_en: str = ""
    body_ru: str = ""
    team_id: int | None = None  # None: for everybody


class StaleReply(Conflict):
    """Somebody saved the reply after this writer had opened it; both texts are kept."""


def create(actor: User, text: ReplyText) -> CannedReply:
    """Add a reply.

    Raises:
        NotFound: not theirs to write.
        Refused: it says nothing, its name is taken, or a placeholder means nothing.
    """
    try:
        return _create(actor, text)
    except IntegrityError:  # the same name on another connection, at the same moment
        raise _taken(text.name) from None


@transactional
def _create(actor: User, text: ReplyText) -> CannedReply:
    _may_write(actor)
    _check(text)
    now = clock.now()
    row = CannedReply(created_at=now)
    db.session.add(row)
    _write(row, actor, text)
    db.session.flush()
    record(actor.id, "create", "reply", row.id, after=row.name)
    return row


@transactional
def save(actor: User, reply_id: int, revision: int, text: ReplyText) -> CannedReply:
    """Let a reply say something else.

    Args:
        revision: the number of the revision that the editor had opened.

    Raises:
        NotFound, or Refused as ``create``.
        StaleReply: somebody saved it meanwhile; nothing was changed.
    """
    _may_write(actor)
    row = locked(CannedReply, reply_id)
    if row.revision != revision:
        raise StaleReply(_("Somebody saved this reply while you were writing."))
    _check(text, besides=row.id)
    if ReplyText(row.name, row.body_en, row.body_ru, row.team_id) == text:
        return row
    before = row.name
    row.revision += 1
    _write(row, actor, text)
    record(actor.id, "edit", "reply", row.id, before=before, after=row.name)
    return row


@transactional
def retire(actor: User, reply_id: int) -> None:
    """Offer a reply no more; where it was used it stays counted."""
    _may_write(actor)
    row = locked(CannedReply, reply_id)
    if row.retired_at is None:
        row.retired_at = clock.now()
        record(actor.id, "retire", "reply", row.id, before=row.name)


@transactional
def bring_back(actor: User, reply_id: int) -> None:
    """Offer a reply again.

    Raises:
        NotFound. Refused: another one has its name by now.
    """
    _may_write(actor)
    row = locked(CannedReply, reply_id)
    if row.retired_at is not None:
        _ensure_free(row.name, row.id)
        row.retired_at = None
        record(actor.id, "bring-back", "reply", row.id, after=row.name)


@transactional
def count_uses(actor: User, thread_id: int, post_id: int, reply_ids: Sequence[int]) -> None:
    """An answer was sent with these replies in it: each counts once, however often we are told."""
    wanted = set(reply_ids)
    known = set(db.session.scalars(select(ReplyUse.reply_id).where(ReplyUse.post_id == post_id)))
    there = set(db.session.scalars(select(CannedReply.id).where(CannedReply.id.in_(wanted))))
    new = sorted((wanted & there) - known)
    now = clock.now()
    db.session.add_all(
        ReplyUse(
            reply_id=reply_id,
            post_id=post_id,
            thread_id=thread_id,
            user_id=actor.id,
            created_at=now,
        )
        for reply_id in new
    )
    db.session.flush()
    _move_counts(new, 1)


@transactional
def uncount_uses(post_id: int) -> None:
    """The answer was taken back before anybody heard of it."""
    uses = db.session.scalars(select(ReplyUse).where(ReplyUse.post_id == post_id)).all()
    _move_counts([use.reply_id for use in uses], -1)
    for use in uses:
        db.session.delete(use)


def _move_counts(reply_ids: Sequence[int], step: int) -> None:
    if reply_ids:
        db.session.execute(
            update(CannedReply)
            .where(CannedReply.id.in_(reply_ids))
            .values(use_count=CannedReply.use_count + step)
            .execution_options(synchronize_session=False)
        )


def _may_write(actor: User) -> None:
    if not policy.can_write(actor):
        raise NotFound()


def _check(text: ReplyText, besides: int | None = None) -> None:
    if not text.body_en.strip() and not text.body_ru.strip():
        raise Refused(
            _("A reply without a text helps nobody."), _("Write it in English, Russian or both.")
        )
    meaningless = unknown(f"{text.body_en}\n{text.body_ru}")
    if meaningless:
        known = ", ".join(f"{{{placeholder.value}}}" for placeholder in Placeholder)
        raise Refused(
            _("Nothing is known to fill in for %(word)s.", word=f"{{{meaningless[0]}}}"),
            _("These are known: %(words)s.", words=known),
        )
    if text.team_id is not None and db.session.get(Team, text.team_id) is None:
        raise NotFound()
    _ensure_free(text.name, besides)


def _ensure_free(name: str, besides: int | None) -> None:
    owner = db.session.scalar(
        select(CannedReply.id).where(
            CannedReply.name_key == name.casefold(), CannedReply.retired_at.is_(None)
        )
    )
    if owner is not None and owner != besides:
        raise _taken(name)


def _taken(name: str) -> Refused:
    return Refused(
        _("There is a reply called “%(name)s” already.", name=name),
        _("Give it another name, or edit that one."),
    )


def _write(row: CannedReply, actor: User, text: ReplyText) -> None:
    row.name, row.name_key = text.name, text.name.casefold()
    row.body_en, row.body_ru, row.team_id = text.body_en, text.body_ru, text.team_id
    row.updated_at, row.updated_by_id = clock.now(), actor.id
