"""What was asked, taken apart once: terms with their alternatives, the half-typed word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from search.text import clean, language_of, stem, terms, tokens

# Beyond these a message repeats itself; the first words of a support question carry it.
MAX_QUERY_TERMS: Final = 32
# Two letters begin too many words to mean one.
MIN_PREFIX_CHARACTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A term to look for and how much finding it is worth (1 for what was typed)."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the form in which stores and ranking take it.

    Args:
        text: cleaned, as typed.
        terms: distinct index terms, in order.
        prefix: the folded last word while it may be half-typed, else empty.
        language: "ru", "en" or "".
    """

    text: str
    terms: tuple[str, ...]
    prefix: str
    language: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What BM25 needs to know of all documents.

    Args:
        documents: how many there are.
        title_length: average number of terms in a title.
        whole_length: average number of terms in a whole document.
        frequencies: per term, how many documents hold it.
    """

    documents: int
    title_length: float
    whole_length: float
    frequencies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expanded:
    """A query's terms after the index's own vocabulary has been looked at.

    Args:
        groups: per term of the query, what may stand for it; the best match counts once.
        corrected: the misspelt terms and what they were taken for.
        corpus: what BM25 needs to know, with the counts of every term in `groups`.
    """

    groups: tuple[tuple[Alternative, ...], ...]
    corrected: tuple[tuple[str, str], ...] = ()
    corpus: Corpus = field(default_factory=lambda: Corpus(0, 0.0, 0.0))

    @property
    def wanted(self) -> frozenset[str]:
        """Every term that counts as a match."""
        return frozenset(item.term for group in self.groups for item in group)

    @property
    def is_known(self) -> bool:
        """Whether any word, as it was typed, stands in any document."""
        return any(group[0].term in self.corpus.frequencies for group in self.groups)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents a query may see; applied before anything is cut.

    Args:
        audiences: the viewer's keys; a document needs one of them.
        labels: facet labels a document needs all of.
        kinds: "thread", "article"; empty for both.
        exclude: document keys to leave out.
        among: document keys it must be one of; None for any.
        phrases: terms that a document holds one right after the other, as `spaced` writes them.
        without: terms, or phrases in that form, that it does not hold.
        since: ISO time in UTC from which on it was made; empty for any.
        until: ISO time in UTC before which it was made; empty for any.
    """

    audiences: tuple[str, ...]
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    among: tuple[str, ...] | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


def spaced(terms: Iterable[str]) -> str:
    """Return terms as they are stored: each between spaces of its own, for counting."""
    joined = "  ".join(terms)
    return f" {joined} " if joined else ""


def parse(text: str) -> Query:
    """Return `text` taken apart; nothing in it is syntax and nothing raises."""
    cleaned = clean(text)
    found = tuple(dict.fromkeys(terms(cleaned)))[:MAX_QUERY_TERMS]
    return Query(cleaned.strip(), found, _prefix(cleaned), language_of(cleaned))


def _prefix(text: str) -> str:
    words = tokens(text[-200:])
    if not words or words[-1].end < len(text[-200:]):
        return ""  # a space or a full stop behind it: the word is whole
    last = words[-1].text
    return last if len(last) >= MIN_PREFIX_CHARACTERS and last.isalnum() else ""


def prefix_term(query: Query) -> str:
    """Return the index term of the half-typed word, empty when there is none."""
    return stem(query.prefix) if query.prefix else ""
