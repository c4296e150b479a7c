"""Asking askers whether it helped, taking their word, reminding, and letting threads rest."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Refused
from forum.core.pages import path_to
from forum.notifications import forgetting
from forum.notifications.actions import happened
from forum.notifications.models import NotificationKind
from forum.silence import policy, tokens
from forum.silence.models import AskerCheck, CheckOutcome, DetailsReminder
from forum.silence.queries import (
    Asked,
    asked_with,
    asker_spoke_since,
    asker_wrote_at,
    newest_answer,
    newest_check,
    reminders_of,
)
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Post, Thread, ThreadStatus


@transactional
def ask_asker(thread_id: int) -> AskerCheck | None:
    """Ask once whether the newest answer helped; None where there is nothing to ask."""
    now = clock.now()
    thread = locked(Thread, thread_id)
    answer = newest_answer(thread) if policy.waits_for_asker(thread) else None
    if answer is None or not policy.is_time_to_ask(now, answer.created_at):
        return None
    if asker_spoke_since(answer, thread.author_id) or _was_asked(thread, answer):
        return None
    if not _can_read(thread):
        return None
    check = AskerCheck(
        thread_id=thread.id, user_id=thread.author_id, post_id=answer.id, asked_at=now
    )
    db.session.add(check)
    db.session.flush()
    token = tokens.make(tokens.Named(check.id, thread.id, thread.author_id))
    happened(
        NotificationKind.CHECK,
        answer.author_id,
        thread_id=thread.id,
        post_id=answer.id,
        elsewhere=(thread.title, path_to("silence.show", token=token)),
    )
    return check


def _was_asked(thread: Thread, answer: Post) -> bool:
    """One question a round: a round ends when the asker writes, or says "not yet"."""
    last = newest_check(thread.id)
    if last is None or last.asked_at < asker_wrote_at(thread):
        return False
    if last.outcome is CheckOutcome.NOT_YET and last.settled_at is not None:
        return last.settled_at >= answer.created_at
    return True


def _can_read(thread: Thread) -> bool:
    asker = db.session.get_one(User, thread.author_id)
    category = db.session.get_one(Category, thread.category_id)
    there = asker.active and asker.deleted_at is None
    return there and category.audience in audiences_of(asker)


@transactional
def say_it_works(token: str, post_id: int | None) -> Asked:
    """The asker accepts an answer; with only one there is no need to say which.

    Raises:
        NotFound: the link is not one of ours, or leads nowhere any more.
        Refused: something else happened meanwhile, or the answer is not there any more.
    """
    asked = _still_open(token)
    wanted = asked.check.post_id if post_id is None else post_id
    chosen = next((post for post in asked.answers if post.id == wanted), None)
    if chosen is None and post_id is None and len(asked.answers) == 1:
        chosen = asked.answers[0]
    if chosen is None:
        raise Refused(_("This answer is not shown any more."), _("Choose one of the others."))
    _settle(asked.check, CheckOutcome.WORKS)
    threads.mark(asked.asker, chosen.id, MarkKind.ACCEPTED)
    return asked


@transactional
def say_not_yet(token: str, word: str = "") -> Asked:
    """It did not help: the thread is open again; raises as ``say_it_works``."""
    asked = _still_open(token)
    _settle(asked.check, CheckOutcome.NOT_YET)
    threads.say_not_yet(asked.asker, asked.thread.id, word)
    return asked


def _still_open(token: str) -> Asked:
    named = tokens.read(token)
    locked(Thread, named.thread_id)
    asked = asked_with(token, clock.now())
    if not asked.is_open:
        raise Refused(_("Something else happened here meanwhile."), _("Look at the thread itself."))
    return asked


@transactional
def overtake(thread_id: int, post_id: int | None = None) -> None:
    """Nobody need be asked any more: something else was said, or the answer is gone."""
    check = db.session.scalar(
        select(AskerCheck).where(AskerCheck.thread_id == thread_id, AskerCheck.settled_at.is_(None))
    )
    if check is not None and post_id in {None, check.post_id}:
        _settle(check, CheckOutcome.OVERTAKEN)


@transactional
def let_rest(check_id: int) -> None:
    """No word came: the thread counts as answered and leaves the desk."""
    check = locked(AskerCheck, check_id)
    if check.settled_at is not None:
        return
    thread = locked(Thread, check.thread_id)
    if policy.waits_for_asker(thread):
        _settle(check, CheckOutcome.SILENT)
        threads.rest(thread.id)
    else:
        _settle(check, CheckOutcome.OVERTAKEN)


def _settle(check: AskerCheck, outcome: CheckOutcome) -> None:
    check.outcome, check.settled_at = outcome, clock.now()
    token = tokens.make(tokens.Named(check.id, check.thread_id, check.user_id))
    forgetting.of_path(path_to("silence.show", token=token))


@transactional
def remind_or_close(thread_id: int) -> None:
    """Whatever is due where details are missing: a reminder, or nobody waits any more."""
    now = clock.now()
    thread = locked(Thread, thread_id)
    if thread.status is not ThreadStatus.NEEDS_INFO or thread.needs_info_at is None:
        return
    if thread.silent_at is not None or thread.is_gone or thread.locked_at is not None:
        return
    sent = reminders_of(thread)
    number = policy.reminder_due(now, thread.needs_info_at, sent)
    if number is not None:
        db.session.add(
            DetailsReminder(
                thread_id=thread.id, requested_at=thread.needs_info_at, number=number, sent_at=now
            )
        )
        happened(
            NotificationKind.NEEDS_INFO_STILL,
            None,
            thread_id=thread.id,
            post_id=thread.needs_info_post_id,
        )
    elif policy.is_time_to_close(now, thread.needs_info_at, max(sent.values(), default=None)):
        threads.rest(thread.id)
