"""The vocabulary of the index: counts of documents, typos, beginnings of words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Table, bindparam, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from search.query import Alternative, Corpus, Expanded, Query, prefix_term
from search.stores import schema

# A guess counts less than what was typed; a prefix less than a corrected slip.
SLIP_WEIGHT: Final = 0.7
PREFIX_WEIGHT: Final = 0.5
MAX_ALTERNATIVES: Final = 6
# Shorter words have too many neighbours one letter away; longer ones are no words.
SLIP_CHARACTERS: Final = range(4, 25)
# More terms than this in one query cost more than they find.
MAX_MATCH_TERMS: Final = 24
# In a large index a word that a tenth of the documents hold selects nothing.
COMMON_SHARE: Final = 0.1
LARGE_INDEX_DOCUMENTS: Final = 2_000

_FACT, _TERM, _SLIP = schema.facts.c, schema.terms.c, schema.slips.c
_SLIPS: Final[BindParameter[str]] = bindparam("slips", expanding=True)

# Built once: building them takes longer than running them.
_CORPUS: Final = select(literal(True).label("is_fact"), _FACT.name, _FACT.value).union_all(
    select(literal(False), _TERM.term, _TERM.documents).where(
        _TERM.term.in_(bindparam("terms", expanding=True)), _TERM.documents > 0
    )
)
_BEGINNING: Final = (
    select(_TERM.term, _TERM.documents)
    .where(_TERM.term >= bindparam("begin"), _TERM.term < bindparam("end"))
    .where(_TERM.term != bindparam("own"), _TERM.documents > 0)
    .order_by(_TERM.documents.desc(), _TERM.term)
    .limit(MAX_ALTERNATIVES)
)
_NEARLY: Final = (
    select(_SLIP.slip, _TERM.term, _TERM.documents)
    .join(schema.terms, _TERM.term == _SLIP.term)
    .where(_SLIP.slip.in_(_SLIPS), _TERM.documents > 0)
    .union_all(
        select(_TERM.term, _TERM.term, _TERM.documents).where(
            _TERM.term.in_(_SLIPS), _TERM.documents > 0
        )
    )
)


def count_terms(conn: Connection, terms: Mapping[str, int]) -> None:
    """Add to (or, negative, take from) the number of documents that hold each term."""
    rows = [{"term": term, "documents": by} for term, by in terms.items() if by]
    if not rows:
        return
    statement = _insert(conn, schema.terms)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["term"],
            set_={"documents": schema.terms.c.documents + statement.excluded.documents},
        ),
        rows,
    )
    learnt = [
        {"slip": slip, "term": term}
        for term, by in terms.items()
        if by > 0
        for slip in _slips(term)
    ]
    if learnt:
        conn.execute(_insert(conn, schema.slips).on_conflict_do_nothing(), learnt)


def terms_of(*stored: str) -> Counter[str]:
    """Return each distinct term of a document's stored fields, counted once."""
    return Counter(dict.fromkeys((word for field in stored for word in field.split()), 1))


def corpus(conn: Connection, terms: Iterable[str]) -> Corpus:
    """Return the counts BM25 needs for `terms`, in one statement."""
    rows = conn.execute(_CORPUS, {"terms": list(dict.fromkeys(terms))}).all()
    values = {name: value for is_fact, name, value in rows if is_fact}
    total = values.get("documents", 0)
    return Corpus(
        total,
        values.get("title_terms", 0) / max(total, 1),
        values.get("whole_terms", 0) / max(total, 1),
        {name: value for is_fact, name, value in rows if not is_fact},
    )


def expand(conn: Connection, query: Query, *, forgiving: bool = True) -> Expanded:
    """Return the terms of `query` with what the vocabulary offers in their place.

    Args:
        conn: the caller's connection.
        query: the query.
        forgiving: whether an unknown word may stand for one a single slip away.
    """
    counts = corpus(conn, query.terms)
    known = dict(counts.frequencies)
    begun = prefix_term(query)
    longer = _beginning_with(conn, query.prefix, begun) if begun in query.terms else {}
    lost = [term for term in query.terms if term not in known and not (term == begun and longer)]
    meant = _nearly(conn, lost) if forgiving and lost else {}
    groups = tuple(
        (
            Alternative(term, 1.0),
            *(Alternative(other, PREFIX_WEIGHT) for other in (longer if term == begun else ())),
            *(Alternative(other, SLIP_WEIGHT) for other in meant.get(term, ())),
        )
        for term in query.terms
    )
    for found in (longer, *meant.values()):
        known.update(found)
    corrected = tuple((term, next(iter(found))) for term, found in meant.items() if found)
    return Expanded(groups, corrected, replace(counts, frequencies=known))


def beside(conn: Connection, terms: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return, of each of `terms`, the other terms one slip away with their counts of documents."""
    return {
        term: {other: number for other, number in found.items() if other != term}
        for term, found in _nearly(conn, terms).items()
    }


def telling(query: Expanded) -> list[str]:
    """Return the known terms by which candidates are chosen, rarest first."""
    known, total = query.corpus.frequencies, query.corpus.documents
    wanted = [term for term in query.wanted if known.get(term)]
    rarest = sorted(wanted, key=lambda term: (known[term], term))[:MAX_MATCH_TERMS]
    if total > LARGE_INDEX_DOCUMENTS:
        return [term for term in rarest if known[term] <= total * COMMON_SHARE] or rarest[:1]
    return rarest


def _beginning_with(conn: Connection, prefix: str, term: str) -> dict[str, int]:
    """The most frequent other terms that begin like this, with their numbers of documents."""
    given = {"begin": prefix, "end": prefix + chr(0x10FFFF), "own": term}
    rows = conn.execute(_BEGINNING, given).all()
    return {row.term: row.documents for row in rows}


def _nearly(conn: Connection, lost: Sequence[str]) -> dict[str, dict[str, int]]:
    """Known terms one slip from each of `lost`: a letter more, less, other or swapped."""
    tried = {term: {*_slips(term), term} for term in lost}
    tried = {term: slips for term, slips in tried.items() if len(slips) > 1}
    if not tried:
        return {}
    wanted = sorted(set().union(*tried.values()))
    rows = conn.execute(_NEARLY, {"slips": wanted}).all()
    return {term: _likeliest(term, slips, rows) for term, slips in tried.items()}


def _likeliest(term: str, slips: Set[str], rows: Sequence[Any]) -> dict[str, int]:
    counts = {other: documents for slip, other, documents in rows if slip in slips}
    ranked = sorted(counts, key=lambda other: (other[:1] != term[:1], -counts[other], other))
    return {other: counts[other] for other in ranked[:MAX_ALTERNATIVES]}


def _slips(term: str) -> Iterator[str]:
    """`term` with each letter left out in turn (symmetric deletes, as SymSpell does)."""
    if len(term) in SLIP_CHARACTERS and term.isalpha():
        yield from sorted({term[:i] + term[i + 1 :] for i in range(len(term))})


def add_facts(conn: Connection, documents: int, title_terms: int, whole_terms: int) -> None:
    """Add to the totals from which averages are taken; negative numbers take away."""
    rows = [
        {"name": "documents", "value": documents},
        {"name": "title_terms", "value": title_terms},
        {"name": "whole_terms", "value": whole_terms},
    ]
    statement = _insert(conn, schema.facts)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"value": schema.facts.c.value + statement.excluded.value},
        ),
        rows,
    )


def _insert(conn: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if conn.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
