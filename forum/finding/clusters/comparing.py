"""What a thread is like, asked of the index by the rule that marks suggestions."""

from dataclasses import dataclass

from forum.core.db import db
from forum.finding.documents import documents_for
from forum.finding.engine import finding
from forum.finding.keys import parse, thread_key
from forum.finding.learning import use_learned_rule
from search.documents import Results

FIRST = 5  # of the list: two threads are alike where each is among these of the other
BODY_READ_CHARS = 2_000  # as on the ask page


class NotComparedError(Exception):
    """Words alone could be compared: it is tried again later."""


@dataclass(frozen=True, slots=True)
class Found:
    """Another thread that was found like one, and whether the rule marks it."""

    thread_id: int
    likely: bool
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The first of what a thread was found like; nothing where it is not in the index."""

    thread_id: int
    found: tuple[Found, ...]


def compare(thread_id: int) -> list[Reading]:
    """Compare a thread, and whatever it is likely the same as, which may not know of it yet.

    Raises:
        NotComparedError: the model is not there.
    """
    own = _read(thread_id)
    return [own, *(_read(one.thread_id) for one in own.found if one.likely)]


def _read(thread_id: int) -> Reading:
    written = documents_for([thread_key(thread_id)])
    if not written:  # gone, or linked: people said where it belongs
        return Reading(thread_id, ())
    document = written[0]
    text = f"{document.title}\n{document.body[:BODY_READ_CHARS]}".strip()
    engine = finding()
    use_learned_rule()
    results: Results = engine.index.similar(
        engine.connection(), text, document.audiences, FIRST, ("thread",), (document.key,)
    )
    db.session.rollback()
    if results.degraded:
        raise NotComparedError
    found = (
        Found(key.id, hit.likely_duplicate, hit.score)
        for hit in results.hits
        if (key := parse(hit.key)) is not None
    )
    return Reading(thread_id, tuple(found))
