"""Writing routing rules, and sorting a new question by them."""

from contextlib import suppress
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotFound, Refused
from forum.core.i18n import in_language
from forum.core.permissions import Permission
from forum.threads import actions as threads
from forum.threads.actions.tagging import TAGS_MAX
from forum.threads.models import Severity, Tag, Thread
from forum.threads.queries.visibility import with_tags
from moderation.audit.log import record
from moderation.handling import actions as handling
from moderation.routing import matching, policy, queries
from moderation.routing.models import RoutingRule
from moderation.teams.models import Team


@dataclass(frozen=True, slots=True)
class RuleText:
    """What the form holds; ``tag`` is a slug, ``words`` one word or phrase a line."""

    name: str
    category_id: int | None = None
    product_id: int | None = None
    language: str = ""
    words: str = ""
    team_id: int | None = None
    severity: Severity | None = None
    tag: str = ""


class StaleRule(Conflict):
    """Somebody saved the rule after this keeper had opened it."""


@transactional
def create(actor: User, text: RuleText) -> RoutingRule:
    """Add a rule behind all others.

    Raises:
        NotFound: not theirs to write.
        Refused: it asks for nothing or does nothing, or its team or tag is not there.
    """
    _may_keep(actor)
    tag_id = _checked(text)
    last = db.session.scalar(select(func.max(RoutingRule.position))) or 0
    row = RoutingRule(position=last + 1)
    db.session.add(row)
    _write(row, actor, text, tag_id)
    db.session.flush()
    record(actor.id, "create", "rule", row.id, after=row.name)
    return row


@transactional
def save(actor: User, rule_id: int, revision: int, text: RuleText) -> RoutingRule:
    """Let a rule say something else, in the name of whoever saves it.

    Args:
        revision: the number of the revision that was opened.

    Raises:
        NotFound, or Refused as ``create``.
        StaleRule: somebody saved it meanwhile; nothing was changed.
    """
    _may_keep(actor)
    row = locked(RoutingRule, rule_id)
    if row.revision != revision:
        raise StaleRule(
            _("Somebody saved this rule while you were writing."),
            _("What you chose stands below. Look at theirs in another window, then save yours."),
        )
    tag_id = _checked(text)
    before, row.revision = row.name, row.revision + 1
    _write(row, actor, text, tag_id)
    record(actor.id, "edit", "rule", row.id, before=before, after=row.name)
    return row


@transactional
def stop(actor: User, rule_id: int) -> None:
    """Ask it no more; what it sorted stays sorted."""
    _may_keep(actor)
    row = locked(RoutingRule, rule_id)
    if row.stopped_at is None:
        row.stopped_at = clock.now()
        record(actor.id, "stop", "rule", row.id, before=row.name)


@transactional
def start(actor: User, rule_id: int) -> None:
    """Ask it again, in the name of whoever says so."""
    _may_keep(actor)
    row = locked(RoutingRule, rule_id)
    if row.stopped_at is not None:
        row.stopped_at, row.keeper_id = None, actor.id
        record(actor.id, "start", "rule", row.id, after=row.name)


@transactional
def move_up(actor: User, rule_id: int) -> None:
    """Ask it before its neighbour; at the top of the list nothing happens."""
    _may_keep(actor)
    locked(RoutingRule, rule_id)
    rows = list(queries.listed(actor))
    at = next(number for number, row in enumerate(rows) if row.id == rule_id)
    if at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
        record(actor.id, "reorder", "rule", rule_id, str(at + 1), str(at))
    for number, row in enumerate(rows, start=1):
        row.position = number


@transactional
def sort(thread_id: int) -> None:
    """Do with a new question what the rules say. Never keeps anybody from asking.

    A rule whose keeper may not curate any more, or cannot see the question, rests.
    """
    rules = [rule for rule in queries.in_force() if rule.keeper.can(Permission.CURATE)]
    if not rules:
        return
    thread = locked(Thread, thread_id)
    asked = queries.asked(thread)
    fitting = [rule for rule in rules if matching.fits(queries.terms_of(rule), asked)]
    decided = matching.together([queries.acts_of(rule) for rule in fitting])
    for rule in fitting:
        rule.fitted += 1
        own = queries.acts_of(rule)
        with in_language(rule.keeper.language):
            reason = _("Routing rule “%(name)s”", name=rule.name)
        if own.severity is not None and own.severity is decided.severity:
            threads.set_severity(rule.keeper, thread_id, own.severity, reason)
        if own.tag_id is not None and own.tag_id == decided.tag_id:
            _add_tag(rule, thread)
        if own.team_id is not None and own.team_id == decided.team_id:
            _give_to_team(rule, thread_id)


def _add_tag(rule: RoutingRule, thread: Thread) -> None:
    slugs = [tag.slug for tag in with_tags(thread).tags]
    if rule.tag is not None and rule.tag.slug not in slugs and len(slugs) < TAGS_MAX:
        threads.retag(rule.keeper, thread.id, [*slugs, rule.tag.slug])


def _give_to_team(rule: RoutingRule, thread_id: int) -> None:
    with suppress(NotFound, Refused):  # nobody is in the team any more: it is everybody's
        handling.assign_team(rule.keeper, thread_id, rule.team_id or 0)


def _may_keep(actor: User) -> None:
    if not policy.can_keep(actor):
        raise NotFound()


def _checked(text: RuleText) -> int | None:
    """The id of the tag that is meant."""
    if not (text.category_id or text.product_id or text.language or text.words.strip()):
        raise Refused(
            _("This rule would fit every question."),
            _("Say which it is for: a category, a product, a language or words."),
        )
    if text.team_id is None and text.severity is None and not text.tag:
        raise Refused(_("This rule would do nothing."), _("Choose a team, a severity or a tag."))
    if text.team_id is not None and db.session.get(Team, text.team_id) is None:
        raise Refused(_("This team is not there any more."), _("Choose another one."))
    if not text.tag:
        return None
    tag_id = db.session.scalar(select(Tag.id).where(Tag.slug == text.tag))
    if tag_id is None:
        raise Refused(
            _("There is no tag “%(tag)s” yet.", tag=text.tag),
            _("Give it to a question first, or choose another one."),
        )
    return tag_id


def _write(row: RoutingRule, actor: User, text: RuleText, tag_id: int | None) -> None:
    row.name, row.language, row.words = text.name, text.language, text.words
    row.category_id, row.product_id = text.category_id, text.product_id
    row.team_id, row.severity, row.tag_id = text.team_id, text.severity, tag_id
    row.updated_at, row.keeper_id = clock.now(), actor.id
