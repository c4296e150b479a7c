"""Which questions a rule fits, and what several rules decide together."""

import pytest

from forum.threads.models import Severity
from moderation.routing.matching import (
    Acts,
    Asked,
    Terms,
    fits,
    phrases_of,
    stems_of,
    together,
)


def asked(text: str, category_ids: frozenset[int] = frozenset({1}), **more: object) -> Asked:
    """A question in English, in category 1, about no product."""
    given = {"product_id": None, "language": "en", **more}
    return Asked(category_ids, stems=stems_of(text), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("refund", "I want two refunds, please"),
        ("charged twice", "Why was I charged twice?"),
        ("заряжается", "Колонка не заряжалась всю ночь"),
        ("не могу войти", "Я не могу войти в приложение"),
        ("ё-мобиль", "Мой е-мобиль стоит"),
        ("C++", "The C++ client crashes"),
        ("E-214", "The hub shows E-214"),
    ],
)
def test_a_word_is_found_in_any_of_its_forms(line: str, text: str) -> None:
    assert fits(Terms(phrases=phrases_of(line)), asked(text))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("charged twice", "It was twice that I charged it"),
        ("art", "The party is over"),
        ("не могу войти", "Могу войти"),
    ],
)
def test_other_words_in_another_order_do_not_fit(line: str, text: str) -> None:
    assert not fits(Terms(phrases=phrases_of(line)), asked(text))


def test_one_of_the_lines_is_enough() -> None:
    assert fits(Terms(phrases=phrases_of("invoice\nrefund\n")), asked("A refund?"))


def test_all_conditions_must_hold() -> None:
    rule = Terms(category_id=1, product_id=7, language="en", phrases=phrases_of("refund"))
    assert fits(rule, asked("A refund?", product_id=7))
    assert not fits(rule, asked("A refund?", product_id=8))
    assert not fits(rule, asked("A refund?", product_id=7, language="ru"))
    assert not fits(rule, asked("A refund?", frozenset({2}), product_id=7))
    assert not fits(rule, asked("An invoice?", product_id=7))


def test_a_category_holds_what_is_below_it() -> None:
    assert fits(Terms(category_id=1), asked("Anything", frozenset({5, 1})))


def test_lines_without_a_word_are_no_phrases() -> None:
    assert phrases_of("  \n…\n!!") == ()


def test_each_thing_is_decided_by_the_first_rule_that_says_it() -> None:
    first = Acts(team_id=3)
    second = Acts(team_id=4, severity=Severity.CRITICAL)
    assert together([first, second]) == Acts(3, Severity.CRITICAL, None)
    assert together([]) == Acts()
