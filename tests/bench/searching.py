"""What search costs as people use it: no question is asked twice unless it says so.

``python -m tests.bench search INSTANCE …`` serves each seeded instance and prints a table; with
``--model`` documents get vectors of the default models first, in a copy.
"""

import argparse
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from urllib.parse import quote

import numpy as np

from search.encoder import (
    BUNDLED_MODEL,
    BUNDLED_SECOND,
    Encoder,
    SentenceTransformerEncoder,
    Vectors,
)
from search.second import COMPARED_PARTS, SecondOpinion
from tests.bench import servers
from tests.bench.around import wait_for_meaning
from tests.bench.client import get, measure
from tests.bench.stores import questions

QUESTIONS, PAGES, SEARCHERS = 200, 240, 8
WARM_UP = 16
MODEL_SECONDS_MAX = 120.0
NOISE = 0.2  # how far a body or an answer lies from its title
HEAD = (
    "| threads | encoder | what | CPU ms | p50 ms | p95 ms | goal |\n|--:|---|---|--:|--:|--:|---|"
)
Requests = Callable[[int, int], bytes]


def main(arguments: Sequence[str]) -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench search", description=__doc__)
    parser.add_argument("instances", type=Path, nargs="+")
    parser.add_argument("--model", action="store_true", help="with the default model")
    parser.add_argument("--port", type=int, default=8130)
    options = parser.parse_args(arguments)
    print(HEAD, flush=True)
    for instance in options.instances:
        place = with_vectors(instance) if options.model else instance
        for line in lines(place, options.port, options.model):
            print(line, flush=True)


def lines(instance: Path, port: int, with_model: bool) -> list[str]:
    """The rows of one instance."""
    env = servers.environment(instance, port, "" if with_model else "hashing")
    began = time.monotonic()
    site = servers.start(["app.py"], env, port)
    try:
        wait_for_meaning(port)
        ready, started = time.monotonic() - began, site.cpu_seconds()
        fresh = iter(questions(QUESTIONS + 2 * PAGES + 3 * WARM_UP))
        typed = _asking("/ask/suggestions?title={}", fresh, port)
        searched = _asking("/search?q={}", fresh, port)
        again = next(fresh)
        measure(site, typed, WARM_UP, 1, 200)
        measure(site, searched, WARM_UP, SEARCHERS, 200)
        found = [
            ("suggestions, one after the other", _goal(with_model),
             measure(site, typed, QUESTIONS, 1, 200)),
            ("search page, 8 clients", "p95 ≤ 120 ms",
             measure(site, searched, PAGES, SEARCHERS, 200)),
            ("the same search again, 8 clients", "",
             measure(site, _asking("/search?q={}", repeat(again), port), PAGES, SEARCHERS, 200)),
        ]  # fmt: skip
        memory = site.memory_mb()
    finally:
        site.stop()
    threads = _count(instance)
    encoder = "default" if with_model else "hashing"
    return [
        f"| {threads} | {encoder} | start: first page after {site.first_page_seconds:.1f} s, by "
        f"meaning after {ready:.1f} s, {started:.1f} s of CPU | | | | ≤ 3 s, ≤ 15 s |",
        *(
            f"| {threads} | {encoder} | {what} | {of.cpu_ms:.1f} | {of.p50_ms:.1f} "
            f"| {of.p95_ms:.1f} | {goal} |"
            for what, goal, of in found
        ),
        f"| {threads} | {encoder} | memory of the process: {memory:.0f} MB | | | | ≤ 900 MB |",
    ]


def _goal(with_model: bool) -> str:
    return "p95 ≤ 60 ms" if with_model else "p95 ≤ 25 ms"


def _asking(path: str, texts: Iterator[str], port: int) -> Requests:
    return lambda _client, _number: get(path.format(quote(next(texts))), port=port)


def _count(instance: Path) -> int:
    with sqlite3.connect(instance / "threadwell.db") as db:
        return int(db.execute("SELECT count(*) FROM threads").fetchone()[0])


def with_vectors(instance: Path) -> Path:
    """A copy in which every document has vectors of the default models.

    Those of its title are true; a body or an answer gets the title's, moved a little. Embedding
    300,000 texts takes hours and would make no question faster or slower.
    """
    place = instance.with_name(f"{instance.name}-model")
    if place.exists():
        return place
    shutil.copytree(instance, place)
    first, second = _loaded(""), SecondOpinion(_loaded(BUNDLED_SECOND))
    with sqlite3.connect(place / "threadwell.db") as db:
        of_all = _vectors_of_titles(db, first, "1")
        rows = db.execute("SELECT id, document_id, part FROM search_vectors").fetchall()
        dice = np.random.default_rng(1)
        db.executemany(
            "UPDATE search_vectors SET model = ?, vector = ? WHERE id = ?",
            (
                (BUNDLED_MODEL, _moved(of_all[document], part, dice), row)
                for row, document, part in rows
            ),
        )
        spoken = _vectors_of_titles(db, second.encoder, f"language = '{second.language}'")
        db.executemany(
            "INSERT INTO search_vectors"
            " (document_id, model, content_hash, part, anchor, position, chunk, vector)"
            " SELECT document_id, ?, content_hash, part, anchor, position, chunk, ?"
            " FROM search_vectors WHERE id = ?",
            (
                (second.space, _moved(spoken[document], part, dice), row)
                for row, document, part in rows
                if document in spoken and part in COMPARED_PARTS
            ),
        )
    return place


def _loaded(model: str) -> SentenceTransformerEncoder:
    encoder = SentenceTransformerEncoder(model)
    encoder.start()
    if not encoder.wait(MODEL_SECONDS_MAX):
        raise RuntimeError(encoder.error)
    return encoder


def _vectors_of_titles(
    db: sqlite3.Connection, encoder: Encoder, condition: str
) -> dict[int, Vectors]:
    """Per document the vector of its title; many have the same."""
    statement = f"SELECT id, title FROM search_documents WHERE {condition}"  # noqa: S608  (ours)
    titles = dict(db.execute(statement))
    distinct = sorted(set(titles.values()))
    vectors = dict(zip(distinct, encoder.encode_queries(distinct, patient=True), strict=True))
    return {number: vectors[title] for number, title in titles.items()}


def _moved(vector: Vectors, part: str, dice: np.random.Generator) -> bytes:
    if part != "title":
        noise = dice.standard_normal(len(vector)).astype(np.float32)
        vector = vector + NOISE * noise / np.linalg.norm(noise)
        vector = vector / np.linalg.norm(vector)
    return bytes(vector.astype("<f4").tobytes())
