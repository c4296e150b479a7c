"""Another word that may have been meant: offered beside the results, never put in its place."""

from sqlalchemy import Connection

from forum.categories.queries import audiences_of
from forum.core.permissions import Actor
from forum.finding.cards import load
from search.index import SearchIndex
from search.narrowing import Narrowed
from search.retrieval import Way
from search.spelling import Correction, as_written, corrected
from search.text import parts, stem, tokens

LOOKED_AT = 3  # documents read to see how a word is written; it stands in the first
WORDS_MAX = 3  # of one search; who mistypes more is corrected by nobody


def offer(
    index: SearchIndex, connection: Connection, text: str, wanted: Narrowed, viewer: Actor
) -> str:
    """The search with frequent words in the place of rare ones that resemble them, or "".

    A word is offered only as something the viewer may read writes it.
    """
    readers = audiences_of(viewer)
    typed = {stem(part): word.text for word in tokens(text) for part in parts(word.text)}
    changes = []
    for term, other in list(index.doubts(connection, text).items())[:WORDS_MAX]:
        way = Way(by_meaning=False, forgiving=False)
        found = index.search(
            connection, other, readers, wanted, limit=LOOKED_AT, way=way, faceted=False
        )
        seen = load([hit.key for hit in found.hits], viewer)
        texts = (
            f"{seen[hit.key].title}\n{hit.passage.text}" for hit in found.hits if hit.key in seen
        )
        written = as_written(other, texts)
        if written and term in typed:
            changes.append(Correction(typed[term], written))
    return corrected(text, changes) if changes else ""
