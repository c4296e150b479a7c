"""Rows to values and back: how a document and its vectors lie in the SQLite tables."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final, TypeVar

import numpy as np
from sqlalchemy import Connection, Row, select

from search.documents import Document, Section
from search.stores import schema
from search.stores.base import Entry
from search.stores.matrix import DocumentVectors
from search.text import clean, language_of, terms

T = TypeVar("T")

PART_NUMBERS: Final = {"title": 0, "body": 1, "answer": 2, "section": 2}
# A field's terms beyond this repeat its words; it bounds what one query has to count.
MAX_FIELD_TERMS: Final = 4_000
# SQLite takes 250,000 bound values; far fewer keep the statement cheap to compile.
IDS_PER_STATEMENT: Final = 500


def field_terms(document: Document) -> tuple[list[str], list[str]]:
    """Return the index terms of the title and of the whole document."""
    title = terms(document.title)
    sections = (f"{section.heading}\n{section.text}" for section in document.sections)
    rest = terms("\n".join((document.body, document.answer, *sections)))
    return title[:MAX_FIELD_TERMS], [*title, *rest][:MAX_FIELD_TERMS]


def document_values(entry: Entry, title_length: int, whole_length: int) -> dict[str, Any]:
    """Return the columns of `search_documents` for an entry."""
    document = entry.document
    sections = [[item.anchor, clean(item.heading), clean(item.text)] for item in document.sections]
    return {
        "key": document.key,
        "kind": document.kind,
        "title": clean(document.title),
        "body": clean(document.body),
        "answer": clean(document.answer),
        "sections": json.dumps(sections),
        "language": document.language or language_of(f"{document.title}\n{document.body}"),
        "standing": min(1.0, max(0.0, document.standing)),
        "created_at": utc(document.created_at),
        "content_hash": entry.content_hash,
        "title_length": title_length,
        "whole_length": whole_length,
    }


def document_of(row: Row[Any], audiences: Iterable[str], labels: Iterable[str]) -> Document:
    """Return the document a row of `search_documents` holds."""
    created = datetime.fromisoformat(row.created_at) if row.created_at else None
    return Document(
        key=row.key,
        kind=row.kind,
        title=row.title,
        body=row.body,
        answer=row.answer,
        sections=tuple(Section(*item) for item in json.loads(row.sections)),
        language=row.language,
        audiences=tuple(audiences),
        labels=tuple(labels),
        standing=row.standing,
        created_at=created,
    )


def vector_values(document_id: int, entry: Entry) -> list[dict[str, Any]]:
    """Return the rows of `search_vectors` for an entry, none where it has no vectors."""
    if entry.vectors is None:
        return []
    return [
        {
            "document_id": document_id,
            "model": entry.model,
            "content_hash": entry.content_hash,
            "part": part,
            "anchor": anchor,
            "position": position,
            "chunk": chunk,
            "vector": vector.astype("<f4").tobytes(),
        }
        for position, ((part, anchor, chunk), vector) in enumerate(
            zip(entry.places, entry.vectors, strict=True)
        )
    ]


def load_vectors(
    conn: Connection, model: str, ids: Sequence[int] | None = None
) -> list[DocumentVectors]:
    """Return the current vectors of `model`, of all documents or of `ids`."""
    audiences = _audiences(conn, ids)
    vectors, documents = schema.vectors.c, schema.documents.c
    statement = (
        select(documents.id, documents.kind, documents.language, vectors.part, vectors.vector)
        .join(schema.vectors, vectors.document_id == documents.id)
        .where(vectors.model == model, vectors.content_hash == documents.content_hash)
        .order_by(documents.id, vectors.position)
    )
    found: list[DocumentVectors] = []
    for batch in [None] if ids is None else batches(ids):
        chosen = statement if batch is None else statement.where(documents.id.in_(batch))
        for identifier, group in groupby(conn.execute(chosen), key=lambda row: row.id):
            rows = list(group)
            blob = b"".join(row.vector for row in rows)
            matrix = np.frombuffer(blob, dtype="<f4").reshape(len(rows), -1)
            parts = tuple(PART_NUMBERS[row.part] for row in rows)
            keys = frozenset(audiences.get(identifier, ()))
            kind, language = rows[0].kind, rows[0].language
            found.append(DocumentVectors(identifier, parts, matrix, kind, keys, language))
    return found


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield `values` in lists short enough for one statement to bind."""
    wanted = list(values)
    for start in range(0, len(wanted), IDS_PER_STATEMENT):
        yield wanted[start : start + IDS_PER_STATEMENT]


def utc(moment: datetime | None) -> str | None:
    """Return an aware moment as ISO text in UTC, which sorts by time; None as it is."""
    return moment.astimezone(UTC).isoformat() if moment else None


def _audiences(conn: Connection, ids: Sequence[int] | None) -> dict[int, list[str]]:
    table = schema.audiences.c
    found: dict[int, list[str]] = {}
    statement = select(table.document_id, table.audience)
    for batch in [None] if ids is None else batches(ids):
        chosen = statement if batch is None else statement.where(table.document_id.in_(batch))
        for identifier, audience in conn.execute(chosen):
            found.setdefault(identifier, []).append(audience)
    return found
