"""Vectors in PostgreSQL: nearest documents by HNSW, per language, on the scale of one.

The corrected cosine (`search.languages.Relation`) is linear in the stored vector, so a language
is searched with a query vector of its own and one ordinary index serves every language asked in.
"""

import hashlib
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
    func,
    literal,
    literal_column,
    select,
    text,
    union_all,
)

from search.encoder import Vectors
from search.languages import PART_NUMBERS, PARTS, SAMPLE_ROWS, Relation, relate
from search.query import Scope
from search.ranking import Cosines
from search.stores import schema
from search.stores.base import Entry
from search.stores.rows import batches
from search.stores.scope import visible

# Candidates an index scan holds ready; past them it goes on until enough pass the filter.
EF_SEARCH: Final = 200
# Neighbours weighed up when a vector is put in; 64 is pgvector's own.
EF_CONSTRUCTION: Final = 100
# Averages are taken anew once this share of the documents may have changed.
FRESH_SHARE: Final = 0.01
# Rows fetched per document wanted, since a document has several; more when that was too few.
ROWS_PER_DOCUMENT: Final = 3

D, V = schema.documents.c, schema.vectors.c


@dataclass(frozen=True, slots=True)
class Centres:
    """Where the vectors of each language lie on average: a cache, never the truth.

    Args:
        version: the last change it knows of.
        stamp: that change's stamp.
        languages: those with vectors.
        sizes: rows per language and part, shape (languages, 3).
        means: the average vector of each, shape (languages, 3, dimension).
    """

    version: int
    stamp: int
    languages: tuple[str, ...]
    sizes: Any
    means: Vectors


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


def index_models(conn: Connection, entries: Iterable[Entry]) -> None:
    """Make the HNSW index of each model that `entries` bring vectors of, where it is missing."""
    dimensions = {e.model: e.vectors.shape[1] for e in entries if e.vectors is not None}
    for model, dimension in dimensions.items():
        name = _index_name(model)
        if conn.scalar(select(func.to_regclass(name))) is None:
            chosen = V.model == bindparam("model", model, literal_execute=True)
            condition = chosen.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
            conn.exec_driver_sql(
                f"CREATE INDEX {name} ON search_vectors"
                f" USING hnsw ((vector::halfvec({dimension})) halfvec_ip_ops)"
                f" WITH (ef_construction = {EF_CONSTRUCTION}) WHERE {condition}"
            )


def drop_indexes(conn: Connection, keep: str) -> None:
    """Drop the HNSW indexes of every model but `keep`."""
    names = conn.scalars(
        text("SELECT indexname FROM pg_indexes WHERE tablename = 'search_vectors'"
             " AND indexname LIKE 'ix\\_search\\_near\\_%' AND indexname <> :kept"),
        {"kept": _index_name(keep)},
    )  # fmt: skip
    for name in list(names):
        conn.exec_driver_sql(f"DROP INDEX {name}")


def centres(conn: Connection, model: str, known: Centres | None) -> Centres:
    """Return the averages of a model, `known` where little changed since, and set up scans."""
    changes = schema.changes.c
    newest = select(changes.version, changes.stamp).order_by(changes.version.desc()).limit(1)
    latest = newest.subquery()
    row = conn.execute(
        select(
            select(latest.c.version).scalar_subquery().label("version"),
            select(latest.c.stamp).scalar_subquery().label("stamp"),
            func.set_config("hnsw.iterative_scan", "relaxed_order", True),
            func.set_config("hnsw.ef_search", str(EF_SEARCH), True),
        )
    ).one()
    version, stamp = row.version or 0, row.stamp or 0
    if known is not None:
        passed = version - known.version
        if passed == 0 and stamp == known.stamp:
            return known
        if 0 < passed <= FRESH_SHARE * known.sizes[:, 0].sum():
            return known
    return _measured(conn, model, version, stamp)


def nearest(conn: Connection, asked: Asked, scope: Scope, limit: int) -> list[int]:
    """Return the `limit` nearest documents in scope by their best vector, best first."""
    width = limit * ROWS_PER_DOCUMENT
    while True:
        scans = list(_scans(asked, scope, width))
        rows = conn.execute(union_all(*(select(scan.subquery()) for scan in scans))).all()
        rows = sorted(rows, key=lambda row: (-row.score, row.document_id))
        found = dict.fromkeys(row.document_id for row in rows)
        if len(found) >= limit or len(rows) < width:
            return list(found)[:limit]
        width *= 4


