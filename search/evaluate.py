"""Measures search on labelled files, through the very path the site uses.

`python -m search.evaluate DIR` prints one JSON object; progress goes to standard error.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import Engine

from search.calibration import Evidence, Rule, learn
from search.documents import Results
from search.encoder import Encoder, SentenceTransformerEncoder
from search.index import SearchIndex
from search.labelled import BadEvaluationData, LabelledQuery, read_documents, read_queries
from search.second import SecondOpinion, default_second
from search.stores.kinds import store_for
from search.throwaway import throw_away

# Deep enough for MRR@10; recall looks at fewer.
DEPTH: Final = 10
AUDIENCE: Final = "public"
# A first load from the hub over a slow line; the bundled model takes ten seconds.
MODEL_TIMEOUT_SECONDS: Final = 300.0
# On a busy machine a late vector is still measured, not silently left out of the ranking.
MEASURING_TIMEOUT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back for one query.

    Args:
        rank: 1-based rank of the first relevant hit, None where it is not in the first ten.
        verdicts: per hit called a likely duplicate, whether it is relevant.
        milliseconds: time of the whole call.
    """

    rank: int | None
    verdicts: tuple[bool, ...]
    milliseconds: float


def evaluate(
    directory: Path | str,
    encoder: Encoder,
    *,
    second: SecondOpinion | None = None,
    rule: Rule | None = None,
    database: str = "",
    cross: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Index a labelled set into a throw-away store, ask its questions, return the figures.

    Args:
        directory: holds `documents.jsonl` and `queries.jsonl`.
        encoder: the model to measure, ready.
        second: who is asked for a second opinion, ready; nobody if None.
        rule: the rule for likely duplicates; the models' shipped one if None.
        database: where the site keeps its rows; a place of the same kind is made and thrown
            away, a SQLite file when empty.
        cross: also report, as "likely_duplicate_learned", rules learned on one half and
            applied to the other.
        progress: called with a line of text now and then.

    Raises:
        BadEvaluationData: when the files are missing or broken.
    """
    folder = Path(directory)
    documents, queries = read_documents(folder), read_queries(folder)
    with throw_away(database) as place:
        index = SearchIndex(store_for(place.dialect.name), encoder, rule, second)
        began = time.perf_counter()
        index.rebuild(place.begin, documents, lambda n: progress(f"{n}/{len(documents)} documents"))
        index_seconds = time.perf_counter() - began
        outcomes = _ask(index, place, queries, progress)
        examples = _examples(index, place, queries) if cross else []
    learned = cross_verdicts(index.rule, examples, len(queries)) if cross else None
    return {
        "documents": len(documents),
        "queries": len(queries),
        "model": index.shipped_rule.model,
        "store": index.store.name,
        **_figures(outcomes),
        "index_seconds": round(index_seconds, 2),
        "query_ms": _percentiles([outcome.milliseconds for outcome in outcomes]),
        "likely_duplicate": _verdicts(outcomes),
        **({"likely_duplicate_learned": learned} if learned else {}),
    }


def examples_of(
    directory: Path | str,
    encoder: Encoder,
    *,
    second: SecondOpinion | None = None,
    rule: Rule | None = None,
    database: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> list[tuple[Evidence, bool]]:
    """Return the evidence of each labelled question's first hit, and whether it was right.

    Args and errors are those of `evaluate`.
    """
    folder = Path(directory)
    documents, queries = read_documents(folder), read_queries(folder)
    with throw_away(database) as place:
        index = SearchIndex(store_for(place.dialect.name), encoder, rule, second)
        index.rebuild(place.begin, documents, lambda n: progress(f"{n}/{len(documents)} documents"))
        return _examples(index, place, queries)


def cross_verdicts(
    rule: Rule, examples: Sequence[tuple[Evidence, bool]], queries: int
) -> dict[str, float | None]:
    """Return precision and recall of rules learned on each half and applied to the other.

    Args:
        rule: whose weights are kept while the threshold is learned.
        examples: evidence of each query's first hit, and whether it was right.
        queries: how many were asked, those without a hit among them.
    """
    halves = examples[::2], examples[1::2]
    marked = right = 0
    for taught, tested in (halves, halves[::-1]):
        trained = learn(rule, taught)
        verdicts = [correct for evidence, correct in tested if trained.likely(evidence)]
        marked, right = marked + len(verdicts), right + sum(verdicts)
    precision = round(right / marked, 4) if marked else None
    return {"precision": precision, "recall": round(right / queries, 4)}


def _examples(
    index: SearchIndex, place: Engine, queries: Sequence[LabelledQuery]
) -> list[tuple[Evidence, bool]]:
    found = []
    with place.connect() as conn:
        for query in queries:
            first = index.evidence(conn, query.text, [AUDIENCE])
            if first:
                found.append((first[1], first[0] in query.relevant))
    return found


def _ask(
    index: SearchIndex,
    place: Engine,
    queries: Sequence[LabelledQuery],
    progress: Callable[[str], None],
) -> list[Outcome]:
    outcomes = []
    with place.connect() as conn:
        for number, query in enumerate(queries, start=1):
            began = time.perf_counter()
            results = index.similar(conn, query.text, [AUDIENCE], limit=DEPTH)
            milliseconds = (time.perf_counter() - began) * 1000
            outcomes.append(_outcome(results, query.relevant, milliseconds))
            if number % 100 == 0:
                progress(f"{number}/{len(queries)} queries")
    return outcomes


def _outcome(results: Results, relevant: frozenset[str], milliseconds: float) -> Outcome:
    ranks = (place for place, hit in enumerate(results.hits, 1) if hit.key in relevant)
    verdicts = tuple(hit.key in relevant for hit in results.hits if hit.likely_duplicate)
    return Outcome(next(ranks, None), verdicts, milliseconds)


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    def share(within: int) -> float:
        found = sum(1 for outcome in outcomes if outcome.rank and outcome.rank <= within)
        return round(found / len(outcomes), 4)

    reciprocal = sum(1 / outcome.rank for outcome in outcomes if outcome.rank)
    return {
        "recall_at_1": share(1),
        "recall_at_3": share(3),
        "recall_at_5": share(5),
        "hit_at_5": share(5),
        "mrr_at_10": round(reciprocal / len(outcomes), 4),
    }


def _percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    return {
        "p50": round(float(np.percentile(milliseconds, 50)), 2),
        "p95": round(float(np.percentile(milliseconds, 95)), 2),
    }


def _verdicts(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Precision over everything marked, recall over questions with a right mark."""
    marks = [right for outcome in outcomes for right in outcome.verdicts]
    served = sum(1 for outcome in outcomes if any(outcome.verdicts))
    return {
        "precision": round(sum(marks) / len(marks), 4) if marks else None,
        "recall": round(served / len(outcomes), 4),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `evaluate` from the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m search.evaluate", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--model", default="", help="a model's name or folder")
    parser.add_argument(
        "--second", default=default_second(), help="who is asked about English beside it, or off"
    )
    parser.add_argument(
        "--database", default="", help="postgresql+psycopg://… to measure the store for PostgreSQL"
    )
    parser.add_argument(
        "--learn", action="store_true", help="also learn the rule on one half for the other"
    )
    options = parser.parse_args(arguments)
    encoder = SentenceTransformerEncoder(options.model, query_timeout=MEASURING_TIMEOUT_SECONDS)
    encoder.start()
    if not encoder.wait(MODEL_TIMEOUT_SECONDS):
        print(encoder.error or f"{encoder.model} did not load in time", file=sys.stderr)
        return 1
    second = _second(options.second)
    if second and not second.is_ready:
        print(second.encoder.error or "the second model did not load in time", file=sys.stderr)
        return 1
    try:
        figures = evaluate(
            options.directory,
            encoder,
            second=second,
            database=options.database,
            cross=options.learn,
            progress=_to_stderr,
        )
    except BadEvaluationData as failure:
        print(failure, file=sys.stderr)
        return 1
    print(json.dumps(figures, ensure_ascii=False))
    return 0


def _second(name: str) -> SecondOpinion | None:
    if name in ("", "off"):
        return None
    encoder = SentenceTransformerEncoder(name, query_timeout=MEASURING_TIMEOUT_SECONDS)
    encoder.start()
    encoder.wait(MODEL_TIMEOUT_SECONDS)
    return SecondOpinion(encoder)


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
