"""The arithmetic of ranking, without a store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from search.query import Alternative, Corpus, Expanded
from search.ranking import Candidate, Candidates, Cosines, Scored, rank
from search.wording import Weighed, bm25, count, coverage, hidden, letters, presence, weigh

CORPUS = Corpus(100, 4.0, 20.0, {"print": 50, "jam": 2})


def asked(*terms: str) -> Expanded:
    return Expanded(tuple((Alternative(term, 1.0),) for term in terms))


@dataclass(frozen=True, slots=True)
class Titled(Candidate):
    """A document that is all title."""

    title: str = ""


def candidate(
    number: int,
    title: str = "print",
    standing: float = 0.0,
    cosines: Cosines | None = None,
    language: str = "en",
) -> Titled:
    length, key = len(title.split()), f"thread:{number}"
    return Titled(number, key, length, length, standing, cosines, language, title=title)


def order(items: Sequence[Titled], text: str, query: Expanded, language: str = "") -> list[Scored]:
    """Rank documents as a store would have them ranked."""
    weighed = weigh(query, CORPUS)
    counts = count([f" {'  '.join(item.title.split())} " for item in items], weighed)
    likeness = np.array([letters(item.title, text) for item in items])
    return rank(Candidates(items, counts, counts, likeness), weighed, CORPUS, language)


def score(text: str, length: int, weighed: Weighed) -> float:
    """The BM25 score of one text where texts have four words on average."""
    return float(bm25(count([text], weighed), [length], 4.0, weighed)[0])


def near(cosine: float) -> Cosines:
    return Cosines(cosine, cosine, cosine, 0)


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    weighed = weigh(asked("print", "jam"), CORPUS)
    assert score(" jam ", 1, weighed) > score(" print ", 1, weighed)


def test_a_word_said_again_counts_less_each_time() -> None:
    weighed = weigh(asked("jam"), CORPUS)
    once, twice, thrice = (score(" jam " * n, 4, weighed) for n in (1, 2, 3))
    assert 0 < thrice - twice < twice - once < once


def test_terms_match_whole_and_not_inside_others() -> None:
    weighed = weigh(asked("jam"), CORPUS)
    assert score(" jammed  pyjam ", 2, weighed) == 0


def test_a_guess_counts_less_than_what_was_typed() -> None:
    guessed = Expanded(((Alternative("jma", 1.0), Alternative("jam", 0.7)),))
    weighed = weigh(guessed, CORPUS)
    assert 0 < score(" jam ", 1, weighed) < score(" jam ", 1, weigh(asked("jam"), CORPUS))


@pytest.mark.parametrize(("text", "share"), [(" print  jam ", 1.0), (" other ", 0.0)])
def test_coverage_is_the_share_of_the_words_held(text: str, share: float) -> None:
    weighed = weigh(asked("print", "jam"), CORPUS)
    assert coverage(count([text], weighed), weighed)[0] == pytest.approx(share)


def test_letters_see_through_typos() -> None:
    assert letters("printer jam", "prnter jam") > 0.6 > letters("printer jam", "мышь")
    assert letters("", "printer") == 0.0


def test_the_best_in_words_and_meaning_leads() -> None:
    ranked = order(
        [
            candidate(1, "print slow", cosines=Cosines(0.80, 0.80, 0.80, 0)),
            candidate(2, "print jam", cosines=Cosines(0.95, 0.95, 0.95, 0)),
            candidate(3, "other", cosines=Cosines(0.85, 0.85, 0.85, 0)),
        ],
        "print jam",
        asked("print", "jam"),
    )
    assert ranked[0].candidate.id == 2


def test_standing_decides_between_equals_only() -> None:
    equal = [candidate(1), candidate(2, standing=1.0)]
    assert order(equal, "print", asked("print"))[0].candidate.id == 2
    unequal = [candidate(1, "jam"), candidate(2, "slow", standing=1.0)]
    assert order(unequal, "jam", asked("jam"))[0].candidate.id == 1


def test_equal_documents_always_come_in_one_order() -> None:
    both = [candidate(2), candidate(1)]
    for given in (both, both[::-1]):
        ranked = order(given, "print", asked("print"))
        assert [item.candidate.id for item in ranked] == [1, 2]


def test_a_document_without_vectors_is_still_ranked_by_its_words() -> None:
    ranked = order(
        [
            candidate(1, "jam jam", cosines=None),
            candidate(2, "slow", cosines=Cosines(0.8, 0.8, 0.8, 0)),
            candidate(3, "loud", cosines=Cosines(0.81, 0.8, 0.8, 0)),
            candidate(4, "hot", cosines=Cosines(0.8, 0.8, 0.81, 0)),
        ],
        "jam",
        asked("jam"),
    )
    assert {item.candidate.id for item in ranked} == {1, 2, 3, 4}
    assert max(ranked, key=lambda item: item.words).candidate.id == 1


def test_nothing_gives_nothing() -> None:
    assert order([], "jam", asked("jam")) == []


YEAR = 365 * 86_400.0


def dated(number: int, cosine: float, years: float | None) -> Titled:
    found = candidate(number, "jam", cosines=near(cosine))
    return replace(found, fresh_at=None if years is None else 50 * YEAR + years * YEAR)


def test_of_two_equal_answers_the_one_confirmed_lately_comes_first() -> None:
    found = [dated(1, 0.9, 1.0), dated(2, 0.9, 4.0), dated(3, 0.9, None), dated(4, 0.8, 4.0)]
    ranked = order(found, "jam", asked("jam"))
    assert [item.candidate.id for item in ranked] == [2, 1, 3, 4]


def test_a_better_match_stays_first_however_old_it_is() -> None:
    found = [dated(1, 0.9, -30.0), dated(2, 0.89, 4.0), dated(3, 0.8, 4.0), dated(4, 0.82, 4.0)]
    assert order(found, "jam", asked("jam"))[0].candidate.id == 1


def test_without_dates_nothing_is_fresh() -> None:
    with_none = order([dated(1, 0.9, None), dated(2, 0.8, None)], "jam", asked("jam"))
    plain = [replace(item.candidate, fresh_at=1.0) for item in with_none]
    alike = order(plain, "jam", asked("jam"))
    gaps = [first.fused - second.fused for first, second in (with_none, alike)]
    assert gaps[0] == pytest.approx(gaps[1])


def test_agreement_is_the_share_of_signals_that_put_it_first() -> None:
    found = [
        candidate(1, "print jam", cosines=Cosines(0.9, 0.9, 0.8, 0)),
        candidate(2, "jam", cosines=Cosines(0.8, 0.8, 0.9, 0)),
        candidate(3, "loud", cosines=Cosines(0.7, 0.7, 0.7, 0)),
    ]
    ranked = order(found, "print jam", asked("print", "jam"))
    agreed = {item.candidate.id: item.agreement for item in ranked}
    assert agreed == pytest.approx({1: 0.8, 2: 0.2, 3: 0.0})


def test_a_signal_that_tells_nobody_from_nobody_puts_nobody_first() -> None:
    found = [candidate(1, "slow", cosines=near(0.9)), candidate(2, "loud", cosines=near(0.8))]
    first, second = order(found, "jam", asked("jam"))
    assert (first.agreement, second.agreement) == pytest.approx((0.6, 0.0))


def test_another_language_hides_its_words_and_the_own_one_does_not() -> None:
    weighed = weigh(asked("print", "jam"), CORPUS)
    present = presence(count([" print ", " other ", " иное "], weighed), weighed)
    assert hidden(present, ["en", "en", "ru"], "en", weighed).tolist() == [0.0, 0.0, 1.0]


def test_a_word_that_both_languages_use_alike_is_missing_and_not_hidden() -> None:
    weighed = weigh(asked("print", "e-214"), Corpus(100, 4.0, 20.0, {"print": 5, "e-214": 5}))
    texts = [" print  e-214 ", " print ", " хаб  e-214 ", " хаб "]
    shares = hidden(
        presence(count(texts, weighed), weighed), ["en", "en", "ru", "ru"], "en", weighed
    )
    assert shares.tolist() == pytest.approx([0.0, 0.0, 0.5, 0.5])


def test_words_that_another_language_hides_are_not_held_against_a_near_document() -> None:
    titles = ("print slow", "jam slow", "slow", "loud")
    strangers = [candidate(n, titles[n % 4], cosines=near(0.80 + n / 1000)) for n in range(20)]
    answer = candidate(99, "замятие бумаги", cosines=near(0.93), language="ru")
    query = ("print jam", asked("print", "jam"))
    ranked = order([*strangers, answer], *query, "en")
    assert ranked[0].candidate is answer
    assert (ranked[0].words, ranked[0].hidden) == (0.0, 1.0)
    assert ranked[0].wording > 0.2


def test_far_documents_in_another_language_gain_nothing() -> None:
    own = [candidate(n, "print jam", cosines=near(0.85 + n / 1000)) for n in range(20)]
    far = candidate(99, "замятие бумаги", cosines=near(0.80), language="ru")
    last = order([*own, far], "print jam", asked("print", "jam"), "en")[-1]
    assert last.candidate is far


def test_of_two_in_another_language_the_one_with_the_code_leads() -> None:
    own = [candidate(n, "print e-214", cosines=near(0.80 + n / 1000)) for n in range(10)]
    coded = candidate(98, "хаб e-214", cosines=near(0.85), language="ru")
    plain = candidate(99, "хаб упал", cosines=near(0.85), language="ru")
    query = ("print e-214", asked("print", "e-214"))
    ids = [item.candidate.id for item in order([plain, *own, coded], *query, "en")]
    assert ids.index(98) < ids.index(99)
