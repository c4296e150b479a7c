"""The sweep that looks at new questions once more, with their whole text and while nobody waits.

It looks once the question itself is indexed and the model is there. Safe twice and side by side:
what is found is kept once.
"""

from datetime import timedelta

from sqlalchemy import String, cast, literal, select

from forum.accounts.models import User
from forum.core import clock, jobs
from forum.core.db import db
from forum.finding import second_look
from forum.finding.cards import load
from forum.finding.documents import documents_for
from forum.finding.engine import finding
from forum.finding.keys import parse, thread_key
from forum.finding.models import Occasion, Outcome, SecondLook, ShownSuggestion, StaleDocument
from forum.finding.shown import Showing
from forum.finding.suggestions import SUGGESTIONS_MAX, similar
from forum.threads.models import Thread
from search.documents import Document, Hit

LOOK_WITHIN = timedelta(days=3)  # later nobody is helped by hearing that it was asked before
LOOKS_AT_ONCE = 5  # mail waits behind this sweep; the others are taken up at once afterwards
BODY_READ_CHARS = 2_000  # as on the ask page


@jobs.sweep
def look_again() -> None:
    """Look at what was asked lately."""
    if finding().encoder.state != "ready":
        return
    due = _due()
    for thread_id in due:
        if not _look(thread_id):
            return  # the model is too busy: the next sweep goes on
    if len(due) == LOOKS_AT_ONCE:
        jobs.wake()


def _due() -> list[int]:
    waits = (
        select(StaleDocument.key)
        .where(
            StaleDocument.key == literal("thread:") + cast(SecondLook.thread_id, String),
            StaleDocument.parked_at.is_(None),
        )
        .exists()
    )
    return list(
        db.session.scalars(
            select(SecondLook.thread_id)
            .where(
                SecondLook.looked_at.is_(None),
                SecondLook.asked_at > clock.now() - LOOK_WITHIN,
                ~waits,
            )
            .order_by(SecondLook.asked_at, SecondLook.thread_id)
            .limit(LOOKS_AT_ONCE)
        )
    )


def _look(thread_id: int) -> bool:
    """Look at one question; False where only words could be compared."""
    written = documents_for([thread_key(thread_id)])
    if not written:  # gone, or linked by somebody who was faster
        second_look.keep(thread_id, None)
        return True
    asker = db.session.get_one(User, db.session.get_one(Thread, thread_id).author_id)
    document = written[0]
    text = f"{document.title}\n{document.body[:BODY_READ_CHARS]}".strip()
    results = similar(text, asker, SUGGESTIONS_MAX, [document.key])
    if results.degraded:
        return False
    hit = next((hit for hit in results.hits if hit.likely_duplicate), None)
    second_look.keep(thread_id, _showing(hit, document, asker, thread_id) if hit else None)
    return True


def _showing(hit: Hit, document: Document, asker: User, thread_id: int) -> Showing | None:
    """What is worth telling the asker: readable, older, and not known to them."""
    key = parse(hit.key)
    found = load([hit.key], asker).get(hit.key)
    if key is None or found is None or (key.kind == "thread" and key.id > thread_id):
        return None
    if hit.key in _tried(thread_id):
        return None
    return Showing(
        ask_key=second_look.visit_of(thread_id),
        text=document.title,
        position=0,
        card=hit,
        model=finding().index.rule.model,
        at=clock.now(),
        occasion=Occasion.POSTED,
    )


def _tried(thread_id: int) -> set[str]:
    return set(
        db.session.scalars(
            select(ShownSuggestion.document_key).where(
                ShownSuggestion.thread_id == thread_id,
                ShownSuggestion.outcome.in_((Outcome.NO, Outcome.PARTLY)),
            )
        )
    )
