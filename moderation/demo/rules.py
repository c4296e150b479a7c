"""The rules that sort the demo's new questions, with how many each has sorted since."""

from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import Severity
from moderation.demo.cast import Cast
from moderation.demo.content import RuleText
from moderation.routing import matching, queries
from moderation.routing.models import RoutingRule
from moderation.teams.models import Team


def add_rules(cast: Cast, rules: tuple[RuleText, ...]) -> None:
    """In the order in which they are asked."""
    team_id = db.session.scalar(select(Team.id).order_by(Team.id).limit(1))
    tags = {tag.slug: tag for played in cast.threads.values() for tag in played.tags}
    asked = [
        (played.thread.created_at, queries.asked(played.thread)) for played in cast.threads.values()
    ]
    for position, text in enumerate(rules, start=1):
        written_at = cast.at(text.days_ago)
        rule = RoutingRule(
            name=text.name,
            position=position,
            category_id=cast.categories[text.category].id if text.category else None,
            words=text.words,
            team_id=team_id if text.gives_to_team else None,
            severity=Severity(text.severity) if text.severity else None,
            tag_id=tags[text.tag].id if text.tag else None,
            updated_at=written_at,
            keeper_id=cast.people[text.author].id,
        )
        terms = queries.terms_of(rule)
        rule.fitted = sum(
            asked_at > written_at and matching.fits(terms, question) for asked_at, question in asked
        )
        db.session.add(rule)
    db.session.flush()
