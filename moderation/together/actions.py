"""One answer for many questions, whole or not at all; and taking it back at once."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Invalid, NotFound, Refused
from forum.finding import duplicates
from forum.finding.duplicates import link_in_force
from forum.finding.keys import parse, thread_key
from forum.finding.models import DuplicateLink
from forum.finding.releasing import key_of
from forum.notifications.actions import told_later, told_otherwise
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from forum.threads.policy import can_see_thread
from moderation.audit.log import record
from moderation.replies.actions import count_uses, uncount_uses
from moderation.together.models import JointAnswer
from moderation.together.policy import Obstacle, Standing, obstacle
from moderation.together.telling import forget_link, tell_of_answer, tell_of_link
from moderation.together.wording import left_out
from moderation.watchlist.actions.claiming import check_works_here, held_claim
from moderation.watchlist.policy import TAKE_BACK_WITHIN, keeps_out

ON_THE_WAY = timedelta(seconds=3)  # the press began in time; it is told later still


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done.

    Args:
        cluster_id: the page it comes from.
        target_key: where the answer stands, or goes.
        thread_ids: the questions that lead there from then on.
        source: the answer; empty where it stands there already.
        submission_key: the same press twice does it once.
        seen: by question how many answers stood there when the page was drawn.
        reply_ids: the canned replies that were inserted.
    """

    cluster_id: int
    target_key: str
    thread_ids: tuple[int, ...]
    source: str = ""
    submission_key: str = ""
    seen: Mapping[int, int] = field(default_factory=dict)
    reply_ids: tuple[int, ...] = ()


class Changed(Refused):
    """Some questions stand otherwise than on the page; nothing was done."""

    def __init__(self, told: Mapping[int, str]) -> None:
        super().__init__(
            _("Something changed while you were writing, so nothing was sent yet."),
            _("Your text was kept. Look at what is left, then send it again."),
        )
        self.told = told  # by question what is to be said of it


