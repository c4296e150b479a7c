"""Which words were taken for others, in the form in which the found texts write them. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from search.query import Expanded, Query
from search.text import parts, stem, tokens

# Two people may misspell a word alike; what three wrote is a word of its own.
RARE_DOCUMENTS: Final = 2
# So much more often its neighbour has to stand somewhere: of two words as rare, neither is wrong.
OFTEN_TIMES: Final = 20


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as it was typed, and the one that was looked for beside it."""

    typed: str
    meant: str


def corrections(query: Query, expanded: Expanded, texts: Iterable[str]) -> tuple[Correction, ...]:
    """Return, for each misspelt word, the likeliest one that a found text really holds.

    Nothing is said of a word of which the texts hold no reading: it changed nothing.

    Args:
        query: as typed.
        expanded: with the readings of its unknown words.
        texts: what was found, best first.
    """
    lost = {term for term, _ in expanded.corrected}
    readings = {
        group[0].term: [item.term for item in group[1:]]
        for group in expanded.groups
        if group[0].term in lost
    }
    typed = {stem(part): word.text for word in tokens(query.text) for part in parts(word.text)}
    wanted = frozenset(term for terms in readings.values() for term in terms)
    written = _as_written(wanted, texts) if wanted else {}
    return tuple(
        Correction(typed[term], written[meant])
        for term, terms in readings.items()
        if (meant := next((one for one in written if one in terms), "")) and term in typed
    )


def corrected(text: str, changes: Sequence[Correction]) -> str:
    """Return `text` with the words of `changes` in place of what was typed."""
    meant = {change.typed: change.meant for change in changes}
    shown, end = [], 0
    for word in tokens(text):
        if word.text in meant:
            shown += [text[end : word.start], meant[word.text]]
            end = word.end
    return "".join([*shown, text[end:]])


def doubtful(counts: Mapping[str, int], near: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Return, for each rare term, the far more frequent one that may have been meant.

    Args:
        counts: in how many documents each term of the query stands.
        near: the terms one slip from each, likeliest first, with their counts.
    """
    return {
        term: other
        for term in rare(counts)
        for other, number in list(near.get(term, {}).items())[:1]
        if number >= counts[term] * OFTEN_TIMES
    }


def mostly(terms: Sequence[str], known: Collection[str]) -> bool:
    """Return whether at least half of the terms are known, and any at all.

    One alone says nothing: among letters at random there is always a "d" or a "kb".
    """
    number = sum(term in known for term in terms)
    return number > 0 and 2 * number >= len(terms)


def rare(counts: Mapping[str, int]) -> list[str]:
    """Return the terms that stand in so few documents that they may be slips themselves."""
    return [term for term, number in counts.items() if 0 < number <= RARE_DOCUMENTS]


def as_written(term: str, texts: Iterable[str]) -> str:
    """Return the first word of `texts` whose stem is `term`; empty where there is none."""
    return _as_written(frozenset([term]), texts).get(term, "")


def _as_written(wanted: frozenset[str], texts: Iterable[str]) -> dict[str, str]:
    """The wanted terms in the order in which texts hold them, each as it is written there."""
    found: dict[str, str] = {}
    for text in texts:
        for word in tokens(text):
            for part in parts(word.text):
                if stem(part) in wanted:
                    found.setdefault(stem(part), part)
    return found
