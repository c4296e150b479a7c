"""How long the log of suggestions keeps what people typed."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update

from forum.core import clock, jobs
from forum.core.db import db, transactional
from forum.finding.models import SecondLook, ShownSuggestion

LOOKS_KEPT = timedelta(days=30)  # one that found nothing is of no use any more
FORGOTTEN_EVERY = timedelta(hours=1)
FORGOTTEN_AT = "suggestions_forgotten_at"


@jobs.sweep
def forget_old_suggestions() -> None:
    """Once the time is over, rows that say nothing go, and the others lose what was typed."""
    now = clock.now()
    before: datetime | None = current_app.extensions.get(FORGOTTEN_AT)
    if before is not None and now - before < FORGOTTEN_EVERY:
        return
    current_app.extensions[FORGOTTEN_AT] = now
    days = current_app.config["THREADWELL"].suggestions_kept_days
    _forget(timedelta(days=days))


@transactional
def _forget(kept: timedelta) -> None:
    limit = clock.now() - kept
    old = ShownSuggestion.shown_at < limit
    db.session.execute(
        delete(ShownSuggestion).where(
            old, ShownSuggestion.outcome.is_(None), ShownSuggestion.thread_id.is_(None)
        )
    )
    db.session.execute(
        update(ShownSuggestion).where(old, ShownSuggestion.text != "").values(text="")
    )
    db.session.execute(
        delete(SecondLook).where(
            SecondLook.asked_at < clock.now() - LOOKS_KEPT,
            SecondLook.document_key.is_(None),
        )
    )
