"""What indexing costs beside what the models themselves take for the same texts, in one process.

``python -m tests.bench indexing`` lets both default models read the texts of made-up threads in
batches of their own, then indexes the threads into an empty database, in turn.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median

from sqlalchemy import create_engine

from moderation.demo.crowd import chatter
from search.documents import Document
from search.encoder import BUNDLED_MODEL, BUNDLED_SECOND, SentenceTransformerEncoder
from search.index import SearchIndex
from search.loading import load_transformer
from search.passages import pieces
from search.second import COMPARED_PARTS, SecondOpinion
from search.stores.sqlite import SqliteStore

THREADS, ROUNDS, BATCH = 100, 3, 16
BODIES = 500
HEAD = (
    "| indexing, both models | CPU ms a thread | the models alone | ratio | of waiting | goal |\n"
    "|---|--:|--:|--:|--:|---|"
)
GOAL = "≤ 1.2 × the models' own batch time"


def main(arguments: Sequence[str]) -> None:
    """Index, encode, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench indexing", description=__doc__)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    print(f"{HEAD}\n{line(options.threads, options.rounds)}", flush=True)


def line(threads: int = THREADS, rounds: int = ROUNDS) -> str:
    """The row of a report: medians over the rounds."""
    first, second = (_loaded(model) for model in (BUNDLED_MODEL, BUNDLED_SECOND))
    models = [load_transformer(model) for model in (BUNDLED_MODEL, BUNDLED_SECOND)]
    opinion = SecondOpinion(second)
    documents = [_document(number) for number in range(threads)]
    read = [piece for document in documents for piece in pieces(document)]
    asked = [piece.text for piece in read if piece.role == "query"]
    told = [piece.text for piece in read if piece.role == "passage"]
    english = [document for document in documents if document.language == opinion.language]
    compared = [
        piece.text
        for document in english
        for piece in pieces(document)
        if piece.part in COMPARED_PARTS
    ]

    def alone() -> None:
        models[0].encode(asked, prompt_name="query", batch_size=BATCH)
        models[0].encode(told, prompt_name="document", batch_size=BATCH)
        models[1].encode(compared, batch_size=BATCH)

    def indexed() -> None:
        engine = create_engine("sqlite://")
        SearchIndex(SqliteStore(), first, second=opinion).rebuild(engine.begin, documents)
        engine.dispose()

    spent = [(_cost(alone), _cost(indexed)) for _round in range(rounds)]
    cpu = [median(cost[which][0] for cost in spent) for which in (0, 1)]
    waiting = median(after[1] / before[1] for before, after in spent)
    ratio = median(after[0] / before[0] for before, after in spent)
    return (
        f"| {threads} threads, {len(read) + len(compared)} texts | {1000 * cpu[1] / threads:.0f} "
        f"| {1000 * cpu[0] / threads:.0f} | {ratio:.2f} | {waiting:.2f} | {GOAL} |"
    )


def _loaded(model: str) -> SentenceTransformerEncoder:
    encoder = SentenceTransformerEncoder(model)
    encoder.start()
    if not encoder.wait():
        raise RuntimeError(encoder.error)
    return encoder


def _cost(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of processor, all threads, and of the clock."""
    cpu, began = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - began


def _document(number: int) -> Document:
    language, dice = chatter.language_of(number), Random(number)  # noqa: S311  (words, no secrets)
    texts = chatter.bodies(language, BODIES)
    return Document(
        key=f"thread:{number}",
        kind="thread",
        title=chatter.title(number),
        body=dice.choice(texts),
        answer=dice.choice(texts),
        language=language,
    )
