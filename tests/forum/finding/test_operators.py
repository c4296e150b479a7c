"""The search box's own small language."""

import pytest

from forum.finding.operators import parse


def test_words_stay_words() -> None:
    assert parse("the hub  falls off").text == "the hub falls off"
    assert parse("the hub falls off").labels == ()


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("is:solved", "state:solved"),
        ("IS:Solved", "state:solved"),
        ("is:unanswered", "state:waiting"),
        ("is:official", "official:yes"),
        ("is:article", "kind:article"),
        ("tag:wifi", "tag:wifi"),
        ('tag:"smart plug"', "tag:smart plug"),
        ("in:hub", "category:hub"),
        ("lang:ru", "lang:ru"),
    ],
)
def test_an_operator_becomes_a_facet(typed: str, label: str) -> None:
    asked = parse(f"router {typed} resets")
    assert asked.labels == (label,)
    assert asked.text == "router resets"


def test_people_are_asked_for_by_name() -> None:
    asked = parse('user:@Bea user:"Ann Lee" heating')
    assert asked.users == ("Bea", "Ann Lee")
    assert asked.text == "heating"


@pytest.mark.parametrize(
    "typed",
    [
        "http://example.com/a:b",
        "is:broken",
        "error: timeout",
        "12:30",
        "foo:bar",
        'tag:"never closed',
        "tag:",
        "std::vector",
    ],
)
def test_what_is_no_operator_of_ours_is_searched_as_it_is(typed: str) -> None:
    asked = parse(typed)
    assert asked.text == typed
    assert asked.labels == asked.users == ()


def test_saying_it_twice_asks_once() -> None:
    assert parse("is:solved is:solved tag:a tag:b").labels == ("state:solved", "tag:a", "tag:b")


def test_a_very_long_query_is_cut() -> None:
    assert len(parse("a " * 10_000).text) <= 1_000
