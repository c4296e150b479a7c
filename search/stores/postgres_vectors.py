"""The vectors of a model in PostgreSQL, and the indexes of their neighbourhood.

Each language and kind of part has an index of its own: one for all would walk past the vectors of
the others, the further the more there are.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    not_,
    text,
)

from search.languages import PART_NUMBERS, PARTS
from search.stores import schema
from search.stores.base import Entry

# Neighbours weighed up when a vector is put in; 64 is pgvector's own.
EF_CONSTRUCTION: Final = 100
# Languages with indexes of their own; all others share theirs.
LANGUAGES: Final = ("en", "ru")
REST: Final = ""

# An index can ask only its own table, so the language stands beside the vector as well.
_ADD_LANGUAGE: Final = (
    "ALTER TABLE search_vectors ADD COLUMN language text COLLATE \"C\" NOT NULL DEFAULT ''",
    "UPDATE search_vectors SET language = search_documents.language"
    " FROM search_documents WHERE search_documents.id = document_id",
    "CREATE OR REPLACE FUNCTION search_speak() RETURNS trigger"
    " LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN"
    " NEW.language := (SELECT language FROM search_documents WHERE id = NEW.document_id);"
    " RETURN NEW; END $$",
    "CREATE TRIGGER search_speak BEFORE INSERT ON search_vectors"
    " FOR EACH ROW EXECUTE FUNCTION search_speak()",
    "CREATE OR REPLACE FUNCTION search_speak_anew() RETURNS trigger"
    " LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN"
    " UPDATE search_vectors SET language = NEW.language WHERE document_id = NEW.id;"
    " RETURN NULL; END $$",
    "CREATE OR REPLACE TRIGGER search_speak_anew AFTER UPDATE OF language ON search_documents"
    " FOR EACH ROW WHEN (OLD.language <> NEW.language) EXECUTE FUNCTION search_speak_anew()",
)

D, V = schema.documents.c, schema.vectors.c


def current(model: str) -> ColumnElement[bool]:
    """Vectors of `model` made of the present text; the name stands in the SQL for the index.

    Hashes are compared by a function. PostgreSQL takes an equality of theirs for something that
    one row in thousands passes, though nearly all do, and then sorts every vector there is rather
    than walk through the index of the nearest.
    """
    return and_(
        V.model == bindparam("model", model, literal_execute=True),
        not_(func.textne(V.content_hash, D.content_hash)),
    )


def shelved(language: str, part: int) -> ColumnElement[bool]:
    """The condition that vectors are of a language (`REST` for any other) and kind of part.

    In words that stand in the index itself: PostgreSQL cannot know of a parameter that it fits.
    """
    names = ", ".join(f"'{name}'" for name, place in PART_NUMBERS.items() if place == part)
    others = ", ".join(f"'{one}'" for one in LANGUAGES)
    spoken = f"NOT IN ({others})" if language == REST else f"= '{language}'"
    condition = f"search_vectors.language {spoken} AND search_vectors.part IN ({names})"
    return literal_column(condition, Boolean)


def keep_languages(conn: Connection) -> None:
    """Let every vector know its language, and those of an older layout learn it."""
    known = text(
        "SELECT EXISTS (SELECT FROM pg_attribute WHERE attname = 'language' AND attrelid ="
        " to_regclass(quote_ident(current_schema()) || '.search_vectors'))"
    )
    if conn.scalar(known):
        return
    conn.exec_driver_sql("SET LOCAL statement_timeout = 0")  # minutes, where there are many
    drop_indexes(conn, ())  # first: each row that changes would be put into them anew
    for statement in _ADD_LANGUAGE:
        conn.exec_driver_sql(statement)
    rows = conn.execute(text("SELECT DISTINCT model, vector_dims(vector) FROM search_vectors"))
    for model, dimension in rows.all():
        _index(conn, model, dimension)


def index_models(conn: Connection, entries: Iterable[Entry]) -> None:
    """Make the HNSW indexes of each model that `entries` bring vectors of, where they lack."""
    dimensions = {e.model: e.vectors.shape[1] for e in entries if e.vectors is not None}
    for model, dimension in dimensions.items():
        _index(conn, model, dimension)


def is_there(conn: Connection, name: str) -> bool:
    """Whether the schema that is written to has this table or index."""
    return bool(
        conn.scalar(
            text("SELECT to_regclass(quote_ident(current_schema()) || '.' || :name) IS NOT NULL"),
            {"name": name},
        )
    )


def drop_indexes(conn: Connection, keep: Collection[str]) -> None:
    """Drop the HNSW indexes of every model but those in `keep`."""
    names = conn.scalars(
        text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
             " AND indexname LIKE 'ix\\_search\\_near\\_%' AND NOT indexname = ANY(:kept)"),
        {"kept": [name for model in keep for name, _condition in _shelves(model)]},
    )  # fmt: skip
    for name in list(names):
        conn.exec_driver_sql(f"DROP INDEX {name}")


def _index(conn: Connection, model: str, dimension: int) -> None:
    shelves = dict(_shelves(model))
    if is_there(conn, next(reversed(shelves))):  # all or none: they are made in one transaction
        return
    for name, condition in shelves.items():
        where: Any = condition.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
        conn.exec_driver_sql(
            f"CREATE INDEX {name} ON search_vectors"
            f" USING hnsw ((vector::halfvec({dimension})) halfvec_ip_ops)"
            f" WITH (ef_construction = {EF_CONSTRUCTION}) WHERE {where}"
        )


def _shelves(model: str) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """The names of a model's indexes, and what is in each."""
    digest = hashlib.sha256(model.encode()).hexdigest()[:16]
    for language in (*LANGUAGES, REST):
        for part in range(PARTS):
            name = f"ix_search_near_{digest}_{language or 'rest'}_{part}"
            chosen = V.model == bindparam("model", model, literal_execute=True)
            yield name, and_(chosen, shelved(language, part))
