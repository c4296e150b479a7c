"""A paragraph knows where it came from, also after somebody wrote on the article."""

from moderation.promotion.binding import Bound, rebind

BEFORE = [
    "## Problem",
    "It blinks red twice a day.",
    "## Solution",
    "Hold it for ten seconds.",
]
ROWS = [Bound(1, "It blinks red twice a day.", 1), Bound(2, BEFORE[3], 3)]


def test_what_moved_stays_bound():
    assert rebind(ROWS, BEFORE, ["New.", *BEFORE[2:], *BEFORE[:2]]) == {1: 4, 2: 2}


def test_what_was_mended_stays_bound_again_and_again():
    once = [*BEFORE[:3], "Hold it down for about ten seconds."]
    places = rebind(ROWS, BEFORE, once)
    assert places == {1: 1, 2: 3}
    twice = [*once[:3], "Hold it down for about ten seconds, then wait."]
    rows = [Bound(row.row_id, row.words, places[row.row_id]) for row in ROWS]
    assert rebind(rows, once, twice) == {1: 1, 2: 3}


def test_what_was_written_anew_is_the_writers_own():
    assert rebind(ROWS, BEFORE, [*BEFORE[:3], "Buy another one."]) == {1: 1, 2: None}


def test_words_that_come_back_are_known_again():
    gone = [Bound(2, BEFORE[3], None)]
    assert rebind(gone, BEFORE[:3], BEFORE) == {2: 3}


def test_equal_paragraphs_keep_their_own_places():
    rows = [Bound(1, "Wait.", 0), Bound(2, "Wait.", 2)]
    text = ["Wait.", "Press.", "Wait."]
    assert rebind(rows, text, text) == {1: 0, 2: 2}
