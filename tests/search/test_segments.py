"""Words, letters and labels in arrays say what the texts say."""

import numpy as np
import pytest

from search.stores.segments import Segment, Texts, grams_of, hashes, merged, segment
from search.text import trigrams

DOCUMENTS = (
    Texts("Printer jam", " printer  jam ", " printer  jam  paper  jam ", (0, 2)),
    Texts("Jam", " jam ", " jam ", (2,)),
    Texts("", "", "", ()),
    Texts("Хаб упал", " хаб  упал ", " хаб  упал  jam ", (1,)),
)


def held(part: Segment, term: str) -> list[tuple[int, int, int]]:
    """Which documents hold a term: slot, how often in the title, how often as a whole."""
    where = part.holding(hashes([term])[0])
    columns = (part.slots[where], part.titles[where], part.wholes[where])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_a_segment_counts_each_term_of_each_document() -> None:
    part = segment(10, DOCUMENTS)
    assert held(part, "jam") == [(10, 1, 2), (11, 1, 1), (13, 0, 1)]
    assert held(part, "paper") == [(10, 0, 1)]
    assert held(part, "nobody") == []


def test_merged_segments_hold_what_each_of_them_held() -> None:
    parts = [segment(10, DOCUMENTS[:1]), segment(11, DOCUMENTS[1:3]), segment(13, DOCUMENTS[3:])]
    one, whole = merged(parts), segment(10, DOCUMENTS)
    for term in ("jam", "printer", "хаб", "nobody"):
        assert held(one, term) == held(whole, term)
    everything = np.arange(len(DOCUMENTS))
    for ours, theirs in ((one.labels, whole.labels), (one.grams, whole.grams)):
        for mine, other in zip(ours.of(everything), theirs.of(everything), strict=True):
            assert mine.tolist() == other.tolist()


def test_labels_stay_with_their_documents() -> None:
    values, owners = segment(0, DOCUMENTS).labels.of(np.array([0, 3]))
    assert (values.tolist(), owners.tolist()) == ([0, 2, 1], [0, 0, 1])


@pytest.mark.parametrize("title", ["printer jam", "a b I", "", "C++ wi-fi 4.2.1", "Ёлка, привет!"])
def test_as_many_trigrams_are_counted_as_the_title_has(title: str) -> None:
    found = grams_of([title, "between", title])
    assert found.lengths(np.array([0, 2])).tolist() == [len(trigrams(title))] * 2


def test_an_empty_segment_holds_nothing() -> None:
    part = segment(0, ())
    assert (part.count, held(part, "jam")) == (0, [])
