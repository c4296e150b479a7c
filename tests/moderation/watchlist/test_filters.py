"""What an address asks for, read and written again, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.threads.models import Severity
from moderation.watchlist.filters import Age, Assigned, Claimed, Filters, Sort, from_args
from moderation.watchlist.queues import QueueName

FULL = Filters(
    queue=QueueName.OVERDUE,
    category="hub",
    product="orrin-hub",
    severity=Severity.MAJOR,
    language="ru",
    tag="wi-fi",
    age=Age.WEEK,
    assigned=Assigned("team", 3),
    claimed=Claimed.NO,
    text="вай-фай",
    sort=Sort.REACH,
    after="abc",
)
NAMES = [
    *("queue", "category", "product", "severity", "language", "tag", "age", "claimed", "text"),
    *("assigned", "sort"),
]


def test_a_view_survives_its_address() -> None:
    assert from_args(FULL.as_args()) == FULL


def test_the_usual_view_has_an_empty_address() -> None:
    assert Filters().as_args() == {}
    assert from_args({}) == Filters()


@given(st.dictionaries(st.sampled_from([*NAMES, "after"]), st.text(max_size=200)))
def test_whatever_stands_there_is_read_without_complaint(args: dict[str, str]) -> None:
    filters = from_args(args)
    assert from_args(filters.as_args()) == filters


def test_taking_a_filter_off_begins_at_the_top_and_keeps_the_others() -> None:
    left = FULL.without("severity")
    assert left.severity is None
    assert left.after == ""
    assert left.tag == "wi-fi"


def test_only_what_narrows_is_a_chip() -> None:
    assert Filters(queue=QueueName.MINE, sort=Sort.NEWEST).narrowing == ()
    assert set(FULL.narrowing) == set(NAMES) - {"queue", "sort"}


@pytest.mark.parametrize("value", ["me", "nobody", "user-12", "team-999999999"])
def test_whose_it_is_stands_in_the_address(value: str) -> None:
    assert from_args({"assigned": value}).as_args() == {"assigned": value}


@pytest.mark.parametrize("value", ["user-0", "user-", "team-1x", "user-٣", "me-1", "everybody"])
def test_nobody_of_that_name_is_left_out(value: str) -> None:
    assert from_args({"assigned": value}) == Filters()