def cosines(conn: Connection, asked: Asked, ids: Iterable[int]) -> dict[int, Cosines]:
    """Return the corrected cosines of documents; those without vectors are left out."""
    column, relation = _column(asked), asked.relation
    statement = (
        select(
            V.document_id, V.part, D.language,
            _product(column, asked.vector, "query").label("plain"),
            _product(column, relation.towards, "towards").label("towards"),
        )
        .join(schema.documents, D.id == V.document_id)
        .where(_current(asked.model))
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
        .where(_current(model), V.position == 0, V.document_id.in_(ids))
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


def _scans(asked: Asked, scope: Scope, width: int) -> Iterator[Select[Any]]:
    """One scan of the language that is the scale, and one per part of every other."""
    relation, known = asked.relation, asked.centres.languages
    foreign = [number for number in range(len(known)) if relation.weights[number].any()]
    others = tuple(known[number] for number in foreign)
    yield _scan(asked, asked.vector, 0.0, D.language.not_in(others), scope, width, "own")
    for number in foreign:
        for part in range(PARTS):
            if not asked.centres.sizes[number, part]:
                continue
            weight = relation.weights[number, part]
            turned: Vectors = asked.vector - weight * relation.towards
            constant = float(asked.added[number, part] + weight * relation.levels[number, part])
            names = [name for name, place in PART_NUMBERS.items() if place == part]
            which = and_(D.language == known[number], V.part.in_(names))
            yield _scan(asked, turned, constant, which, scope, width, f"of_{number}_{part}")


def _scan(
    asked: Asked, vector: Vectors, constant: float, which: Any, scope: Scope, width: int, name: str
) -> Select[Any]:
    product = _product(_column(asked), vector, name)
    return (
        select(V.document_id, (product + literal(constant)).label("score"))
        .join(schema.documents, D.id == V.document_id)
        .where(_current(asked.model), which, visible(scope))
        .order_by(_distance(_column(asked), vector, name))
        .limit(width)
    )


def _current(model: str) -> ColumnElement[bool]:
    """Vectors of `model` made of the present text; the name stands in the SQL for the index."""
    return and_(
        V.model == bindparam("model", model, literal_execute=True),
        V.content_hash == D.content_hash,
    )


def _column(asked: Asked) -> ColumnElement[Any]:
    return literal_column(f"(search_vectors.vector::halfvec({len(asked.vector)}))")


def _distance(column: ColumnElement[Any], vector: Vectors, name: str) -> ColumnElement[Any]:
    """pgvector's distance, the smaller the nearer: the inner product with its sign turned."""
    value = bindparam(name, schema.written(vector), unique=False)
    return column.op("<#>")(cast(value, schema.HalfVector(len(vector))))


def _product(column: ColumnElement[Any], vector: Vectors, name: str) -> ColumnElement[Any]:
    return literal(0.0) - _distance(column, vector, name)


def _measured(conn: Connection, model: str, version: int, stamp: int) -> Centres:
    """Average the vectors per language and part, over a sample where there are many."""
    numbered = (
        select(
            D.language, V.part, V.vector,
            func.count().over(partition_by=(D.language, V.part)).label("size"),
            func.row_number()
            .over(partition_by=(D.language, V.part), order_by=V.id)
            .label("number"),
        )
        .join(schema.documents, D.id == V.document_id)
        .where(_current(model))
        .subquery("numbered")
    )  # fmt: skip
    sampled = numbered.c.number % ((numbered.c.size + SAMPLE_ROWS - 1) // SAMPLE_ROWS) == 0
    average = literal_column("avg(numbered.vector::vector)", schema.VectorType)
    rows = conn.execute(
        select(numbered.c.language, numbered.c.part, func.max(numbered.c.size).label("size"),
               average.label("mean"))
        .where(sampled)
        .group_by(numbered.c.language, numbered.c.part)
    ).all()  # fmt: skip
    return _gathered(version, stamp, rows)


def _gathered(version: int, stamp: int, rows: Sequence[Any]) -> Centres:
    languages = tuple(sorted({row.language for row in rows}))
    dimension = len(rows[0].mean) if rows else 0
    sizes = np.zeros((len(languages), PARTS), dtype=np.int64)
    sums = np.zeros((len(languages), PARTS, dimension), dtype=np.float32)
    for row in rows:  # "answer" and "section" are one part: weighed by their sizes
        place = languages.index(row.language), PART_NUMBERS[row.part]
        sizes[place] += row.size
        sums[place] += row.mean * row.size
    means: Vectors = sums / np.maximum(sizes, 1)[..., None]
    return Centres(version, stamp, languages, sizes, means)


def _index_name(model: str) -> str:
    digest = hashlib.sha256(model.encode()).hexdigest()[:16]
    return f"ix_search_near_{digest}"

