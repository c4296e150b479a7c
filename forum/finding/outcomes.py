"""What a suggestion did for the person who saw it, and what was already tried before asking."""

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import NotFound
from forum.core.events import publish
from forum.core.permissions import Actor
from forum.finding.cards import Found, load
from forum.finding.events import SuggestionSolved
from forum.finding.models import Outcome, SuggestionOutcome
from forum.finding.suggestions import suggest
from forum.threads.actions import discard_draft

TEXT_MAX_CHARS = 300
ASK_KEY_MAX_CHARS = 40
ASK_PLACE = "ask"  # of the draft that a solved question no longer needs


def get_found(document_key: str, viewer: Actor) -> Found:
    """What a key names.

    Raises:
        NotFound: nothing, or nothing for this viewer.
    """
    found = load([document_key], viewer).get(document_key)
    if found is None:
        raise NotFound()
    return found


def record(
    viewer: Actor, asker_key: str, ask_key: str, document_key: str, outcome: Outcome, text: str
) -> Found:
    """Keep what somebody says of one suggestion; a second word on the same one replaces the first.

    Score and verdict are taken from the index again, never from the form.

    Raises:
        NotFound: there is no such document for this viewer.
    """
    found = get_found(document_key, viewer)
    shown = {card.key: card for card in suggest(text, viewer).all}
    card = shown.get(document_key)
    row = SuggestionOutcome(
        asker_key=asker_key,
        ask_key=ask_key,
        document_key=document_key,
        outcome=outcome,
        text=text[:TEXT_MAX_CHARS],
        score=card.score if card else 0.0,
        likely_duplicate=card.likely_duplicate if card else False,
    )
    _keep(row)
    return found


@transactional
def _keep(row: SuggestionOutcome) -> None:
    known = db.session.scalar(
        select(SuggestionOutcome)
        .where(
            SuggestionOutcome.asker_key == row.asker_key,
            SuggestionOutcome.ask_key == row.ask_key,
            SuggestionOutcome.document_key == row.document_key,
        )
        .with_for_update()
    )
    solved_before = known is not None and known.outcome is Outcome.SOLVED
    if known is None:
        row.created_at = clock.now()
        db.session.add(row)
    else:
        known.outcome = row.outcome
    if row.outcome is Outcome.SOLVED and not solved_before:
        discard_draft(row.asker_key, ASK_PLACE)
        publish(SuggestionSolved(row.document_key, row.asker_key))


@transactional
def attach_tried(thread_id: int, ask_key: str) -> None:
    """Let the question carry what did not help before it was asked.

    The key of the visit is random, so it finds the rows also when the asker signed in meanwhile.
    """
    if not ask_key:
        return
    db.session.execute(
        update(SuggestionOutcome)
        .where(SuggestionOutcome.ask_key == ask_key, SuggestionOutcome.thread_id.is_(None))
        .values(thread_id=thread_id)
    )


def outcome_text(outcome: Outcome) -> str:
    """The outcome in words, as it stands with a question."""
    words = {
        Outcome.SOLVED: _("solved it"),
        Outcome.PARTLY: _("helped partly"),
        Outcome.NO: _("did not help"),
    }
    return str(words[outcome])
