"""What was asked, taken apart once: terms with their alternatives, the half-typed word."""

from dataclasses import dataclass
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
class Expanded:
    """A query's terms after the index's own vocabulary has been looked at.

    Args:
        groups: per term of the query, what may stand for it; the best match counts once.
        corrected: the misspelt terms and what they were taken for.
    """

    groups: tuple[tuple[Alternative, ...], ...]
    corrected: tuple[tuple[str, str], ...] = ()

    @property
    def wanted(self) -> frozenset[str]:
        """Every term that counts as a match."""
        return frozenset(item.term for group in self.groups for item in group)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents a query may see; applied before anything is cut.

    Args:
        audiences: the viewer's keys; a document needs one of them.
        labels: facet labels a document needs all of.
        kinds: "thread", "article"; empty for both.
        exclude: document keys to leave out.
    """

    audiences: tuple[str, ...]
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


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
