"""What can be done to many threads, one thread at a time: by the actions that do it to one.

Each kind says what was before and is after, and takes its change back only where nothing came
between.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.errors import Refused
from forum.threads import actions as threads
from forum.threads.models import Severity, Thread
from forum.threads.queries import with_tags
from moderation.bulk import asking
from moderation.bulk.models import BulkItem, BulkKind
from moderation.handling import actions as handling
from moderation.handling.actions.assigning import open_assignment
from moderation.handling.actions.snoozing import open_snooze
from moderation.watchlist import actions as watchlist
from moderation.watchlist import business_time
from moderation.watchlist.actions.claiming import held_claim


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to become of the threads; each kind looks at its own part."""

    to: tuple[str, int] = ("nobody", 0)  # "user" or "team" with an id, or nobody
    severity: Severity = Severity.MINOR
    category_id: int = 0
    tag: str = ""
    takes_tag_off: bool = False
    until: datetime | None = None
    details: str = ""  # what askers are asked for, with placeholders
    reply_id: int = 0  # the canned reply that asks instead
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What was before and is after, as the undo compares it."""

    before: Any
    after: Any


Do = Callable[[User, Thread, Wanted], Change]
Undo = Callable[[User, Thread, BulkItem], bool]


def _claim(actor: User, thread: Thread, _wanted: Wanted) -> Change:
    held = held_claim(thread.id)
    if held is not None and held.user_id == actor.id and held.expires_at > clock.now():
        raise Refused(_("You are on it already."))
    return Change(None, watchlist.claim(actor, thread.id).id)


def _give_back(actor: User, thread: Thread, item: BulkItem) -> bool:
    held = held_claim(thread.id)
    if held is None or held.id != item.after:
        return False
    watchlist.release(actor, thread.id)
    return True


def _assign(actor: User, thread: Thread, wanted: Wanted) -> Change:
    held = open_assignment(thread.id)
    before = None
    if held is not None:
        before = ["team", held.team_id] if held.team_id else ["user", held.assignee_id]
    elif wanted.to[0] == "nobody":
        raise Refused(_("Nobody has it in particular."))
    return Change(before, _hand_to(actor, thread, *wanted.to))


def _hand_to(actor: User, thread: Thread, kind: str, row_id: int) -> int | None:
    if kind == "team":
        return handling.assign_team(actor, thread.id, row_id).id
    if kind == "user":
        today = business_time.today(clock.now())
        return handling.assign(actor, thread.id, row_id, today).id
    handling.take_off(actor, thread.id)
    return None


def _assign_back(actor: User, thread: Thread, item: BulkItem) -> bool:
    held = open_assignment(thread.id)
    if (held.id if held is not None else None) != item.after:
        return False
    _hand_to(actor, thread, *(item.before or ("nobody", 0)))
    return True


def _set_severity(actor: User, thread: Thread, wanted: Wanted) -> Change:
    before = thread.severity
    if before is wanted.severity:
        raise _is_so()
    threads.set_severity(actor, thread.id, wanted.severity, wanted.reason)
    return Change(before.value, wanted.severity.value)


def _set_severity_back(actor: User, thread: Thread, item: BulkItem) -> bool:
    if thread.severity.value != item.after:
        return False
    threads.set_severity(actor, thread.id, Severity(item.before))
    return True


def _move(actor: User, thread: Thread, wanted: Wanted) -> Change:
    before = thread.category_id
    if before == wanted.category_id:
        raise _is_so()
    threads.move(actor, thread.id, wanted.category_id, wanted.reason)
    return Change(before, wanted.category_id)


def _move_back(actor: User, thread: Thread, item: BulkItem) -> bool:
    if thread.category_id != item.after:
        return False
    threads.move(actor, thread.id, item.before)
    return True


def _retag(actor: User, thread: Thread, wanted: Wanted) -> Change:
    before = _tags_of(thread)
    if (wanted.tag in before) is not wanted.takes_tag_off:
        raise _is_so()
    after = sorted({*before} ^ {wanted.tag})
    threads.retag(actor, thread.id, after)
    return Change(before, after)


def _retag_back(actor: User, thread: Thread, item: BulkItem) -> bool:
    if _tags_of(thread) != item.after:
        return False
    threads.retag(actor, thread.id, item.before)
    return True


def _tags_of(thread: Thread) -> list[str]:
    return sorted(tag.slug for tag in with_tags(thread).tags)


def _snooze(actor: User, thread: Thread, wanted: Wanted) -> Change:
    resting = open_snooze(thread.id)
    before = resting.until.isoformat() if resting is not None else None
    return Change(before, handling.snooze(actor, thread.id, wanted.until or clock.now()).id)


def _wake(actor: User, thread: Thread, item: BulkItem) -> bool:
    resting = open_snooze(thread.id)
    if resting is None or resting.id != item.after:
        return False
    before = datetime.fromisoformat(item.before) if item.before else None
    if before is not None and before > clock.now():
        handling.snooze(actor, thread.id, before)
    else:
        handling.wake(actor, thread.id)
    return True


def _lock(actor: User, thread: Thread, wanted: Wanted) -> Change:
    if thread.locked_at is not None:
        raise Refused(_("It is locked already."))
    locked = threads.lock(actor, thread.id, wanted.reason)
    return Change(None, locked.locked_at.isoformat() if locked.locked_at else None)


def _unlock(actor: User, thread: Thread, item: BulkItem) -> bool:
    if thread.locked_at is None or thread.locked_at.isoformat() != item.after:
        return False
    threads.unlock(actor, thread.id)
    return True


def _ask(actor: User, thread: Thread, wanted: Wanted) -> Change:
    return Change(None, asking.ask(actor, thread, wanted.details, wanted.reply_id))


def _is_so() -> Refused:
    return Refused(_("It is so already."))


KINDS: Mapping[BulkKind, tuple[Do, Undo]] = {
    BulkKind.CLAIM: (_claim, _give_back),
    BulkKind.ASSIGN: (_assign, _assign_back),
    BulkKind.SEVERITY: (_set_severity, _set_severity_back),
    BulkKind.CATEGORY: (_move, _move_back),
    BulkKind.TAG: (_retag, _retag_back),
    BulkKind.SNOOZE: (_snooze, _wake),
    BulkKind.NEEDS_INFO: (_ask, asking.take_back),
    BulkKind.LOCK: (_lock, _unlock),
}
