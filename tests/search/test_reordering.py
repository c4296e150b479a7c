"""What the first few of a ranked list do to one another."""

import numpy as np
import pytest

from search.ranking import Candidate, Scored
from search.reordering import (
    ASKED_OF_SECOND,
    WEIGHT_SECOND,
    WIDTH_OF_BOTH,
    seconded,
    supported,
    varied,
)

NOTHING = np.zeros((0, 0), dtype=np.float32)


def ranked(*fused: float, languages: str = "") -> list[Scored]:
    """Candidates 0, 1, 2 … with these sums; of their languages the first letters."""
    spoken = languages or "e" * len(fused)
    return [
        Scored(
            Candidate(n, f"thread:{n}", 0, 0, 0.0, None, {"e": "en", "r": "ru"}[spoken[n]]),
            sum_,
            *(0.0, 0.0, 0.0, 0.0),
        )
        for n, sum_ in enumerate(fused)
    ]


def ids(found: list[Scored]) -> list[int]:
    return [item.candidate.id for item in found]


def alike(count: int, *pairs: tuple[int, int]) -> np.ndarray:
    likeness = np.full((count, count), 0.8, dtype=np.float32)
    np.fill_diagonal(likeness, 1.0)
    for one, other in pairs:
        likeness[one, other] = likeness[other, one] = 0.99
    return likeness


def test_questions_that_resemble_each_other_hold_each_other_up() -> None:
    lifted = supported(ranked(3.0, 2.95, 2.94, 1.0), alike(4, (1, 2)), 0.03)
    assert ids(lifted) == [1, 2, 0, 3]


def test_without_likeness_the_order_stays() -> None:
    found = ranked(3.0, 2.9)
    assert supported(found, NOTHING, 0.03) == found
    assert varied(found, NOTHING, 0.03) == []


def test_the_same_answer_twice_lets_other_answers_pass() -> None:
    found = ranked(5.0, 4.9, 4.0, 3.0, 1.0)
    assert varied(found, alike(5, (0, 1)), 0.03) == [0, 2, 3, 1, 4]


def test_the_first_stays_the_first_whoever_resembles_it() -> None:
    likeness = np.ones((4, 4), dtype=np.float32)
    assert varied(ranked(5.0, 4.0, 3.0, 2.0), likeness, 0.03) == [0, 1, 2, 3]


def test_a_translation_repeats_nothing() -> None:
    found = ranked(5.0, 4.9, 4.0, languages="ere")
    assert varied(found, alike(3, (0, 1)), 0.03) == [0, 1, 2]


def test_a_second_opinion_changes_the_order() -> None:
    found = seconded(ranked(3.0, 2.9, 2.8), {0: 0.3, 1: 0.8, 2: 0.4})
    assert ids(found) == [1, 2, 0]
    assert [item.opinion for item in found] == [0.8, 0.4, 0.3]


@pytest.mark.parametrize("opinions", [{}, {1: 0.9}])
def test_no_opinion_or_one_alone_changes_nothing(opinions: dict[int, float]) -> None:
    found = ranked(3.0, 2.9, 2.8)
    assert seconded(found, opinions) == found


def test_opinions_that_are_all_alike_change_nothing() -> None:
    found = seconded(ranked(3.0, 2.9, 2.8), {0: 0.5, 1: 0.5, 2: 0.5})
    assert ids(found) == [0, 1, 2]
    assert found[0].fused > found[1].fused > found[2].fused


def test_where_the_second_model_is_silent_the_place_so_far_stands_in() -> None:
    found = seconded(ranked(4.0, 3.0, 2.0, 1.0, languages="reee"), {1: 0.8, 2: 0.7, 3: 0.6})
    assert ids(found) == [0, 1, 2, 3]
    assert found[0].opinion is None


def test_who_comes_later_is_not_asked_and_stays_behind() -> None:
    found = ranked(*np.linspace(9.0, 1.0, ASKED_OF_SECOND + 2).tolist())
    opinions = {item.candidate.id: item.candidate.id / 100 for item in found}
    assert ids(seconded(found, opinions))[-2:] == [ASKED_OF_SECOND, ASKED_OF_SECOND + 1]


def test_what_follows_finds_the_sums_as_wide_as_before() -> None:
    found = seconded(ranked(0.0, 0.0), {0: 0.4, 1: 0.8})
    share = WEIGHT_SECOND / WIDTH_OF_BOTH
    assert [item.fused for item in found] == pytest.approx([share, -share])
