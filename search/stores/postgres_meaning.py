"""Vectors in PostgreSQL: nearest documents by HNSW, per language, on the scale of one.

The corrected cosine (`search.languages.Relation`) is linear in the stored vector, so a language
is searched with a query vector of its own and one ordinary index serves every language asked in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    cast,
    literal,
    literal_column,
    select,
    union_all,
)

from search.encoder import Vectors
from search.languages import PART_NUMBERS, PARTS, Relation, relate
from search.query import Scope
from search.ranking import Cosines
from search.stores import schema
from search.stores.postgres_centres import Centres
from search.stores.postgres_vectors import LANGUAGES, REST, current, shelved
from search.stores.rows import batches
from search.stores.scope import visible

# Answers and sections fetched per document wanted, since it may have several.
PIECES_PER_DOCUMENT: Final = 2

D, V = schema.documents.c, schema.vectors.c


@dataclass(frozen=True)
class Asked:
    """A query vector in one language, and how the other languages lie to it."""

    model: str
    vector: Vectors
    centres: Centres
    language: str

    @cached_property
    def relation(self) -> Relation:
        """How the other languages lie to the query's."""
        known = self.centres.languages
        own = known.index(self.language) if self.language in known else None
        return relate(self.centres.means, self.centres.sizes, own)

    @cached_property
    def added(self) -> Vectors:
        """What is added to the cosines per language and part, shape (languages, 3)."""
        added: Vectors = self.relation.gaps @ self.vector
        return added

    def place(self, language: str) -> int | None:
        """The number of a language, None for one without an average yet."""
        known = self.centres.languages
        return known.index(language) if language in known else None

    def turned(self, language: str, part: int) -> tuple[Vectors, float]:
        """The vector to ask a language with, and what the products with it lack."""
        number = self.place(language)
        if number is None or not self.relation.weights[number].any():
            return self.vector, 0.0  # it is on the query's own scale
        weight = self.relation.weights[number, part]
        vector: Vectors = self.vector - weight * self.relation.towards
        lacking = self.added[number, part] + weight * self.relation.levels[number, part]
        return vector, float(lacking)


@dataclass(frozen=True, slots=True)
class Scan:
    """One walk through an index: with which vector, what to add, where, and how far."""

    vector: Vectors
    lacking: float
    which: ColumnElement[bool]
    width: int


def nearest(conn: Connection, asked: Asked, scope: Scope, limit: int) -> list[int]:
    """Return the `limit` nearest documents in scope by their best vector, best first."""
    widths = [limit, limit, limit * PIECES_PER_DOCUMENT]
    while True:
        scans = list(_scans(asked, widths))
        parts = [_nearest(asked, scan, number, scope) for number, scan in enumerate(scans)]
        rows = conn.execute(union_all(*(select(part.subquery()) for part in parts))).all()
        counts = Counter(row.scan for row in rows)
        rows = sorted(rows, key=lambda row: (-row.score, row.document_id))
        found = dict.fromkeys(row.document_id for row in rows)
        cut_short = any(counts[number] == scan.width for number, scan in enumerate(scans))
        if len(found) >= limit or not cut_short:
            return list(found)[:limit]
        widths = [width * 4 for width in widths]


def cosines(conn: Connection, asked: Asked, ids: Iterable[int]) -> dict[int, Cosines]:
    """Return the corrected cosines of documents; those without vectors are left out."""
    column, relation = _column(asked), asked.relation
    statement = (
        select(
            V.document_id, V.part, D.language,
            (literal(1.0) - _apart(column, "<=>", asked.vector, "query")).label("plain"),
            (literal(0.0) - _apart(column, "<#>", relation.towards, "towards")).label("towards"),
        )
        .join(schema.documents, D.id == V.document_id)
        .where(current(asked.model))
        .order_by(V.document_id, V.position)
    )  # fmt: skip
    found: dict[int, Cosines] = {}
    for batch in batches(ids):
        rows = conn.execute(statement.where(V.document_id.in_(batch)))
        for identifier, group in groupby(rows, key=lambda row: row.document_id):
            found[identifier] = _cosines(asked, list(group))
    return found


def titles(conn: Connection, model: str, ids: Sequence[int]) -> dict[int, Vectors]:
    """Return the vectors of the documents' titles."""
    statement = (
        select(V.document_id, V.vector)
        .join(schema.documents, D.id == V.document_id)
        .where(current(model), V.position == 0, V.document_id.in_(ids))
    )
    return {row.document_id: row.vector for row in conn.execute(statement)}


def _cosines(asked: Asked, rows: Sequence[Any]) -> Cosines:
    place = asked.place(rows[0].language)
    scores = [_corrected(asked, place, PART_NUMBERS[row.part], row) for row in rows]
    by_part = [-1.0] * PARTS
    for row, score in zip(rows, scores, strict=True):
        number = PART_NUMBERS[row.part]
        by_part[number] = max(by_part[number], score)
    title, whole, part = by_part
    whole = whole if whole > -1.0 else title
    best = int(np.argmax(scores))
    shift = float(asked.added[place, 0]) if place is not None else 0.0
    return Cosines(title, whole, part if part > -1.0 else whole, best, shift)


def _corrected(asked: Asked, place: int | None, part: int, row: Any) -> float:
    if place is None:
        return float(row.plain)
    weight = float(asked.relation.weights[place, part])
    leaning = weight * (row.towards - float(asked.relation.levels[place, part]))
    return float(row.plain + asked.added[place, part] - leaning)


def _scans(asked: Asked, widths: Sequence[int]) -> Iterator[Scan]:
    """One scan per language and part: a document has one title, so titles alone are enough."""
    rare = [language for language in asked.centres.languages if language not in LANGUAGES]
    spoken: Any = literal_column("search_vectors.language")
    for part, width in enumerate(widths):
        for language in LANGUAGES:
            yield Scan(*asked.turned(language, part), shelved(language, part), width)
        rest = shelved(REST, part)
        yield Scan(asked.vector, 0.0, and_(rest, spoken.not_in(rare)) if rare else rest, width)
        for language in rare:
            yield Scan(*asked.turned(language, part), and_(rest, spoken == language), width)


def _nearest(asked: Asked, scan: Scan, number: int, scope: Scope) -> Select[Any]:
    distance = _apart(_column(asked), "<#>", scan.vector, f"of_{number}")
    return (
        select(
            V.document_id,
            (literal(scan.lacking) - distance).label("score"),
            literal(number).label("scan"),
        )
        .join(schema.documents, D.id == V.document_id)
        .where(current(asked.model), scan.which, visible(scope))
        .order_by(distance)
        .limit(scan.width)
    )


def _column(asked: Asked) -> ColumnElement[Any]:
    return literal_column(f"(search_vectors.vector::halfvec({len(asked.vector)}))")


def _apart(
    column: ColumnElement[Any], operator: str, vector: Vectors, name: str
) -> ColumnElement[Any]:
    """How far vectors are from one: `<#>` is the inner product with its sign turned.

    `<=>`, one less the cosine, takes the lengths out, which halves of numbers are a little off in:
    the same text twice is 1.0 and not 0.9996.
    """
    value: Any = bindparam(name, schema.written(vector))
    return column.op(operator)(cast(value, schema.HalfVector(len(vector))))
