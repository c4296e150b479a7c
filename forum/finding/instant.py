"""A few results while somebody types into the box in the header."""

import logging
from collections.abc import Sequence

from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.permissions import Actor
from forum.finding.cards import Suggestion, each_card_once
from forum.finding.engine import finding
from forum.finding.given import taken_apart
from forum.finding.search_page import wanted_of
from search.retrieval import Way
from search.text import language_of

logger = logging.getLogger(__name__)
RESULTS_MAX = 6
LETTERS_MIN = 3
WORDS_WITH_MEANING = 3  # fewer name a thing, and letters find it; the model is not asked


def at_once(query: str, viewer: Actor) -> Sequence[Suggestion]:
    """The best few of what the viewer may read; nothing for a letter or two."""
    asked = taken_apart(query, viewer)
    if len(asked.text) < LETTERS_MIN:
        return ()
    way = Way(by_meaning=len(asked.text.split()) >= WORDS_WITH_MEANING)
    engine = finding()
    try:
        results = engine.index.search(
            engine.connection(),
            asked.text,
            audiences_of(viewer),
            wanted_of(asked, {}, viewer),
            limit=RESULTS_MAX,
            way=way,
            faceted=False,
        )
    except Exception:  # whatever is wrong with the index, the page of all results says so
        logger.exception("the search index did not answer")
        db.session.rollback()
        return ()
    return each_card_once(results.hits, viewer, written=language_of(asked.text))
