"""What may be called a likely duplicate."""

from dataclasses import replace

import numpy as np
import pytest

from search.calibration import (
    STEP_MAX,
    Evidence,
    calibrate,
    gather,
    is_measured,
    learn,
    likely_places,
    rule_for,
)
from search.encoder import BUNDLED_MODEL, BUNDLED_SECOND
from search.ranking import Candidate, Cosines, Scored

E5 = rule_for(BUNDLED_MODEL)
SAME = Evidence(meaning=0.97, margin=3.0, words=0.9, agreement=1.0)
UNRELATED = Evidence(meaning=0.80, margin=0.1, words=0.1, agreement=0.0)


def scored(
    number: int,
    fused: float,
    cosine: float | None = 0.9,
    words: float = 0.5,
    language: str = "en",
    agreement: float = 1.0,
) -> Scored:
    cosines = None if cosine is None else Cosines(cosine, cosine, cosine, 0)
    key = f"thread:{number}"
    found = Candidate(number, key, 0, 0, 0.0, cosines, language)
    return Scored(found, fused, words, words, 0.0, 0.5, agreement)


def test_the_same_question_is_marked_and_an_unrelated_one_is_not() -> None:
    assert E5.likely(SAME)
    assert not E5.likely(UNRELATED)


def test_an_unknown_model_marks_less() -> None:
    unknown = rule_for("someone/new-model")
    close = Evidence(meaning=0.95, margin=4.0, words=0.7, agreement=1.0)
    assert E5.likely(close)
    assert not unknown.likely(close)


def test_words_alone_never_make_a_duplicate() -> None:
    assert not E5.likely(Evidence(None, 9.0, 1.0, 1.0))


def test_confidence_is_one_half_at_the_threshold_and_grows_with_the_evidence() -> None:
    assert E5.confidence(UNRELATED) < 0.5 < E5.confidence(SAME) < 1


def test_the_margin_is_measured_to_the_next_distinct_answer() -> None:
    ranked = [scored(1, 5.0), scored(2, 4.9), scored(3, 2.0)]
    twins = np.array([[1.0, 0.99, 0.5], [0.99, 1.0, 0.5], [0.5, 0.5, 1.0]], dtype=np.float32)
    assert gather(ranked, twins, E5).margin == pytest.approx(3.0)
    assert gather(ranked, np.zeros((0, 0), dtype=np.float32), E5).margin == pytest.approx(0.1)


def test_a_first_that_its_signals_disagree_on_is_marked_less() -> None:
    nothing = np.zeros((0, 0), dtype=np.float32)
    alike = [scored(1, 5.0, 0.95, 0.9), scored(2, 1.0, 0.8, 0.2)]
    split = [scored(1, 5.0, 0.95, 0.9, agreement=0.4), scored(2, 1.0, 0.8, 0.2)]
    assert E5.likely(gather(alike, nothing, E5))
    assert not E5.likely(gather(split, nothing, E5))


def test_a_learned_threshold_keeps_nine_of_ten_right() -> None:
    examples = [(Evidence(0.80 + n / 1000, 1.0, 0.5, 1.0), n > 40) for n in range(160)]
    learned = learn(E5, examples)
    marked = [right for evidence, right in examples if learned.likely(evidence)]
    assert sum(marked) / len(marked) >= 0.9
    assert len(marked) > 100


def test_too_few_right_examples_teach_nothing() -> None:
    assert not learn(E5, [(SAME, True)] * 5).likely(SAME)


def test_less_is_asked_where_another_language_hides_the_words() -> None:
    seen = Evidence(meaning=0.91, margin=1.0, words=0.3, agreement=1.0)
    assert not E5.likely(seen)
    assert E5.likely(replace(seen, hidden=1.0))


def test_an_answer_and_its_translation_are_both_likely_when_both_pass() -> None:
    ranked = [scored(1, 9.0, 0.97, 0.9), scored(2, 8.5, 0.96, 0.9, "ru"), scored(3, 2.0, 0.8, 0.1)]
    likeness = np.eye(3, dtype=np.float32)
    likeness[0, 1] = likeness[1, 0] = 0.95
    assert likely_places(ranked, likeness, E5) == {0, 1}
    weak = [ranked[0], scored(2, 3.0, 0.85, 0.1, "ru"), ranked[2]]
    assert likely_places(weak, likeness, E5) == {0}
    same_language = [ranked[0], scored(2, 8.5, 0.96, 0.9), ranked[2]]
    assert likely_places(same_language, likeness, E5) == {0}


def test_a_rival_is_never_likely_beside_the_first() -> None:
    ranked = [scored(1, 9.0, 0.97, 0.9), scored(2, 3.0, 0.97, 0.9)]
    assert likely_places(ranked, np.eye(2, dtype=np.float32), E5) == {0}


def test_without_a_likely_first_nothing_is_likely() -> None:
    ranked = [scored(1, 1.0, 0.80, 0.1), scored(2, 0.9, 0.99, 1.0)]
    assert likely_places(ranked, np.ones((2, 2), dtype=np.float32), E5) == frozenset()


def strong(strength: float) -> Evidence:
    """Evidence of just this strength."""
    return Evidence(E5.low + strength * (E5.high - E5.low), 0.0, 0.0, 0.0)


def test_nothing_is_learned_from_few() -> None:
    assert calibrate(E5, [(strong(2.5), True)] * 19) is None


def test_the_lowest_threshold_that_keeps_the_promise_is_learned() -> None:
    lower = E5.threshold - 0.1
    examples = [(strong(lower), True)] * 40 + [(strong(lower - 0.1), False)] * 20
    learned = calibrate(E5, examples)
    assert learned is not None
    assert learned.rule.threshold == pytest.approx(lower)
    assert (learned.right, learned.wrong) == (40, 20)
    assert (learned.precision, learned.recall) == (1.0, 1.0)


def test_it_goes_down_by_a_step_only() -> None:
    learned = calibrate(E5, [(strong(0.5), True)] * 40)
    assert learned is not None
    assert learned.rule.threshold == pytest.approx(E5.threshold - STEP_MAX)
    assert (learned.precision, learned.recall) == (None, 0.0)


def test_where_no_threshold_keeps_it_nothing_as_weak_as_a_wrong_one_is_marked() -> None:
    examples = [(strong(2.5), True), (strong(2.5), False)] * 30 + [(strong(2.6), True)] * 3
    learned = calibrate(E5, examples)
    assert learned is not None
    assert learned.rule.threshold > E5.threshold
    assert not learned.rule.likely(strong(2.5))
    assert learned.precision == 1.0
    weak = [(strong(1.0), True), (strong(1.0), False)] * 30
    kept = calibrate(E5, weak)
    assert kept is not None
    assert kept.rule.threshold == E5.threshold


def test_a_pair_counts_as_measured_where_its_first_model_is() -> None:
    assert is_measured(rule_for(BUNDLED_MODEL))
    assert is_measured(rule_for(BUNDLED_MODEL, BUNDLED_SECOND))
    assert is_measured(rule_for(BUNDLED_MODEL, "nobody/measured-it"))
    assert not is_measured(rule_for("nobody/measured-it"))
    assert not is_measured(rule_for("nobody/measured-it", BUNDLED_SECOND))
