"""Rules to show and to ask, and what they would have done with past questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from forum.categories.models import Category
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Post, PostKind, Thread
from forum.threads.queries import question_of
from forum.threads.queries import visible_to as visible_threads
from forum.threads.states import knot_of
from moderation.routing import matching, policy
from moderation.routing.matching import Acts, Asked, Terms
from moderation.routing.models import RoutingRule
from moderation.teams.models import Team

TRIED_ON = 500  # past questions, the newest: some seconds of reading would be too long to wait
TRIED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fitting:
    """A past question that a rule fits."""

    thread: Thread
    state: str
    is_severity_new: bool  # the rule would have changed it


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have met."""

    looked_at: int
    number: int
    shown: Sequence[Fitting]


def visible_to(viewer: Actor) -> Select[RoutingRule]:
    """The rules, for those who keep them.

    Raises:
        NotFound: for everybody else, as if there were none.
    """
    if not policy.can_keep(viewer):
        raise NotFound()
    return select(RoutingRule)


def listed(viewer: Actor) -> Sequence[RoutingRule]:
    """All rules in the order in which they are asked; those that were stopped stand in place."""
    return db.session.scalars(
        _with_names(visible_to(viewer)).order_by(RoutingRule.position, RoutingRule.id)
    ).all()


def get_rule(rule_id: int, viewer: Actor) -> RoutingRule:
    """One rule; raises NotFound."""
    row = db.session.scalar(_with_names(visible_to(viewer)).where(RoutingRule.id == rule_id))
    if row is None:
        raise NotFound()
    return row


def in_force() -> Sequence[RoutingRule]:
    """What new questions are held against, in order."""
    return db.session.scalars(
        _with_names(select(RoutingRule))
        .where(RoutingRule.stopped_at.is_(None))
        .order_by(RoutingRule.position, RoutingRule.id)
    ).all()


def teams() -> Sequence[Team]:
    """The teams that questions can be given to, by name."""
    return db.session.scalars(
        select(Team).where(Team.retired_at.is_(None)).order_by(Team.name)
    ).all()


def asked(thread: Thread) -> Asked:
    """A question as rules see it."""
    category = db.session.get_one(Category, thread.category_id)
    return _asked(thread, category.parent_id, question_of(thread.id).source)


def tried(viewer: Actor, terms: Terms, acts: Acts) -> Trial:
    """Which of the newest questions the rule would have fitted; two statements."""
    categories = db.session.execute(select(Category.id, Category.parent_id))
    parents = {row.id: row.parent_id for row in categories}
    rows = db.session.execute(
        visible_threads(viewer)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.kind == PostKind.QUESTION, Thread.deleted_at.is_(None))
        .add_columns(Post.source)
        .order_by(Thread.id.desc())
        .limit(TRIED_ON)
    ).all()
    fitting = [
        Fitting(thread, knot_of(thread), acts.severity not in {None, thread.severity})
        for thread, source in rows
        if matching.fits(terms, _asked(thread, parents.get(thread.category_id), source))
    ]
    return Trial(len(rows), len(fitting), fitting[:TRIED_SHOWN])


def terms_of(rule: RoutingRule) -> Terms:
    """What a rule asks for."""
    phrases = matching.phrases_of(rule.words)
    return Terms(rule.category_id, rule.product_id, rule.language, phrases)


def acts_of(rule: RoutingRule) -> Acts:
    """What a rule does."""
    return Acts(rule.team_id, rule.severity, rule.tag_id)


def _asked(thread: Thread, parent_id: int | None, source: str) -> Asked:
    return Asked(
        category_ids=frozenset({thread.category_id, parent_id or thread.category_id}),
        product_id=thread.product_id,
        language=thread.language,
        stems=matching.stems_of(f"{thread.title}\n{source}"),
    )


def _with_names(statement: Select[RoutingRule]) -> Select[RoutingRule]:
    return statement.options(
        joinedload(RoutingRule.team).load_only(Team.name, Team.retired_at),
        joinedload(RoutingRule.tag),
        joinedload(RoutingRule.keeper),
    )
