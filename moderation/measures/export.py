"""Tables of figures as CSV that a spreadsheet shows and never runs. Times are minutes, or UTC."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

from moderation.audit.export import safe_cell

Cell = str | int | None


def as_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A file to keep."""
    return Response(
        _lines(heads, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}.csv"},
    )


def _lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield _line(heads)
    for row in rows:
        yield _line([_cell(cell) for cell in row])


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe_cell(cell) if isinstance(cell, str) else str(cell)


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
