"""Whom to ask how it went, and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.categories.models import Audience, Category
from forum.core import settings
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import STAFF
from forum.finding.models import DuplicateLink
from forum.reactions.models import SameProblem
from forum.satisfaction import policy, tokens
from forum.satisfaction.models import SatisfactionAsk, SatisfactionOptOut, SolvedBy
from forum.threads.models import Post, Severity, Thread, ThreadStatus, ThreadType
from forum.threads.queries import visible_to

BATCH_PEOPLE = 50  # who is left waits a minute
WANT_ANSWERS = (ThreadType.QUESTION, ThreadType.PROBLEM)


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody who can be asked about a thread."""

    thread_id: int
    user_id: int
    is_asker: bool
    solved_by: SolvedBy


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page behind a mail shows."""

    ask: SatisfactionAsk
    person: User
    thread: Thread
    opted_out: bool

    @property
    def can_open_again(self) -> bool:
        """Whether it helps to say that it is not solved: the asker's own, and solved still."""
        solved = self.thread.status is ThreadStatus.SOLVED and self.thread.locked_at is None
        return self.ask.is_asker and solved and not self.thread.is_gone


def to_be_asked(now: datetime, thread_id: int | None = None) -> list[ToAsk]:
    """People to ask, those whose question was solved longest ago first; one statement.

    Args:
        thread_id: of this thread only.
    """
    days = settings.current().satisfaction_after_days
    if days <= 0:
        return []
    until, since = now - timedelta(days=days), now - policy.NOT_ASKED_AFTER
    solved = _solved(since, until, thread_id).cte("solved").c
    pairs = union_all(
        select(
            *(solved.id, solved.author_id.label("user_id"), true().label("own")),
            *(solved.helper_id, solved.kind, solved.at),
        ),
        select(
            *(solved.id, SameProblem.user_id, false()),
            *(solved.helper_id, solved.kind, solved.at),
        )
        .join(SameProblem, SameProblem.thread_id == solved.id)
        .where(SameProblem.user_id != solved.author_id),
    ).subquery()
    c = pairs.c
    found = db.session.execute(
        select(c.id, c.user_id, c.own, c.kind)
        .join(User, User.id == c.user_id)
        .where(
            User.active.is_(True),
            User.deleted_at.is_(None),
            User.role.not_in(STAFF),
            or_(c.helper_id.is_(None), c.helper_id != c.user_id),
            ~exists().where(SatisfactionOptOut.user_id == c.user_id),
            ~exists().where(
                SatisfactionAsk.user_id == c.user_id,
                or_(
                    SatisfactionAsk.thread_id == c.id,
                    SatisfactionAsk.asked_at > now - policy.ONCE_IN,
                ),
            ),
        )
        .order_by(c.at, c.user_id)
        .limit(BATCH_PEOPLE)
    )
    return [ToAsk(id_, user_id, bool(own), SolvedBy(kind)) for id_, user_id, own, kind in found]


def _solved(since: datetime, until: datetime, thread_id: int | None) -> Select[Any]:
    """What was solved in this time, by what kind of answer, and who wrote it."""
    link, best = DuplicateLink, aliased(Post)
    by_article = and_(
        link.thread_id == Thread.id, link.undone_at.is_(None), link.target_article_id.is_not(None)
    )
    kind = case(
        (link.id.is_not(None), literal(SolvedBy.ARTICLE.value)),
        (Thread.official_post_id.is_not(None), literal(SolvedBy.OFFICIAL.value)),
        (Thread.accepted_post_id.is_not(None), literal(SolvedBy.ACCEPTED.value)),
        else_=literal(SolvedBy.VERIFIED.value),
    )
    return (
        select(
            *(Thread.id, Thread.author_id, best.author_id.label("helper_id")),
            kind.label("kind"),
            func.coalesce(link.created_at, Thread.solved_at).label("at"),
        )
        .outerjoin(link, by_article)
        .outerjoin(best, best.id == _best_post_id())
        .join(Category, Category.id == Thread.category_id)
        .where(
            or_(
                and_(Thread.status == ThreadStatus.SOLVED, Thread.solved_at.between(since, until)),
                link.created_at.between(since, until),
            ),
            Thread.type.in_(WANT_ANSWERS),
            Thread.severity != Severity.TRIVIAL,
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
            Category.audience == Audience.PUBLIC,
            Thread.id == thread_id if thread_id is not None else true(),
        )
    )


def _best_post_id() -> ColumnElement[int]:
    """The answer that stands first: ``Thread.best_post_id`` in SQL."""
    return func.coalesce(Thread.official_post_id, Thread.accepted_post_id, Thread.verified_post_id)


def asked_with(token: str, now: datetime) -> Asked:
    """What a link in a mail leads to.

    Raises:
        NotFound: the link is not one of ours or too old, or its thread is not there for them.
    """
    named = tokens.read(token)
    ask = db.session.get(SatisfactionAsk, named.ask_id, populate_existing=True)
    if ask is None or ask.user_id != named.user_id or not policy.link_holds(now, ask.asked_at):
        raise NotFound()
    person = db.session.get(User, ask.user_id)
    if person is None or person.deleted_at is not None or not person.active:
        raise NotFound()
    thread = db.session.scalar(visible_to(person).where(Thread.id == ask.thread_id))
    if thread is None:
        raise NotFound()
    opted_out = db.session.get(SatisfactionOptOut, person.id) is not None
    return Asked(ask, person, thread, opted_out)


def waiting_asks(thread_ids: Sequence[int], person_id: int, now: datetime) -> dict[int, int]:
    """By thread, what this person was asked and has not said; one statement."""
    rows = db.session.execute(
        select(SatisfactionAsk.thread_id, SatisfactionAsk.id).where(
            SatisfactionAsk.user_id == person_id,
            SatisfactionAsk.thread_id.in_(thread_ids),
            SatisfactionAsk.answered_at.is_(None),
            SatisfactionAsk.asked_at > now - policy.LINK_LASTS,
        )
    )
    return {row.thread_id: row.id for row in rows}
