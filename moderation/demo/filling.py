"""Filling an empty database with the demo community, whole or not at all.

Rows are written as they would stand after months of use; then everything derived is rebuilt by the
rooms it belongs to, so that every counter, state and clock is what it would be.
"""

from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.finding.actions import mark_stale
from forum.finding.clusters.marks import mark
from forum.finding.keys import article_key, thread_key
from forum.knowledge.actions import recount_feedback
from forum.reactions import actions as reactions
from forum.threads import counters
from moderation.demo.articles import add_articles
from moderation.demo.cast import Cast
from moderation.demo.content import Content
from moderation.demo.measured import add_claims, add_satisfaction
from moderation.demo.news import (
    add_announcements,
    add_canned_replies,
    add_common_questions,
    add_starting_paths,
)
from moderation.demo.outward import add_webhook
from moderation.demo.people import add_categories, add_people, add_products
from moderation.demo.rules import add_rules
from moderation.demo.suggestions import add_suggestions
from moderation.demo.team import add_team
from moderation.demo.telling import fill_inboxes
from moderation.demo.threads import add_threads
from moderation.demo.turns import add_clusters, add_duplicates, add_notes, add_turns
from moderation.demo.work import add_checks, add_proposals
from moderation.measures import keeping as measures
from moderation.watchlist import keeping


def is_empty() -> bool:
    """Whether nobody has an account here."""
    return db.session.scalar(select(User.id).limit(1)) is None


@transactional
def fill(content: Content) -> bool:
    """Write the community in one transaction; where somebody has an account nothing changes.

    Returns:
        Whether it was written.
    """
    if not is_empty():
        return False
    cast = Cast(clock.now())
    add_people(cast, content.people)
    add_team(cast)
    add_categories(cast, content.categories)
    add_products(cast, content.products)
    add_threads(cast, content.threads)
    add_turns(cast, content.threads)
    _rebuild(cast)  # articles stand on the best answers
    add_articles(cast, content.articles)
    add_checks(cast, content.checks)
    add_proposals(cast, content.proposals)
    add_announcements(cast, content.announcements)
    add_common_questions(cast, content.common_questions, content.common_chosen_by)
    add_starting_paths(cast, content.getting_started, content.common_chosen_by)
    add_canned_replies(cast, content.replies)
    add_rules(cast, content.rules)
    add_webhook(cast)
    add_duplicates(cast, content.threads)
    add_clusters(cast, content.threads)
    add_notes(cast, content.notes)
    add_claims(cast)
    _rebuild(cast)
    add_satisfaction(cast)
    measures.recount([played.thread.id for played in cast.threads.values()])
    fill_inboxes(cast)
    add_suggestions(cast)
    found = {text.key for text in content.threads if text.cluster}  # these are known already
    mark([one.thread.id for key, one in cast.threads.items() if key not in found], rereads=True)
    mark_stale(
        [
            *(thread_key(played.thread.id) for played in cast.threads.values()),
            *(article_key(article.id) for article in cast.articles.values()),
        ]
    )
    return True


def _rebuild(cast: Cast) -> None:
    db.session.flush()
    ids = [played.thread.id for played in cast.threads.values()]
    counters.recount(ids)
    counters.recount_tags()
    reactions.recount(ids)
    recount_feedback()
    keeping.rebuild(ids)
