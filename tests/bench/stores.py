"""The same index in SQLite and in PostgreSQL, asked the same questions.

``python -m tests.bench stores INSTANCE …`` copies the index of each seeded instance into a
PostgreSQL of its own and prints what a question costs in both.
"""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

import numpy as np
import psycopg
from sqlalchemy import Connection, Engine, create_engine, select, text

from moderation.demo.crowd import chatter
from search.encoder import HashingEncoder
from search.index import SearchIndex
from search.stores import schema
from search.stores.base import Entry
from search.stores.kinds import store_for
from search.stores.postgres_vectors import index_models
from tests.bench.servers import cpu_seconds
from tests.postgres import Server

QUESTIONS = 120
WARM_UP = 10
ROWS_AT_ONCE = 1_000
AUDIENCES = ("public",)
EARLIER = 10_000_000  # questions are titles of threads that no instance has


def questions(number: int, first: int = EARLIER) -> list[str]:
    """Titles as somebody would type them, all different: one without its last word, in turn."""
    found = dict[str, None]()
    dice, at = Random(first), first  # noqa: S311  (words, not secrets)
    while len(found) < number:
        words = chatter.title(at).split()
        dice.shuffle(words)
        found[" ".join(words[: max(3, len(words) - at % 2)])] = None
        at += 1
    return list(found)


def main(arguments: Sequence[str]) -> None:
    """Copy, ask, print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench stores", description=__doc__)
    parser.add_argument("instances", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    print("| documents | store | CPU ms | p50 ms | p95 ms |\n|--:|---|--:|--:|--:|")
    server, spent = Server(), dict[str, list[float]]()
    try:
        for instance in options.instances:
            here = create_engine(f"sqlite:///{instance / 'threadwell.db'}")
            there = create_engine(server.url(server.new_database()))
            documents = copy(here, there)
            for engine in (here, there):
                cpu, times = ask(engine)
                spent.setdefault(engine.dialect.name, []).append(cpu)
                print(
                    f"| {documents} | {engine.dialect.name} | {1000 * cpu:.1f} "
                    f"| {1000 * median(times):.1f} | {1000 * quantiles(times, n=20)[-1]:.1f} |",
                    flush=True,
                )
                engine.dispose()
    finally:
        server.stop()
    for store, found in spent.items():
        if len(found) > 1:
            print(f"| growth of CPU, first to last | {store} | × {found[-1] / found[0]:.2f} | | |")


def ask(engine: Engine) -> tuple[float, list[float]]:
    """Seconds of processor a question takes, here and in the database, and how long each took.

    Once everything is loaded; the model is the hashing one.
    """
    index = SearchIndex(store_for(engine.dialect.name), HashingEncoder())
    asked = questions(QUESTIONS + WARM_UP)
    times = []
    with engine.connect() as conn:
        processes = [os.getpid()]
        if engine.dialect.name == "postgresql":
            processes.append(conn.scalar(text("SELECT pg_backend_pid()")) or 0)
        for question in asked[:WARM_UP]:
            index.similar(conn, question, AUDIENCES)
            conn.rollback()
        before = sum(map(cpu_seconds, processes))
        for question in asked[WARM_UP:]:
            began = time.perf_counter()
            index.similar(conn, question, AUDIENCES)
            times.append(time.perf_counter() - began)
            conn.rollback()
        return (sum(map(cpu_seconds, processes)) - before) / QUESTIONS, times


def copy(here: Engine, there: Engine) -> int:
    """Copy an index from SQLite to PostgreSQL; how many documents it has."""
    store = store_for("postgresql")
    with there.begin() as conn:
        store.create(conn)
        conn.execute(text("DELETE FROM search_facts"))
    with here.connect() as source, there.begin() as conn:
        conn.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        for table in (*schema.metadata.sorted_tables, schema.words):
            _copy(source, conn, table)
        model, dimension = _model(source)
        vectors = np.zeros((1, dimension), dtype=np.float32)
        index_models(conn, [Entry(None, "", model, (), vectors)])  # type: ignore[arg-type]
        store.tidy(conn)
        return store.count(conn)


def _model(source: Connection) -> tuple[str, int]:
    row = source.execute(select(schema.vectors.c.model, schema.vectors.c.vector).limit(1)).one()
    return row.model, len(row.vector)


def _copy(source: Connection, target: Connection, table: Any) -> None:
    """By the protocol for bulk loads: inserting 300,000 vectors one by one takes an hour."""
    raw: psycopg.Connection[Any] = target.connection.driver_connection  # type: ignore[assignment]
    columns = [column.name for column in table.columns]
    names = ", ".join(f'"{name}"' for name in columns)
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as to:
        for row in source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table)):
            to.write_row([schema.written(v) if isinstance(v, np.ndarray) else v for v in row])
