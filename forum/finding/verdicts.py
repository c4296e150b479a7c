"""Whether suggestions were right: told by people, read from the log and from duplicate links.

Right: "this solved it", or the question asked all the same was linked there. Wrong: it was linked
elsewhere, or "no". "Partly", and saying nothing, tell neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import null, or_, select

from forum.core.db import db
from forum.finding.keys import article_key, thread_key
from forum.finding.models import DuplicateLink, Outcome, ShownSuggestion
from forum.threads.models import Thread
from search.calibration import Evidence

JUDGED_MAX = 20_000  # the newest; more teach a single threshold nothing


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion of which is known whether it was right."""

    shown: ShownSuggestion
    right: bool

    @property
    def evidence(self) -> Evidence | None:
        """What spoke for it; None where it was not the first of its list."""
        row = self.shown
        if row.margin is None or row.words is None or row.agreement is None:
            return None
        return Evidence(
            row.meaning, row.margin, row.words, row.agreement, row.hidden or 0.0, row.opinion
        )


def judged(model: str = "", since: datetime | None = None) -> list[Judged]:
    """What people said of suggestions, newest first; two statements.

    Args:
        model: only what it was compared by; every model if empty.
        since: only what was shown from then on.
    """
    links = _links()
    said = ShownSuggestion.outcome.in_((Outcome.SOLVED, Outcome.NO))
    linked = ShownSuggestion.thread_id.in_(
        select(DuplicateLink.thread_id)
        .where(DuplicateLink.undone_at.is_(None))
        .union(select(Thread.id).where(Thread.merged_into_id.is_not(None)))
    )
    shown = ShownSuggestion.held_back.is_(False)
    statement = select(ShownSuggestion).where(or_(said, linked), shown)
    if model:
        statement = statement.where(ShownSuggestion.model == model)
    if since is not None:
        statement = statement.where(ShownSuggestion.shown_at >= since)
    rows = db.session.scalars(
        statement.order_by(ShownSuggestion.shown_at.desc(), ShownSuggestion.id.desc()).limit(
            JUDGED_MAX
        )
    )
    found = ((row, verdict(row, links)) for row in rows)
    return [Judged(row, right) for row, right in found if right is not None]


def verdict(row: ShownSuggestion, links: Mapping[str, str]) -> bool | None:
    """Whether a suggestion was right, None where nobody can tell.

    A link weighs more than a word: who said "no" may have been wrong.

    Args:
        row: the suggestion.
        links: where each duplicate's answer stands, by keys.
    """
    if row.outcome is Outcome.SOLVED:
        return True
    target = links.get(thread_key(row.thread_id or 0))
    if target is not None:
        return target in (row.document_key, links.get(row.document_key))
    return False if row.outcome is Outcome.NO else None


def examples(model: str) -> list[tuple[Evidence, bool]]:
    """What a rule of this model can learn from."""
    found = ((one.evidence, one.right) for one in judged(model))
    return [(evidence, right) for evidence, right in found if evidence is not None]


def _links() -> dict[str, str]:
    """Where the answer of each question stands that was linked, or became part of another one."""
    linked = select(
        DuplicateLink.thread_id, DuplicateLink.target_thread_id, DuplicateLink.target_article_id
    ).where(DuplicateLink.undone_at.is_(None))
    merged = select(Thread.id, Thread.merged_into_id, null()).where(
        Thread.merged_into_id.is_not(None)
    )
    rows = db.session.execute(merged.union_all(linked))  # the word on a question comes last
    return {
        thread_key(thread_id): article_key(article_id) if article_id else thread_key(target_id or 0)
        for thread_id, target_id, article_id in rows
    }
