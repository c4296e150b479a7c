"""What a suggestion did for the person who saw it, and what was already tried before asking."""

import hashlib
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import NotFound
from forum.core.events import publish
from forum.core.permissions import Actor
from forum.finding import shown as shown_log
from forum.finding.cards import Found, load
from forum.finding.events import SuggestionSolved
from forum.finding.keys import article_key
from forum.finding.models import Outcome, ShownSuggestion
from forum.finding.suggestions import suggest
from forum.threads.actions import discard_draft
from forum.threads.models import Thread

TEXT_MAX_CHARS = shown_log.TEXT_MAX_CHARS
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
    visit = ask_key or _visit_of(asker_key)
    shown = shown_log.showings(visit, text, suggest(text, viewer))
    _keep(
        visit, document_key, outcome, asker_key, [one for one in shown if one.key == document_key]
    )
    return found


def _visit_of(asker_key: str) -> str:
    """Stands for the visit of whoever came without one, and tells nobody who it was."""
    return hashlib.sha256(asker_key.encode()).hexdigest()[:ASK_KEY_MAX_CHARS]


@transactional
def _keep(
    ask_key: str,
    document_key: str,
    outcome: Outcome,
    asker_key: str,
    shown: Sequence[shown_log.Showing],
) -> None:
    shown_log.write(shown)
    row = db.session.scalar(
        select(ShownSuggestion)
        .where(ShownSuggestion.ask_key == ask_key, ShownSuggestion.document_key == document_key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ) or ShownSuggestion(ask_key=ask_key, document_key=document_key, shown_at=clock.now())
    solved_before = row.outcome is Outcome.SOLVED
    row.outcome, row.said_at = outcome, clock.now()
    db.session.add(row)
    if outcome is Outcome.SOLVED and not solved_before:
        discard_draft(asker_key, ASK_PLACE)
        publish(SuggestionSolved(document_key, asker_key))


@transactional
def attach_tried(thread_id: int, ask_key: str) -> None:
    """Let the question carry what did not help before it was asked.

    The key of the visit is random, so it finds the rows also when the asker signed in meanwhile.
    """
    if ask_key:
        shown_log.attach(thread_id, ask_key)


@transactional
def carry_article(thread_id: int, article_id: int, ask_key: str) -> None:
    """Let the question say that its asker had read this article and it did not help."""
    author = db.session.scalar(
        select(User).join(Thread, Thread.author_id == User.id).where(Thread.id == thread_id)
    )
    key = article_key(article_id)
    if author is None or key not in load([key], author):
        return
    visit = ask_key or f"thread:{thread_id}"
    row = db.session.scalar(
        select(ShownSuggestion).where(
            ShownSuggestion.ask_key == visit, ShownSuggestion.document_key == key
        )
    ) or ShownSuggestion(ask_key=visit, document_key=key, shown_at=clock.now())
    row.thread_id = thread_id
    if row.outcome is None:
        row.outcome, row.said_at = Outcome.NO, clock.now()
    db.session.add(row)


def outcome_text(outcome: Outcome) -> str:
    """The outcome in words, as it stands with a question."""
    words = {
        Outcome.SOLVED: _("solved it"),
        Outcome.PARTLY: _("helped partly"),
        Outcome.NO: _("did not help"),
    }
    return str(words[outcome])
