"""What was reported lately: questions, "I have this too", and visits to the ask page."""

from datetime import datetime

from sqlalchemy import select

from forum.core.db import db
from forum.finding.keys import parse
from forum.finding.models import DuplicateLink, Occasion, Outcome, ShownSuggestion
from forum.reactions.models import SameProblem
from forum.threads.models import Thread
from moderation.incidents.policy import Report, ReportKind


def reported_since(moment: datetime) -> list[Report]:
    """Every report from ``moment`` on; three statements."""
    return [*_asked(moment), *_same(moment), *_searched(moment)]


def _asked(moment: datetime) -> list[Report]:
    rows = db.session.execute(
        select(Thread.id, Thread.author_id, Thread.created_at).where(
            Thread.created_at >= moment, Thread.deleted_at.is_(None), Thread.hidden_at.is_(None)
        )
    )
    return [Report(row[0], f"user:{row[1]}", ReportKind.ASKED, row[2]) for row in rows]


def _same(moment: datetime) -> list[Report]:
    """Those who said it themselves: what a link brought along carries the moment of the link."""
    brought = select(DuplicateLink.id).where(
        DuplicateLink.target_thread_id == SameProblem.thread_id,
        DuplicateLink.created_at == SameProblem.created_at,
    )
    rows = db.session.execute(
        select(SameProblem.thread_id, SameProblem.user_id, SameProblem.created_at).where(
            SameProblem.created_at >= moment, ~brought.exists()
        )
    )
    return [Report(row[0], f"user:{row[1]}", ReportKind.SAME, row[2]) for row in rows]


def _searched(moment: datetime) -> list[Report]:
    """Visits that were shown the same question and neither asked nor found their answer."""
    rows = db.session.execute(
        select(
            ShownSuggestion.document_key, ShownSuggestion.ask_key, ShownSuggestion.shown_at
        ).where(
            ShownSuggestion.shown_at >= moment,
            ShownSuggestion.occasion == Occasion.ASKING,
            ShownSuggestion.likely_duplicate,
            ShownSuggestion.thread_id.is_(None),
            ShownSuggestion.outcome.is_distinct_from(Outcome.SOLVED),
        )
    )
    return [
        Report(key.id, f"visit:{row[1]}", ReportKind.SEARCHED, row[2])
        for row in rows
        if (key := parse(row[0])) is not None and key.kind == "thread"
    ]
