"""What SQLite holds of documents, for the arrays in memory."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from search.stores import schema
from search.stores.held import Held
from search.stores.rows import batches

# Read and made into arrays together: so many texts lie in memory at once.
LOADED_DOCUMENTS: Final = 1_000

D, W = schema.documents.c, schema.words.c

_IDS: Final[BindParameter[int]] = bindparam("ids", expanding=True)
_DOCUMENTS: Final = (
    select(
        D.id, D.key, D.kind, D.language, D.standing, D.title_length, D.whole_length,
        D.created_at, D.fresh_at, D.title, W.title, W.whole,
    )
    .join(schema.words, W.rowid == D.id)
    .where(D.id.in_(_IDS))
    .order_by(D.id)
)  # fmt: skip
_AUDIENCES: Final = (
    select(schema.audiences).where(schema.audiences.c.document_id.in_(_IDS))
).order_by(schema.audiences.c.document_id)
_LABELS: Final = (select(schema.labels).where(schema.labels.c.document_id.in_(_IDS))).order_by(
    schema.labels.c.document_id
)


def load_held(conn: Connection, ids: Sequence[int] | None = None) -> Iterator[list[Held]]:
    """Yield all documents, or those of `ids`, some thousand at a time."""
    found: list[Held] = []
    wanted = list(conn.scalars(select(D.id).order_by(D.id))) if ids is None else ids
    for batch in batches(wanted):
        given = {"ids": batch}
        audiences = _by_document(conn.execute(_AUDIENCES, given).all())
        labels = _by_document(conn.execute(_LABELS, given).all())
        for row in conn.execute(_DOCUMENTS, given).all():
            seen = frozenset(audiences.get(row.id, ()))
            values: list[Any] = [*row, seen, labels.get(row.id, ())]
            found.append(Held(*values))
        if len(found) >= LOADED_DOCUMENTS:
            yield found
            found = []
    if found:
        yield found


def _by_document(rows: Sequence[tuple[int, str]]) -> dict[int, list[str]]:
    grouped = groupby(rows, key=lambda row: row[0])
    return {number: [key for _, key in group] for number, group in grouped}
