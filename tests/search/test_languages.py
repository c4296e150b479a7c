"""Cosines across languages on one scale, without a store or a model."""

import numpy as np
import pytest

from search.languages import Cells, across, leanings, shifts

RUSSIAN, ENGLISH = 0, 3  # first cell of each: titles
HALF_BELIEVED = 8


def cells(russian: int, english: int) -> Cells:
    """Rows of titles only, Russian ones first."""
    return Cells(("ru", "en"), np.array([RUSSIAN] * russian + [ENGLISH] * english))


def test_another_language_is_lifted_by_how_much_lower_it_scores_at_large() -> None:
    scores = np.array([0.84] * 800 + [0.80] * 800, dtype=np.float32)
    added = shifts(scores, cells(800, 800), "ru")
    assert added[0].tolist() == [0, 0, 0]
    assert added[1, 0] == pytest.approx(0.04, abs=0.001)


def test_a_part_that_the_own_language_lacks_is_lifted_like_the_titles() -> None:
    rows = Cells(("ru", "en"), np.array([RUSSIAN] * 800 + [ENGLISH] * 800 + [ENGLISH + 2] * 800))
    scores = np.array([0.84] * 800 + [0.80] * 800 + [0.70] * 800, dtype=np.float32)
    added = shifts(scores, rows, "ru")
    assert added[1, 2] == added[1, 0]


def test_a_few_documents_are_believed_less_than_many() -> None:
    scores = np.array([0.84] * HALF_BELIEVED + [0.80] * 800, dtype=np.float32)
    added = shifts(scores, cells(HALF_BELIEVED, 800), "ru")
    assert added[1, 0] == pytest.approx(0.02, abs=0.001)


def test_where_nothing_is_in_the_querys_language_the_commonest_stays_as_it_is() -> None:
    scores = np.array([0.80] * 100 + [0.84] * 800, dtype=np.float32)
    added = shifts(scores, cells(100, 800), "de")
    assert added[1].tolist() == [0, 0, 0]
    assert added[0, 0] > 0.03


def test_rows_without_owner_count_nowhere() -> None:
    rows = Cells(("ru", "en"), np.array([RUSSIAN] * 800 + [ENGLISH] * 800 + [-1] * 800))
    scores = np.array([0.84] * 800 + [0.80] * 800 + [0.1] * 800, dtype=np.float32)
    assert shifts(scores, rows, "ru")[1, 0] == pytest.approx(0.04, abs=0.001)


def test_a_text_that_is_near_to_everything_in_the_other_language_leans_to_it() -> None:
    own = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (800, 1))
    others = np.tile(np.array([[0.0, 1.0]], dtype=np.float32), (799, 1))
    hub = np.array([[0.6, 0.8]], dtype=np.float32)
    lean = leanings(np.concatenate([own, others, hub]), cells(800, 800), "ru")
    assert not lean[:800].any()
    assert lean[-1] == pytest.approx(0.6, abs=0.01)
    assert abs(lean[-2]) < 0.01


def test_pairs_of_two_languages_are_lifted_and_pairs_of_one_are_not() -> None:
    likeness = np.full((3, 3), 0.9, dtype=np.float32)
    lifted = across(likeness, ["ru", "en", "en"], [0.0, 0.04, 0.04])
    assert lifted[0, 1] == lifted[1, 0] == pytest.approx(0.94)
    assert lifted[1, 2] == pytest.approx(0.9)
