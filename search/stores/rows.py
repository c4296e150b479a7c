"""Rows to values and back: how a document and its vectors lie in the tables."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Row

from search.documents import Document, Section
from search.stores.base import Entry
from search.text import clean, language_of, terms

T = TypeVar("T")

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
        "fresh_at": utc(document.fresh_at),
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
        fresh_at=datetime.fromisoformat(row.fresh_at) if row.fresh_at else None,
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
            "vector": vector,
        }
        for position, ((part, anchor, chunk), vector) in enumerate(
            zip(entry.places, entry.vectors, strict=True)
        )
    ]


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield `values` in lists short enough for one statement to bind."""
    wanted = list(values)
    for start in range(0, len(wanted), IDS_PER_STATEMENT):
        yield wanted[start : start + IDS_PER_STATEMENT]


def utc(moment: datetime | None) -> str | None:
    """Return an aware moment as ISO text in UTC, which sorts by time; None as it is."""
    return moment.astimezone(UTC).isoformat() if moment else None
