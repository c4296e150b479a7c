"""What is read of the index besides words and vectors."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    Connection,
    Row,
    Table,
    and_,
    bindparam,
    exists,
    func,
    not_,
    select,
    tuple_,
)

from search.documents import Document
from search.encoder import Vectors
from search.query import Scope
from search.ranking import Candidate, Candidates
from search.stores import schema
from search.stores.base import Stored, Wanted
from search.stores.rows import batches, document_of
from search.stores.scope import visible
from search.wording import count, letters

D = schema.documents.c
V = schema.vectors.c
A = schema.audiences.c

# Built once: building it takes longer than running it.
_STORED: Final = (
    select(schema.documents, V.part, V.anchor, V.chunk)
    .outerjoin(
        schema.vectors,
        and_(
            V.document_id == D.id,
            V.model == bindparam("model"),
            tuple_(V.document_id, V.position).in_(bindparam("nearest", expanding=True)),
        ),
    )
    .where(
        D.id.in_(bindparam("ids", expanding=True)),
        exists().where(
            A.document_id == D.id, A.audience.in_(bindparam("audiences", expanding=True))
        ),
    )
)


def candidates(conn: Connection, wanted: Wanted) -> Candidates:
    """Load what ranking needs of documents, checking the scope once more in the SQL."""
    words = schema.words.c
    statement = (
        select(
            D.id, D.key, D.title_length, D.whole_length, D.standing, D.language,
            D.title, words.title, words.whole, D.fresh_at,
        )
        .join(schema.words, words.rowid == D.id)
        .where(visible(wanted.scope))
    )  # fmt: skip
    rows = [
        row
        for batch in batches(dict.fromkeys(wanted.ids))
        for row in conn.execute(statement.where(D.id.in_(batch))).all()
    ]
    items = [
        Candidate(
            number, key, in_title, in_whole, standing, wanted.cosines.get(number), language,
            datetime.fromisoformat(fresh).timestamp() if fresh else None,
        )
        for number, key, in_title, in_whole, standing, language, *_, fresh in rows
    ]  # fmt: skip
    return Candidates(
        items,
        count([row[7] for row in rows], wanted.weighed),
        count([row[8] for row in rows], wanted.weighed),
        np.array([letters(row[6], wanted.text) for row in rows]),
    )


def stored(
    conn: Connection, model: str, found: Mapping[int, int | None], audiences: Sequence[str]
) -> dict[int, Stored]:
    """Load the texts of ids that one of the audiences may see, with their best places."""
    values: dict[int, Stored] = {}
    for batch in batches(found):
        nearest = [(number, found[number]) for number in batch if found[number] is not None]
        given = {
            "ids": batch,
            "nearest": nearest or [(-1, -1)],
            "model": model,
            "audiences": audiences,
        }
        for row in conn.execute(_STORED, given).all():
            best = None if row.part is None else (row.part, row.anchor, row.chunk)
            values[row.id] = Stored(document_of(row, (), ()), best)
    return values


def question_of(conn: Connection, model: str, key: str) -> tuple[Vectors, str] | None:
    """Return the vector of title and body, of the title without a body, and the language."""
    row = conn.execute(
        select(V.vector, D.language)
        .join(schema.documents, D.id == V.document_id)
        .where(
            D.key == key,
            V.model == model,
            V.content_hash == D.content_hash,
            V.part.in_(("title", "body")),
        )
        .order_by(V.position.desc())
        .limit(1)
    ).first()
    return None if row is None else (row.vector, row.language)


def facets(conn: Connection, ids: Iterable[int]) -> dict[str, int]:
    """Return how many of `ids` carry each label."""
    labels = schema.labels.c
    counts: Counter[str] = Counter()
    for batch in batches(dict.fromkeys(ids)):
        statement = (
            select(labels.label, func.count())
            .where(labels.document_id.in_(batch))
            .group_by(labels.label)
        )
        for label, number in conn.execute(statement):
            counts[label] += number
    return dict(counts)


def facets_in(conn: Connection, scope: Scope) -> dict[str, int]:
    """Return how many documents in scope carry each label."""
    labels = schema.labels.c
    statement = (
        select(labels.label, func.count())
        .join(schema.documents, D.id == labels.document_id)
        .where(visible(scope))
        .group_by(labels.label)
    )
    return {row[0]: row[1] for row in conn.execute(statement)}


def browse(conn: Connection, scope: Scope, limit: int, offset: int) -> list[int]:
    """Return ids in scope, newest first: the answer to a search without words."""
    newest = func.coalesce(D.created_at, "").desc()
    statement = select(D.id).where(visible(scope)).order_by(newest, D.id.desc())
    return list(conn.scalars(statement.limit(limit).offset(offset)))


def opinions(conn: Connection, model: str, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
    """Return the nearest cosine of each of `ids` that has vectors of `model`."""
    statement = (
        select(V.document_id, V.vector)
        .join(schema.documents, D.id == V.document_id)
        .where(V.document_id.in_(ids), V.model == model, V.content_hash == D.content_hash)
    )
    found: dict[int, float] = {}
    for row in conn.execute(statement).all():
        cosine = float(row.vector @ vector)
        found[row.document_id] = max(found.get(row.document_id, -1.0), cosine)
    return found


def needs_embedding(conn: Connection, model: str, limit: int, language: str = "") -> list[Document]:
    """Return documents without current vectors of `model`, oldest first; in any language if ""."""
    statement = select(D.id).where(not_(_current(model))).order_by(D.id).limit(limit)
    if language:
        statement = statement.where(D.language == language)
    return list(_documents(conn, list(conn.scalars(statement))).values())


def hashes(conn: Connection, keys: Iterable[str], model: str) -> dict[str, str]:
    """Return, of `keys` whose vectors of `model` are current, their content hashes."""
    statement = select(D.key, D.content_hash).where(_current(model))
    return {
        row.key: row.content_hash
        for batch in batches(dict.fromkeys(keys))
        for row in conn.execute(statement.where(D.key.in_(batch)))
    }


def _current(model: str) -> Any:
    return exists().where(
        and_(V.document_id == D.id, V.model == model, V.content_hash == D.content_hash)
    )


def _documents(conn: Connection, ids: list[int]) -> dict[int, Document]:
    audiences = _keys(conn, schema.audiences, "audience", ids)
    labels = _keys(conn, schema.labels, "label", ids)
    rows: list[Row[Any]] = []
    for batch in batches(ids):
        rows += conn.execute(select(schema.documents).where(D.id.in_(batch)).order_by(D.id))
    return {
        row.id: document_of(row, audiences.get(row.id, ()), labels.get(row.id, ())) for row in rows
    }


def _keys(conn: Connection, table: Table, column: str, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for batch in batches(ids):
        statement = select(table.c.document_id, table.c[column]).where(
            table.c.document_id.in_(batch)
        )
        for number, key in conn.execute(statement.order_by(table.c[column])):
            found.setdefault(number, []).append(key)
    return found
