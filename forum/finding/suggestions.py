"""What may already answer a question: the same for the ask page, the API and the desk."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.cards import Suggestion, bare_hits, each_card_once
from forum.finding.engine import finding
from forum.finding.grown import grown_out_of, led_by_articles
from forum.finding.keys import thread_key
from forum.finding.learning import use_learned_rule
from forum.finding.links import targets_of
from forum.finding.versions import original_of
from forum.knowledge.queries import of_threads
from forum.threads.models import Thread
from search.documents import Results
from search.text import language_of

logger = logging.getLogger(__name__)
SUGGESTIONS_MAX = 5  # more is a search page, not help while typing
SPARE = 3  # what may be left out again: versions of one article, what the page says elsewhere
RELATED_MAX = SUGGESTIONS_MAX + SPARE
TEXT_MIN_CHARS = 10  # a word or less says nothing yet


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Likely the same question, and merely related; ``degraded``: words alone were compared."""

    likely: Sequence[Suggestion] = field(default_factory=tuple)
    related: Sequence[Suggestion] = field(default_factory=tuple)
    degraded: bool = False

    @property
    def all(self) -> list[Suggestion]:
        """Best first, the likely ones before the others."""
        return [*self.likely, *self.related]


def suggest(
    text: str, viewer: Actor, limit: int = SUGGESTIONS_MAX, exclude: Sequence[str] = ()
) -> Suggestions:
    """What the viewer may read that may answer ``text``, best first, at most ``limit``.

    Args:
        text: the title being typed, or title and body; nothing in it is syntax.
        viewer: sees nothing here that they may not see elsewhere.
        limit: how many, likely and related together.
        exclude: keys to leave out, such as the question's own.
    """
    results = similar(text, viewer, limit + SPARE, exclude)
    hits = led_by_articles(results.hits, grown_out_of(results.hits, viewer))
    unwanted = set(exclude)
    wanted = [hit for hit in hits if hit.key not in unwanted]
    shown = each_card_once(wanted, viewer, written=language_of(text))[:limit]
    return Suggestions(
        likely=[card for card in shown if card.likely_duplicate],
        related=[card for card in shown if not card.likely_duplicate],
        degraded=results.degraded,
    )


def similar(text: str, viewer: Actor, limit: int, exclude: Sequence[str]) -> Results:
    """What the index proposes to a viewer; before it is shown each row is held against them."""
    engine, audiences = finding(), audiences_of(viewer)

    def look() -> Results:
        use_learned_rule()
        return engine.index.similar(engine.connection(), text, audiences, limit, exclude=exclude)

    try:
        results = look()
    except Exception:  # whatever is wrong with the index, it keeps nobody from asking
        logger.exception("the search index did not answer")
        engine.unanswered = look
        db.session.rollback()
        return Results(degraded=True)
    engine.unanswered = None
    return results


def suggest_for(title: str, body: str, viewer: Actor) -> Suggestions:
    """For the ask page: nothing until the title says something."""
    if len(title) < TEXT_MIN_CHARS:
        return Suggestions()
    return suggest(f"{title}\n{body}".strip(), viewer)


def related_to(thread: Thread, viewer: Actor) -> list[Suggestion]:
    """What is like a thread, nearest first, and does not stand beside it already; asks no model.

    A duplicate is not in the index, so it has the relatives of its words.
    """
    own = {original_of(article) for _id, article, _threads in of_threads([thread.id], viewer)}
    linked = {target.place.url for target in targets_of([thread.id], viewer)}
    hits = bare_hits(_neighbours(thread_key(thread.id), viewer))
    if not hits:
        hits = list(similar(thread.title, viewer, RELATED_MAX, [thread_key(thread.id)]).hits)
    found = [card for card in each_card_once(hits, viewer, own) if card.url not in linked]
    return found[:SUGGESTIONS_MAX]


def _neighbours(key: str, viewer: Actor) -> list[str]:
    engine = finding()
    try:
        return engine.index.neighbours(engine.connection(), key, audiences_of(viewer), RELATED_MAX)
    except Exception:  # as below
        logger.exception("the search index did not answer")
        db.session.rollback()
        return []
