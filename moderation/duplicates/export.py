"""Judged suggestions as CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Iterator

from forum.finding.verdicts import Judged
from moderation.audit.export import safe_cell

HEADS = (
    *("shown", "document", "occasion", "position", "score", "marked", "model"),
    *("meaning", "margin", "words", "agreement", "hidden"),
    *("opened", "outcome", "thread", "right", "text"),
)


def as_csv(rows: Iterable[Judged]) -> Iterator[str]:
    """Lines of CSV, the heads first; empty where nothing is known."""
    yield _line(HEADS)
    for one in rows:
        row = one.shown
        measured = (row.meaning, row.margin, row.words, row.agreement, row.hidden)
        yield _line(
            (
                row.shown_at.isoformat(timespec="seconds"),
                row.document_key,
                row.occasion.value,
                str(row.position),
                f"{row.score:.4f}",
                str(int(row.likely_duplicate)),
                safe_cell(row.model),
                *("" if number is None else f"{number:.4f}" for number in measured),
                row.opened_at.isoformat(timespec="seconds") if row.opened_at else "",
                row.outcome.value if row.outcome else "",
                str(row.thread_id or ""),
                str(int(one.right)),
                safe_cell(row.text),
            )
        )


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue()
