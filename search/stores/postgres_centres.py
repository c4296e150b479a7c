"""Where the vectors of each language lie on average, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, func, literal_column, select

from search.encoder import Vectors
from search.languages import PART_NUMBERS, PARTS, SAMPLE_ROWS
from search.stores import schema
from search.stores.postgres_vectors import current

# Averages are taken anew once this share of the documents may have changed.
FRESH_SHARE: Final = 0.01
# Candidates an index scan holds ready; past them it goes on until enough pass the filter.
EF_SEARCH: Final = 200

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


def centres_of(conn: Connection, model: str, known: Centres | None) -> Centres:
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
        .where(current(model))
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
    sums: Vectors = np.zeros((len(languages), PARTS, dimension), dtype=np.float32)
    for row in rows:  # "answer" and "section" are one part: weighed by their sizes
        place = languages.index(row.language), PART_NUMBERS[row.part]
        sizes[place] += row.size
        sums[place] += row.mean * row.size
    means = (sums / np.maximum(sizes, 1)[..., None]).astype(np.float32)
    return Centres(version, stamp, languages, sizes, means)
