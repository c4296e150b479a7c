"""One act on many threads, and taking it back: each thread whole or not at all."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Refused, ThreadwellError
from moderation.bulk import policy
from moderation.bulk.kinds import KINDS, Undo, Wanted
from moderation.bulk.models import REASON_MAX_CHARS, BulkAct, BulkItem, BulkKind
from moderation.bulk.queries import Chosen, act_of, chosen_now
from moderation.watchlist.actions.claiming import check_works_here
from moderation.watchlist.keeping import at_once


@transactional
def do(
    actor: User, kind: BulkKind, wanted: Wanted, seen: Mapping[int, str], view: str = ""
) -> BulkAct:
    """Do the same to many threads; those that changed, or where it is refused, are left alone.

    Args:
        seen: the mark of each thread as it was when it was chosen.
        view: the address of the list, to go back to.

    Raises:
        NotFound: no desk for the actor.
        Refused: none were chosen, or too many.
    """
    check_works_here(actor)
    if not seen:
        raise Refused(_("No question is selected."), _("Select some in the list first."))
    if len(seen) > policy.THREADS_MAX:
        raise Refused(
            _("At most %(num)s questions can be changed at once.", num=policy.THREADS_MAX),
            _("Select fewer of them."),
        )
    act = BulkAct(actor_id=actor.id, kind=kind, view=view, created_at=clock.now())
    act.items = []
    now = chosen_now(actor, seen)
    with at_once():
        for thread_id, mark in seen.items():
            if thread_id in now:  # of what one may not see nothing is kept, not even its number
                act.items.append(_one(actor, kind, wanted, now[thread_id], mark))
    db.session.add(act)
    db.session.flush()
    return act


def _one(actor: User, kind: BulkKind, wanted: Wanted, one: Chosen, mark: str) -> BulkItem:
    item = BulkItem(thread_id=one.thread.id, left_because="", kept_because="")
    if one.mark != mark:
        item.left_because = _("It changed while you were choosing. Look at it again.")
        return item
    try:
        with db.session.begin_nested():
            change = KINDS[kind][0](actor, one.thread, wanted)
    except ThreadwellError as error:
        item.left_because = _said(error)
    else:
        item.before, item.after = change.before, change.after
    return item


@transactional
def undo(actor: User, act_id: int) -> BulkAct:
    """Take an act back; what changed since stays as it is, and is named.

    Raises:
        NotFound: no such act of this person's.
        Refused: it was taken back already, or its time is over.
    """
    check_works_here(actor)
    locked(BulkAct, act_id)
    act = act_of(actor, act_id)
    if act.undone_at is not None:
        raise Refused(_("This was taken back already."))
    if not policy.can_undo(act, clock.now()):
        minutes = policy.UNDO_WITHIN.seconds // 60
        raise Refused(
            _("This can be taken back for %(num)s minutes, which are over.", num=minutes),
            _("Select the questions again and change them once more."),
        )
    act.undone_at = clock.now()
    done = [item for item in act.items if not item.left_because]
    now = chosen_now(actor, [item.thread_id for item in done])
    with at_once():
        for item in done:
            item.kept_because = _take_back(actor, KINDS[act.kind][1], item, now)
    return act


def _take_back(actor: User, back: Undo, item: BulkItem, now: Mapping[int, Chosen]) -> str:
    """Why the thread was kept as it is; empty where it is as it was."""
    if item.thread_id not in now:
        return str(_("It is not there any more."))
    try:
        with db.session.begin_nested():
            was_taken_back = back(actor, now[item.thread_id].thread, item)
    except ThreadwellError as error:
        return _said(error)
    return "" if was_taken_back else str(_("Somebody changed it since."))


def _said(error: ThreadwellError) -> str:
    words: Sequence[str] = (error.message or _("This is not yours to change."), error.what_to_do)
    return " ".join(word for word in words if word)[:REASON_MAX_CHARS]
