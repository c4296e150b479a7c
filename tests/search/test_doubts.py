"""A rare word beside a much more frequent one like it: perhaps a slip, never for certain."""

import pytest

from search.spelling import OFTEN_TIMES, RARE_DOCUMENTS, doubtful, rare


@pytest.mark.parametrize(("typed", "meant"), [("dorbell", "doorbell"), ("звонко", "звонок")])
def test_a_rare_word_is_doubted_where_its_neighbour_is_far_more_frequent(
    typed: str, meant: str
) -> None:
    near = {typed: {meant: OFTEN_TIMES, "other": 5}}
    assert doubtful({typed: 1, "twice": 900}, near) == {typed: meant}


def test_nothing_is_doubted_that_stands_often_enough_or_has_no_rival() -> None:
    few = {"dorbell": RARE_DOCUMENTS}
    assert doubtful(few, {"dorbell": {"doorbell": OFTEN_TIMES * RARE_DOCUMENTS - 1}}) == {}
    assert doubtful(few, {}) == {}
    assert doubtful({"dorbell": RARE_DOCUMENTS + 1}, {"dorbell": {"doorbell": 9_000}}) == {}


def test_a_word_that_stands_nowhere_is_not_rare_but_lost() -> None:
    assert rare({"dorbell": 0, "twice": 1, "the": 100}) == ["twice"]
