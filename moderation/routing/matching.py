"""Which rules a question fits, and what they decide together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.threads.models import Severity
from search.text import terms


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as rules see it.

    Args:
        category_ids: its category and those above it.
        stems: what ``search.text.terms`` makes of title and text, in order.
    """

    category_ids: frozenset[int]
    product_id: int | None
    language: str
    stems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule asks for; None or empty asks for nothing.

    Args:
        phrases: stems of each word or phrase; one that stands in the question is enough.
    """

    category_id: int | None = None
    product_id: int | None = None
    language: str = ""
    phrases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Acts:
    """What a rule does; None leaves a thing as it is."""

    team_id: int | None = None
    severity: Severity | None = None
    tag_id: int | None = None


def phrases_of(lines: str) -> tuple[tuple[str, ...], ...]:
    """The stems of each line, with every word: "не могу" would vanish without its stop word."""
    found = (tuple(terms(line, keep_stop_words=True)) for line in lines.splitlines())
    return tuple(phrase for phrase in found if phrase)


def stems_of(text: str) -> tuple[str, ...]:
    """A question's stems, to hold against ``phrases_of``."""
    return tuple(terms(text, keep_stop_words=True))


def fits(rule: Terms, asked: Asked) -> bool:
    """Whether all that the rule asks for holds."""
    return (
        (rule.category_id is None or rule.category_id in asked.category_ids)
        and (rule.product_id is None or rule.product_id == asked.product_id)
        and (not rule.language or rule.language == asked.language)
        and (not rule.phrases or any(_stands_in(phrase, asked.stems) for phrase in rule.phrases))
    )


def together(acts: Sequence[Acts]) -> Acts:
    """What several rules decide: each thing by the first of them that has something to say."""
    return Acts(
        next((act.team_id for act in acts if act.team_id is not None), None),
        next((act.severity for act in acts if act.severity is not None), None),
        next((act.tag_id for act in acts if act.tag_id is not None), None),
    )


def _stands_in(phrase: tuple[str, ...], stems: Sequence[str]) -> bool:
    size = len(phrase)
    return any(
        tuple(stems[start : start + size]) == phrase for start in range(len(stems) - size + 1)
    )
