"""The log as CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Iterator

from moderation.audit.queries import LoggedAct

HEADS = ("when", "who", "verb", "kind", "number", "before", "after", "reason")
# A cell that begins so is a formula to spreadsheets; an apostrophe before it makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """The text as a cell that is never taken for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def as_csv(rows: Iterable[LoggedAct]) -> Iterator[str]:
    """Lines of CSV, the heads first."""
    yield _line(HEADS)
    for row in rows:
        act = row.act
        yield _line(
            (
                act.created_at.isoformat(timespec="seconds"),
                safe_cell(row.actor.name),
                safe_cell(act.verb),
                act.object_kind,
                str(act.object_id),
                safe_cell(act.before),
                safe_cell(act.after),
                safe_cell(act.reason),
            )
        )


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue()
