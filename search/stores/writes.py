"""Every change of the index, each inside the caller's transaction."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, delete, insert, select, text, update

from search.query import spaced
from search.stores import schema
from search.stores.base import Entry
from search.stores.rows import batches, document_values, field_terms, vector_values
from search.stores.words import add_facts, count_terms, terms_of

# Changes kept for caches to catch up with; one further behind loads everything afresh.
CHANGES_KEPT: Final = 20_000
# Fits SQLite's integers; two changes, one of them rolled back, never share a stamp.
STAMP_BITS: Final = 62

D = schema.documents.c


class _Tally:
    """What a batch of changes does to the counts, applied once at its end."""

    def __init__(self) -> None:
        self.terms: Counter[str] = Counter()
        self.documents = self.titles = self.wholes = 0

    def add(self, title: list[str], whole: list[str]) -> None:
        self.terms.update(set(whole))
        self.documents += 1
        self.titles += len(title)
        self.wholes += len(whole)

    def take(self, conn: Connection, row: Row[Any]) -> None:
        words = conn.scalar(select(schema.words.c.whole).where(schema.words.c.rowid == row.id))
        self.terms.subtract(terms_of(words or ""))
        self.documents -= 1
        self.titles -= row.title_length
        self.wholes -= row.whole_length

    def apply(self, conn: Connection) -> None:
        count_terms(conn, self.terms)
        add_facts(conn, self.documents, self.titles, self.wholes)


def write(conn: Connection, entries: Sequence[Entry]) -> None:
    """Insert the entries or replace what their keys hold; current vectors are kept."""
    latest = {entry.document.key: entry for entry in entries}
    known = {row.key: row for row in _rows_of(conn, latest)}
    tally = _Tally()
    touched = []
    for key, entry in latest.items():
        title, whole = field_terms(entry.document)
        tally.add(title, whole)
        values = document_values(entry, len(title), len(whole))
        if key in known:
            tally.take(conn, known[key])
            identifier = known[key].id
            conn.execute(update(schema.documents).where(D.id == identifier).values(values))
            _delete_parts(conn, identifier)
        else:
            identifier = conn.execute(
                insert(schema.documents).values(values).returning(D.id)
            ).scalar_one()
        _insert_parts(conn, identifier, entry, title, whole)
        touched.append(identifier)
    tally.apply(conn)
    note_changes(conn, touched)


def attach(conn: Connection, entries: Sequence[Entry]) -> int:
    """Store vectors made after the documents; those that changed since are passed over."""
    by_key = {entry.document.key: entry for entry in entries if entry.vectors is not None}
    current = [
        row for row in _rows_of(conn, by_key) if by_key[row.key].content_hash == row.content_hash
    ]
    for row in current:
        _insert_vectors(conn, row.id, by_key[row.key])
    note_changes(conn, [row.id for row in current])
    return len(current)


def remove(conn: Connection, keys: Iterable[str]) -> None:
    """Delete the documents; unknown keys are no error."""
    tally = _Tally()
    rows = _rows_of(conn, keys)
    for row in rows:
        tally.take(conn, row)
        _delete_parts(conn, row.id)
        conn.execute(delete(schema.vectors).where(schema.vectors.c.document_id == row.id))
        conn.execute(delete(schema.documents).where(D.id == row.id))
    tally.apply(conn)
    note_changes(conn, [row.id for row in rows])


def set_audiences(conn: Connection, key: str, audiences: Iterable[str]) -> None:
    """Change who may find a document, leaving the rest as it is."""
    for row in _rows_of(conn, [key]):
        table = schema.audiences
        conn.execute(delete(table).where(table.c.document_id == row.id))
        _insert_keys(conn, table, "audience", row.id, audiences)
        note_changes(conn, [row.id])


def set_labels(conn: Connection, key: str, labels: Iterable[str], standing: float | None) -> None:
    """Change a document's facet labels and, unless None, its standing."""
    for row in _rows_of(conn, [key]):
        table = schema.labels
        conn.execute(delete(table).where(table.c.document_id == row.id))
        _insert_keys(conn, table, "label", row.id, labels)
        if standing is not None:
            chosen = update(schema.documents).where(D.id == row.id)
            conn.execute(chosen.values(standing=min(1.0, max(0.0, standing))))
        note_changes(conn, [row.id])


def note_changes(conn: Connection, ids: Sequence[int]) -> None:
    """Leave a row per changed document, by which what is held in memory catches up."""
    if not ids:
        return
    changes = schema.changes
    rows = [{"document_id": number, "stamp": secrets.randbits(STAMP_BITS)} for number in ids]
    conn.execute(insert(changes), rows)
    conn.execute(
        text(
            "DELETE FROM search_changes "
            "WHERE version <= (SELECT max(version) FROM search_changes) - :kept"
        ),
        {"kept": CHANGES_KEPT},
    )


def _rows_of(conn: Connection, keys: Iterable[str]) -> list[Row[Any]]:
    columns = (D.id, D.key, D.content_hash, D.title_length, D.whole_length)
    rows: list[Row[Any]] = []
    for batch in batches(dict.fromkeys(keys)):
        rows += conn.execute(select(*columns).where(D.key.in_(batch)))
    return rows


def _insert_parts(
    conn: Connection, identifier: int, entry: Entry, title: list[str], whole: list[str]
) -> None:
    conn.execute(
        insert(schema.words),
        {"rowid": identifier, "title": spaced(title), "whole": spaced(whole)},
    )
    _insert_keys(conn, schema.audiences, "audience", identifier, entry.document.audiences)
    _insert_keys(conn, schema.labels, "label", identifier, entry.document.labels)
    vectors = schema.vectors
    conn.execute(
        delete(vectors).where(
            vectors.c.document_id == identifier, vectors.c.content_hash != entry.content_hash
        )
    )
    _insert_vectors(conn, identifier, entry)


def _insert_vectors(conn: Connection, identifier: int, entry: Entry) -> None:
    rows = vector_values(identifier, entry)
    if rows:
        vectors = schema.vectors
        conn.execute(
            delete(vectors).where(
                vectors.c.document_id == identifier, vectors.c.model == entry.model
            )
        )
        conn.execute(insert(vectors), rows)


def _insert_keys(
    conn: Connection, table: Table, column: str, identifier: int, keys: Iterable[str]
) -> None:
    rows = [{"document_id": identifier, column: key} for key in dict.fromkeys(keys)]
    if rows:
        conn.execute(insert(table), rows)


def _delete_parts(conn: Connection, identifier: int) -> None:
    conn.execute(delete(schema.words).where(schema.words.c.rowid == identifier))
    for table in (schema.audiences, schema.labels):
        conn.execute(delete(table).where(table.c.document_id == identifier))
