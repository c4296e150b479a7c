"""How articles stand among suggestions: each once, and by its summary unless a passage fits."""

from forum.finding.versions import each_once, fits, told_in_short
from forum.knowledge.models import Article
from search.documents import Hit, Passage

ENGLISH = Article(id=1, language="en", summary="In short.")
RUSSIAN = Article(id=2, language="ru", translation_of_id=1, summary="Коротко.")
BOTH = {"article:1": ENGLISH, "article:2": RUSSIAN}


def hit(key: str, score: float = 0.5, passage: Passage | None = None) -> Hit:
    kind = "article" if key.startswith("article") else "thread"
    return Hit(key, kind, score, score > 0.8, score, None, passage or Passage("title", "", ""))


def passage(text: str, *found: str) -> Passage:
    return Passage(
        "section", "s-why", text, tuple((text.index(w), text.index(w) + len(w)) for w in found)
    )


def test_a_translation_of_what_was_found_is_left_out() -> None:
    found = [hit("article:1", 0.9), hit("thread:5"), hit("article:2")]
    kept = each_once(found, BOTH, "en")
    assert [one.key for one in kept] == ["article:1", "thread:5"]


def test_the_readers_language_stands_where_the_other_was_found() -> None:
    found = [hit("article:1", 0.9), hit("thread:5"), hit("article:2", 0.4)]
    kept = each_once(found, BOTH, "ru")
    assert [(one.key, one.score, one.likely_duplicate) for one in kept] == [
        ("article:2", 0.9, True),
        ("thread:5", 0.5, False),
    ]


def test_what_stands_beside_it_already_is_left_out_in_every_language() -> None:
    assert each_once([hit("article:2"), hit("article:1")], BOTH, "en", without={1}) == []


def test_a_thread_with_the_number_of_an_article_stays() -> None:
    found = [hit("article:1"), hit("thread:1")]
    assert each_once(found, BOTH, "en") == found


def test_a_passage_fits_by_words_and_not_by_a_code() -> None:
    assert fits(passage("The hub loses Wi-Fi.", "hub", "Wi-Fi"))
    assert not fits(passage("It does not help with E-214 again.", "E-214", "again"))
    assert not fits(passage("Nothing of it."))


def test_what_does_not_fit_is_told_by_the_summary() -> None:
    warns = hit("article:1", passage=passage("It does not help with E-214.", "E-214"))
    assert told_in_short(warns, ENGLISH).passage == Passage("title", "", "In short.")
    fitting = hit("article:1", passage=passage("The hub loses Wi-Fi.", "hub", "Wi-Fi"))
    assert told_in_short(fitting, ENGLISH) == fitting
    assert told_in_short(warns, Article(id=3, language="en", summary="")) == warns
