"""The help-wanted queue and what stands around it, as far as the viewer may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import User
from forum.categories.models import Audience, Category
from forum.core import clock
from forum.core.briefly import Briefly
from forum.core.db import db
from forum.core.errors import NotFound
from forum.finding.models import ClusterMember
from forum.helping import policy
from forum.helping.models import HelpScope, TeamCall
from forum.helping.worth import Candidate, ordered
from forum.reactions.models import Follow
from forum.threads.models import Post, PostKind, Thread, ThreadStatus, ThreadType
from forum.threads.queries import linked_rows, visible_posts, visible_to
from forum.threads.rows import ThreadRow

LOOKED_AT = 200  # the newest that wait; what is older is found in the lists
PAGE_ROWS = 20
CALLED: Briefly[frozenset[int]] = Briefly("helping.called", timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; empty fields do not narrow. ``everywhere``: beyond one's own
    categories; ``page`` counts from 1."""

    category_id: int | None = None
    product_id: int | None = None
    language: str = ""
    everywhere: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One question that waits, and why it is worth a look."""

    row: ThreadRow
    why: Candidate


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """A page of the queue; ``scope`` are the viewer's own categories, none for everywhere."""

    lines: Sequence[Line]
    scope: Sequence[Category]
    waiting: int
    has_more: bool


def help_wanted(viewer: User, wanted: Wanted) -> HelpWanted:
    """What waits for an answer and is worth one, in a fixed number of statements.

    Raises:
        NotFound: the queue is not for this viewer.
    """
    if not policy.can_help(viewer):
        raise NotFound()
    scope = scope_of(viewer.id)
    found = ordered(_candidates(viewer, wanted, scope), clock.now())
    start = (wanted.page - 1) * PAGE_ROWS
    shown = found[start : start + PAGE_ROWS]
    rows = linked_rows([one.thread_id for one in shown], viewer)
    lines = [Line(rows[one.thread_id], one) for one in shown if one.thread_id in rows]
    return HelpWanted(lines, scope, len(found), len(found) > start + PAGE_ROWS)


def scope_of(user_id: int) -> Sequence[Category]:
    """The categories somebody was asked to help in; none means all."""
    return db.session.scalars(
        select(Category)
        .join(HelpScope, HelpScope.category_id == Category.id)
        .where(HelpScope.user_id == user_id)
        .order_by(Category.position, Category.id)
    ).all()


def last_call(thread_id: int) -> TeamCall | None:
    """The last time the team was called to a thread, with who did."""
    return db.session.scalar(
        select(TeamCall)
        .options(joinedload(TeamCall.by))
        .where(TeamCall.thread_id == thread_id)
        .order_by(TeamCall.id.desc())
        .limit(1)
    )


def called_lately() -> frozenset[int]:
    """Open threads to which the team was called; few, and asked for on every page of a thread."""
    return CALLED.get("all", _called)


def _called() -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(TeamCall.thread_id)
            .join(Thread, Thread.id == TeamCall.thread_id)
            .where(Thread.status.in_(policy.WAITS), Thread.staff_answered_at.is_(None))
        )
    )


def _candidates(viewer: User, wanted: Wanted, scope: Sequence[Category]) -> list[Candidate]:
    rows = db.session.execute(_waiting(viewer, wanted, scope)).all()
    ids = [row.id for row in rows]
    alike, mine = _solved_alike(viewer, ids), _solved_by(viewer)
    return [
        Candidate(
            row.id,
            row.created_at,
            row.same_count,
            mine.get(row.category_id, 0),
            alike.get(row.id, 0),
            row.follows,
            row.called,
        )
        for row in rows
    ]


def _waiting(viewer: User, wanted: Wanted, scope: Sequence[Category]) -> Select[Any]:
    """Only what is public: what is for the team alone waits for nobody else."""
    follows = exists().where(Follow.thread_id == Thread.id, Follow.user_id == viewer.id)
    called = exists().where(TeamCall.thread_id == Thread.id)
    columns = (
        *(Thread.id, Thread.created_at, Thread.same_count, Thread.category_id),
        *(follows.label("follows"), called.label("called")),
    )
    seen: Any = visible_to(viewer).with_only_columns(*columns, maintain_column_froms=True)
    statement: Select[Any] = seen.where(
        Thread.status == ThreadStatus.WAITING,
        Thread.type.in_((ThreadType.QUESTION, ThreadType.PROBLEM)),
        Thread.deleted_at.is_(None),
        Thread.hidden_at.is_(None),
        Thread.locked_at.is_(None),
        Thread.silent_at.is_(None),
        Thread.author_id != viewer.id,
        Category.audience == Audience.PUBLIC,
    )
    if wanted.category_id is not None:
        statement = statement.where(_in_or_below([wanted.category_id]))
    elif scope and not wanted.everywhere:
        statement = statement.where(_in_or_below(category.id for category in scope))
    if wanted.product_id is not None:
        statement = statement.where(Thread.product_id == wanted.product_id)
    if wanted.language:
        statement = statement.where(Thread.language == wanted.language)
    return statement.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(LOOKED_AT)


def _in_or_below(category_ids: Iterable[int]) -> Any:
    ids = list(category_ids)
    return or_(Category.id.in_(ids), Category.parent_id.in_(ids))


def _solved_by(viewer: User) -> dict[int, int]:
    """How many questions of each category the viewer's answers solved."""
    best = Post.id.in_([Thread.accepted_post_id, Thread.official_post_id, Thread.verified_post_id])
    rows = db.session.execute(
        visible_to(viewer)
        .join(Post, Post.thread_id == Thread.id)
        .where(
            Post.author_id == viewer.id,
            Post.kind == PostKind.ANSWER,
            visible_posts(viewer),
            best,
        )
        .with_only_columns(
            Thread.category_id, func.count().label("number"), maintain_column_froms=True
        )
        .group_by(Thread.category_id)
    )
    return {row.category_id: row.number for row in rows}


def _solved_alike(viewer: User, ids: Sequence[int]) -> dict[int, int]:
    """How many solved questions ask the same as each of these."""
    beside = aliased(ClusterMember)
    solved = (
        visible_to(viewer)
        .where(Thread.status == ThreadStatus.SOLVED, Category.audience == Audience.PUBLIC)
        .with_only_columns(Thread.id, maintain_column_froms=True)
    )
    rows = db.session.execute(
        select(ClusterMember.thread_id, func.count().label("number"))
        .join(beside, beside.cluster_id == ClusterMember.cluster_id)
        .where(
            ClusterMember.thread_id.in_(ids),
            beside.thread_id != ClusterMember.thread_id,
            beside.thread_id.in_(solved),
        )
        .group_by(ClusterMember.thread_id)
    )
    return {row.thread_id: row.number for row in rows}
