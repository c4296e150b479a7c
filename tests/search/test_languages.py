"""Cosines across languages on one scale, without a store or a model."""

import numpy as np
import pytest
from numpy.typing import NDArray

from search.encoder import Vectors
from search.languages import PARTS, across, scale

RU, EN = 0, 1
HALF_BELIEVED = 8
QUERY = np.array([1.0, 0.0], dtype=np.float32)


def rows(*groups: tuple[int, int, int, float]) -> tuple[Vectors, NDArray[np.int64]]:
    """Vectors and cells of (language, part, how many, cosine with QUERY)."""
    vectors = [[cosine, (1 - cosine**2) ** 0.5] for *_, n, cosine in groups for _ in range(n)]
    cells = [language * PARTS + part for language, part, n, _ in groups for _ in range(n)]
    return np.array(vectors, dtype=np.float32), np.array(cells)


def added(own: int | None, *groups: tuple[int, int, int, float]) -> Vectors:
    return scale(*rows(*groups), 2, own).shifts(QUERY)


def test_another_language_is_lifted_by_how_much_lower_it_scores_at_large() -> None:
    lifts = added(RU, (RU, 0, 800, 0.84), (EN, 0, 800, 0.80))
    assert lifts[RU].tolist() == [0, 0, 0]
    assert lifts[EN, 0] == pytest.approx(0.04, abs=0.001)


def test_a_part_that_the_own_language_lacks_is_lifted_like_the_titles() -> None:
    lifts = added(RU, (RU, 0, 800, 0.84), (EN, 0, 800, 0.80), (EN, 2, 800, 0.70))
    assert lifts[EN, 2] == lifts[EN, 0]


def test_a_few_documents_are_believed_less_than_many() -> None:
    lifts = added(RU, (RU, 0, HALF_BELIEVED, 0.84), (EN, 0, 800, 0.80))
    assert lifts[EN, 0] == pytest.approx(0.02, abs=0.001)


def test_where_nothing_is_in_the_querys_language_the_commonest_stays_as_it_is() -> None:
    lifts = added(None, (RU, 0, 100, 0.80), (EN, 0, 800, 0.84))
    assert lifts[EN].tolist() == [0, 0, 0]
    assert lifts[RU, 0] > 0.03


def test_rows_without_owner_count_nowhere() -> None:
    matrix, cells = rows((RU, 0, 800, 0.84), (EN, 0, 800, 0.80), (EN, 0, 800, 0.1))
    cells[1600:] = -1
    assert scale(matrix, cells, 2, RU).shifts(QUERY)[EN, 0] == pytest.approx(0.04, abs=0.001)


def test_a_text_that_is_near_to_everything_in_the_other_language_leans_to_it() -> None:
    matrix, cells = rows((RU, 0, 800, 1.0), (EN, 0, 799, 0.0), (EN, 0, 1, 0.6))
    lean = scale(matrix, cells, 2, RU).leanings
    assert not lean[:800].any()
    assert lean[-1] == pytest.approx(0.6, abs=0.01)
    assert abs(lean[-2]) < 0.01


def test_of_many_rows_a_sample_speaks_for_all() -> None:
    lifts = added(RU, (RU, 0, 5_001, 0.84), (EN, 0, 7_003, 0.80))
    assert lifts[EN, 0] == pytest.approx(0.04, abs=0.001)


def test_pairs_of_two_languages_are_lifted_and_pairs_of_one_are_not() -> None:
    likeness = np.full((3, 3), 0.9, dtype=np.float32)
    lifted = across(likeness, ["ru", "en", "en"], [0.0, 0.04, 0.04])
    assert lifted[0, 1] == lifted[1, 0] == pytest.approx(0.94)
    assert lifted[1, 2] == pytest.approx(0.9)
