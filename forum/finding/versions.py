"""How articles stand among suggestions: each once, and by its summary unless a passage fits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from forum.knowledge.models import Article
from search.documents import Hit, Passage

WORDS_MIN = 2  # one word is found anywhere, and a code stands also where it is not the matter


def original_of(article: Article) -> int:
    """What all versions of an article share: the id of the one they were translated from."""
    return article.translation_of_id or article.id


def each_once(
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
    language: str,
    without: Collection[int] = (),
) -> list[Hit]:
    """The hits in their order, of each article one version: the reader's, if it was found.

    Args:
        hits: best first.
        articles: by key, those among them.
        language: the reader's.
        without: articles to leave out, by ``original_of``.
    """
    kept: dict[str | int, Hit] = {}
    for hit in hits:
        article = articles.get(hit.key)
        place = original_of(article) if article is not None else hit.key
        if place in without:
            continue
        before = kept.get(place)
        if before is None:
            kept[place] = hit
        elif article is not None and article.language == language:
            kept[place] = _instead(before, hit)
    return list(kept.values())


def _instead(found: Hit, version: Hit) -> Hit:
    """A version in place of another that was found before it."""
    return replace(
        version,
        score=max(found.score, version.score),
        likely_duplicate=found.likely_duplicate or version.likely_duplicate,
        evidence=found.evidence,
    )


def told_in_short(hit: Hit, article: Article) -> Hit:
    """The hit with the article's summary where its passage shares but a code or a word."""
    if not article.summary or fits(hit.passage):
        return hit
    return replace(hit, passage=Passage("title", "", article.summary))


def fits(passage: Passage) -> bool:
    """Whether a passage is about what was asked: several words of it, besides codes, stand there.

    Negations are words like others to a search; a passage that only names the code may well say
    what does not help.
    """
    found = {passage.text[start:stop].casefold() for start, stop in passage.highlights}
    return len([words for words in found if not any(map(str.isdigit, words))]) >= WORDS_MIN