@transactional
def send(actor: User, order: Order) -> JointAnswer:
    """Answer one question for the team, and lead the others to it; all are told once.

    Raises:
        NotFound: no desk for this person, or no such question.
        Invalid: nothing to lead there, or nowhere to lead to.
        Changed: a question was locked, linked, merged, settled, claimed or answered meanwhile.
        Refused: those who ask could not read the answer.
    """
    check_works_here(actor)
    sent = _sent(actor, order.submission_key)
    if sent is not None:
        return sent
    target = parse(order.target_key)
    answers_it = bool(order.source) and target is not None and target.kind == "thread"
    ids = [row for row in order.thread_ids if str(target) != f"thread:{row}"]
    if target is None or not ids or bool(order.source) != answers_it:
        raise Invalid(_("Choose where the answer goes, and at least one other question."))
    _ensure_unchanged(actor, sorted({*ids, *([target.id] if answers_it else [])}), order.seen)
    led_on = _what_leads_to(ids)
    with told_later(TAKE_BACK_WITHIN + ON_THE_WAY):
        with told_otherwise():
            post_id = threads.post_answer(actor, target.id, order.source).id if answers_it else None
            for thread_id in ids:
                duplicates.link(actor, thread_id, order.target_key)
            if post_id is not None:
                threads.mark(actor, post_id, MarkKind.OFFICIAL)
        if post_id is not None:
            tell_of_answer(actor.id, target.id, post_id, order.source)
            count_uses(actor, target.id, post_id, order.reply_ids)
        else:
            tell_of_link(actor.id, target, ids)
    made = JointAnswer(
        actor_id=actor.id,
        submission_key=order.submission_key or secrets.token_urlsafe(18),
        cluster_id=order.cluster_id,
        target_key=order.target_key,
        post_id=post_id,
        linked=ids,
        led_on=led_on,
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    _log(actor, "answer-many", made)
    return made


@transactional
def settle_together(
    actor: User, target_id: int, thread_ids: Sequence[int], source: str
) -> list[int]:
    """Answer one question and lead the others to it, as far as they are open; returns which.

    Whoever calls this tells people of it. What is settled already, or not open to answers, stays
    as it is.
    """
    check_works_here(actor)
    if _obstacle(actor, locked(Thread, target_id))[0] is not None:
        return []
    post = threads.post_answer(actor, target_id, source)
    open_ids = [
        row for row in sorted(thread_ids) if _obstacle(actor, locked(Thread, row))[0] is None
    ]
    for thread_id in open_ids:
        duplicates.link(actor, thread_id, thread_key(target_id))
    threads.mark(actor, post.id, MarkKind.OFFICIAL)
    return [target_id, *open_ids]


@transactional
def take_back(actor: User, joint_id: int) -> JointAnswer:
    """Undo exactly what was done, before anybody is told of it. A second time is nothing.

    Raises:
        NotFound: no such answer of this person's.
        Refused: the time is over.
    """
    check_works_here(actor)
    made = locked(JointAnswer, joint_id)
    if made.actor_id != actor.id:
        raise NotFound()
    if made.taken_back_at is not None:
        return made
    if clock.now() > made.created_at + TAKE_BACK_WITHIN + ON_THE_WAY:
        raise Refused(
            _("The %(num)s seconds are over: the answer is out.", num=TAKE_BACK_WITHIN.seconds),
            _("You can still edit it on the public page, and unlink each question there."),
        )
    with told_otherwise():
        for thread_id in made.linked:
            known = link_in_force(thread_id)
            if known is not None and key_of(known) == made.target_key:
                duplicates.unlink(actor, thread_id)
        for thread_id, from_id in made.led_on:
            duplicates.link(actor, thread_id, f"thread:{from_id}")
    if made.post_id is not None:
        threads.delete_post(actor, made.post_id)
        uncount_uses(made.post_id)
    target = parse(made.target_key)
    if target is not None:
        forget_link(actor.id, target)
    made.taken_back_at = clock.now()
    _log(actor, "take-back-many", made)
    return made


def _sent(actor: User, key: str) -> JointAnswer | None:
    if not key:
        return None
    return db.session.scalar(
        select(JointAnswer).where(
            JointAnswer.actor_id == actor.id, JointAnswer.submission_key == key
        )
    )


def _ensure_unchanged(actor: User, ids: Sequence[int], seen: Mapping[int, int]) -> None:
    told: dict[int, str] = {}
    for thread_id in ids:  # in the order of their numbers: two reps never wait for each other
        thread = locked(Thread, thread_id)
        found, holder_id = _obstacle(actor, thread, seen.get(thread.id))
        if found is not None:
            holder = db.session.get(User, holder_id) if holder_id is not None else None
            told[thread.id] = left_out(found, thread, holder.name if holder is not None else "")
    if told:
        raise Changed(told)


def _obstacle(
    actor: User, thread: Thread, seen_answers: int | None = None
) -> tuple[Obstacle | None, int | None]:
    """What keeps a question out, and which colleague is on it."""
    held = held_claim(thread.id)
    holder_id = held.user_id if held and keeps_out(actor, held, clock.now()) else None
    standing = Standing(
        status=thread.status,
        is_gone=thread.is_gone
        or thread.merged_into_id is not None
        or not can_see_thread(actor, thread),
        is_locked=thread.locked_at is not None,
        is_claimed=holder_id is not None,
        answers=thread.answer_count,
        seen_answers=seen_answers,
    )
    return obstacle(standing), holder_id


def _what_leads_to(ids: Sequence[int]) -> list[list[int]]:
    """Questions that lead to one of these will be led on; where they led before."""
    rows = db.session.scalars(
        select(DuplicateLink)
        .where(DuplicateLink.target_thread_id.in_(ids), DuplicateLink.undone_at.is_(None))
        .order_by(DuplicateLink.id)
    )
    return [[row.thread_id, row.target_thread_id or 0] for row in rows]


def _log(actor: User, verb: str, made: JointAnswer) -> None:
    target = parse(made.target_key)
    if target is not None:
        numbers = ", ".join(f"#{number}" for number in made.linked)
        record(actor.id, verb, target.kind, target.id, after=numbers)
