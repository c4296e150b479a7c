"""The vocabulary of the index: counts of documents, typos, beginnings of words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from search.query import Alternative, Expanded, Query, prefix_term
from search.stores import schema
from search.wording import Corpus

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


def spaced(terms: Iterable[str]) -> str:
    """Return terms as they are stored: each between spaces of its own, for counting."""
    joined = "  ".join(terms)
    return f" {joined} " if joined else ""


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


def frequencies(conn: Connection, terms: Iterable[str]) -> dict[str, int]:
    """Return in how many documents each known term stands."""
    wanted = list(dict.fromkeys(terms))
    if not wanted:
        return {}
    table = schema.terms
    rows = conn.execute(
        select(table.c.term, table.c.documents).where(
            table.c.term.in_(bindparam("terms", wanted, expanding=True)), table.c.documents > 0
        )
    )
    return {row.term: row.documents for row in rows}


def corpus(conn: Connection, terms: Iterable[str]) -> Corpus:
    """Return the counts BM25 needs for `terms`."""
    rows = conn.execute(select(schema.facts.c.name, schema.facts.c.value))
    facts = {row.name: row.value for row in rows}
    total = facts.get("documents", 0)
    return Corpus(
        total,
        facts.get("title_terms", 0) / max(total, 1),
        facts.get("whole_terms", 0) / max(total, 1),
        frequencies(conn, terms),
    )


def expand(conn: Connection, query: Query) -> Expanded:
    """Return the terms of `query` with what the vocabulary offers in their place."""
    known = frequencies(conn, query.terms)
    begun = prefix_term(query)
    groups, corrected = [], []
    for term in query.terms:
        group = [Alternative(term, 1.0)]
        if term == begun:
            group += _beginning_with(conn, query.prefix, term)
        if term not in known and len(group) == 1:
            meant = _nearly(conn, term)
            group += [Alternative(other, SLIP_WEIGHT) for other in meant]
            corrected += [(term, other) for other in meant[:1]]
        groups.append(tuple(group))
    return Expanded(tuple(groups), tuple(corrected))


def telling(conn: Connection, query: Expanded) -> list[str]:
    """Return the known terms by which candidates are chosen, rarest first."""
    known = frequencies(conn, sorted(query.wanted))
    total = conn.scalar(select(schema.facts.c.value).where(schema.facts.c.name == "documents")) or 0
    rarest = sorted(known, key=lambda term: (known[term], term))[:MAX_MATCH_TERMS]
    if total > LARGE_INDEX_DOCUMENTS:
        return [term for term in rarest if known[term] <= total * COMMON_SHARE] or rarest[:1]
    return rarest


def _beginning_with(conn: Connection, prefix: str, term: str) -> list[Alternative]:
    table = schema.terms
    rows = conn.scalars(
        select(table.c.term)
        .where(table.c.term >= prefix, table.c.term < prefix + chr(0x10FFFF))
        .where(table.c.term != term, table.c.documents > 0)
        .order_by(table.c.documents.desc(), table.c.term)
        .limit(MAX_ALTERNATIVES)
    )
    return [Alternative(other, PREFIX_WEIGHT) for other in rows]


def _nearly(conn: Connection, term: str) -> list[str]:
    """Known terms one slip from `term`: a letter more, less, other or swapped."""
    tried = [*_slips(term), term]
    if len(tried) == 1:
        return []
    table = schema.slips
    near = conn.scalars(
        select(table.c.term).where(table.c.slip.in_(bindparam("slips", tried, expanding=True)))
    )
    direct = conn.scalars(
        select(schema.terms.c.term).where(
            schema.terms.c.term.in_(bindparam("slips", tried, expanding=True))
        )
    )
    counts = frequencies(conn, {*near, *direct})
    ranked = sorted(counts, key=lambda other: (other[:1] != term[:1], -counts[other], other))
    return ranked[:MAX_ALTERNATIVES]


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
