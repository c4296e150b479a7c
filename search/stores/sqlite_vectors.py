"""All vectors of a model as they leave SQLite, for the matrix in memory."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, LargeBinary, bindparam, select, type_coerce

from search.languages import PART_NUMBERS
from search.stores import schema
from search.stores.matrix import DocumentVectors
from search.stores.rows import batches

# Read and put away together: so many vectors lie in memory twice.
LOADED_DOCUMENTS: Final = 1_000

D, V = schema.documents.c, schema.vectors.c

_VECTORS: Final = (
    select(D.id, D.language, V.part, type_coerce(V.vector, LargeBinary).label("vector"))
    .join(schema.vectors, V.document_id == D.id)
    .where(
        V.model == bindparam("model"),
        V.content_hash == D.content_hash,
        D.id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(D.id, V.position)
)


def load_vectors(
    conn: Connection, model: str, ids: Sequence[int] | None = None
) -> Iterator[list[DocumentVectors]]:
    """Yield the current vectors of `model`, of all documents or of `ids`, some thousand at once."""
    wanted = list(conn.scalars(select(D.id).order_by(D.id))) if ids is None else ids
    found: list[DocumentVectors] = []
    for batch in batches(wanted):
        rows = conn.execute(_VECTORS, {"model": model, "ids": batch}).all()
        found += [_document(list(group)) for _, group in groupby(rows, key=lambda row: row.id)]
        if len(found) >= LOADED_DOCUMENTS:
            yield found
            found = []
    if found:
        yield found


def _document(rows: Sequence[Any]) -> DocumentVectors:
    blob = b"".join([row.vector for row in rows])
    matrix = np.frombuffer(blob, dtype="<f4").reshape(len(rows), -1)
    parts = tuple([PART_NUMBERS[row.part] for row in rows])
    return DocumentVectors(rows[0].id, parts, matrix, rows[0].language)
