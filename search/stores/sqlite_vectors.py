"""All vectors of a model as they leave SQLite, for the matrix in memory."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from sqlalchemy import Connection, LargeBinary, select, type_coerce

from search.languages import PART_NUMBERS
from search.stores import schema
from search.stores.matrix import DocumentVectors
from search.stores.rows import batches


def load_vectors(
    conn: Connection, model: str, ids: Sequence[int] | None = None
) -> list[DocumentVectors]:
    """Return the current vectors of `model`, of all documents or of `ids`."""
    vectors, documents = schema.vectors.c, schema.documents.c
    statement = (
        select(
            documents.id, documents.language, vectors.part,
            type_coerce(vectors.vector, LargeBinary).label("vector"),
        )
        .join(schema.vectors, vectors.document_id == documents.id)
        .where(vectors.model == model, vectors.content_hash == documents.content_hash)
        .order_by(documents.id, vectors.position)
    )  # fmt: skip
    found: list[DocumentVectors] = []
    for batch in [None] if ids is None else batches(ids):
        chosen = statement if batch is None else statement.where(documents.id.in_(batch))
        with conn.execute(chosen) as result:  # closed even where a row is damaged
            for identifier, group in groupby(result, key=lambda row: row.id):
                rows = list(group)
                blob = b"".join(row.vector for row in rows)
                matrix = np.frombuffer(blob, dtype="<f4").reshape(len(rows), -1)
                parts = tuple(PART_NUMBERS[row.part] for row in rows)
                found.append(DocumentVectors(identifier, parts, matrix, rows[0].language))
    return found
