"""Which documents share words with a question, in PostgreSQL: the best ones by BM25.

A document's score is at most the sum of what its terms can bring. So only documents are fetched in
which terms come together that can reach a mark, and the mark falls until nothing outside can be
among the best: what is found is what counting every match would find, and the cost follows the
number of documents wanted, not of those that share a word.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Float,
    Select,
    bindparam,
    case,
    cast,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from search.query import Corpus, Expanded, Scope
from search.stores import schema, words
from search.stores.scope import visible
from search.wording import BM25_B, BM25_K1, inverse_frequency

# What FTS5 is told on SQLite: a term of the title counts twice, besides once for the whole.
TITLE_COUNTS: Final = 3
# What damps the score of a document without any length.
SHORTEST: Final = BM25_K1 * (1 - BM25_B)
# So many of the rarest terms decide what is fetched; combinations of more are too many to name.
DECIDING_TERMS: Final = 10
# The mark begins at this share of what all terms bring, and falls to this share of itself.
FIRST_SHARE: Final = 0.6
FALLS_TO: Final = 0.5

D = schema.documents.c


def by_words(conn: Connection, query: Expanded, scope: Scope, limit: int) -> list[int]:
    """Return up to `limit` ids the scope may see, best matching words first.

    The order is BM25's with a term counted once, or three times where the title holds it;
    `ranking` counts anew.
    """
    terms = words.telling(query)
    if not terms:
        return []
    highest = TITLE_COUNTS / (SHORTEST + TITLE_COUNTS)
    brings = {term: _weight(term, query.corpus) * highest for term in terms}
    deciding = terms[:DECIDING_TERMS]
    mark = FIRST_SHARE * sum(brings[term] for term in deciding)
    while True:
        is_all = mark <= min(brings.values())
        wanted = _any_of(terms) if is_all else _together(deciding, brings, mark)
        found = _best(conn, terms, wanted, query.corpus, scope, limit)
        reached = found[-1].score if len(found) == limit else 0.0
        if is_all or mark <= reached:
            return [row.id for row in found]
        mark = reached or mark * FALLS_TO


def _best(
    conn: Connection, terms: Sequence[str], wanted: str, corpus: Corpus, scope: Scope, limit: int
) -> Sequence[Any]:
    """Ids and scores of the best among the documents that a tsquery matches."""
    average = max(corpus.title_length + corpus.whole_length, 1.0)
    values: dict[str, Any] = {"wanted": wanted, "slope": BM25_K1 * BM25_B / average}
    for number, term in enumerate(terms):
        values |= {f"term_{number}": _quoted(term), f"weight_{number}": _weight(term, corpus)}
    statement = _scored(len(terms)).where(visible(scope)).limit(limit)
    return conn.execute(statement, values).all()


@cache
def _scored(terms: int) -> Select[Any]:
    """Matching documents by their scores, for so many terms; built once for each number."""
    stems: Any = literal_column("search_words.stems")
    titles: Any = literal_column("search_words.title_stems")
    length = D.title_length + D.whole_length
    damping = SHORTEST + bindparam("slope", type_=Float) * length
    score: Any = literal(0.0)
    for number in range(terms):
        term, weight = f"term_{number}", bindparam(f"weight_{number}", type_=Float)
        score += case(
            (_matches(titles, term), weight * TITLE_COUNTS / (damping + TITLE_COUNTS)),
            (_matches(stems, term), weight / (damping + 1)),
            else_=0.0,
        )
    scored = score.label("score")
    return (
        select(D.id, scored)
        .join(schema.words, D.id == schema.words.c.rowid)
        .where(_matches(stems, "wanted"))
        .order_by(scored.desc(), D.id)
    )


def _weight(term: str, corpus: Corpus) -> float:
    return inverse_frequency(term, corpus) * (BM25_K1 + 1)


def _together(terms: Sequence[str], brings: Mapping[str, float], mark: float) -> str:
    """The tsquery of all combinations of terms that bring at least so much; empty if none does."""
    if sum(brings[term] for term in terms) < mark:
        return ""
    first, rest = terms[0], terms[1:]
    ways = [_quoted(first)]
    if brings[first] < mark:
        beside = _together(rest, brings, mark - brings[first])
        ways = [f"{_quoted(first)} & ({beside})"] if beside else []
    return " | ".join(filter(None, [*ways, _together(rest, brings, mark)]))


def _any_of(terms: Sequence[str]) -> str:
    return " | ".join(map(_quoted, terms))


def _quoted(term: str) -> str:
    """A term as it stands in a tsquery."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _matches(stems: Any, name: str) -> Any:
    return stems.bool_op("@@")(cast(bindparam(name), TSQUERY))
