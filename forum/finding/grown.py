"""An article stands before the questions it grew out of: it is what became of their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from forum.core.i18n import language
from forum.core.permissions import Actor
from forum.finding.keys import article_key, parse
from forum.knowledge.models import Article
from forum.knowledge.queries import of_threads
from search.documents import Hit, Passage


@dataclass(frozen=True, slots=True)
class Grown:
    """The key of an article, and what to show of it where no passage of its own was found."""

    key: str
    summary: str


def led_by_articles(hits: Sequence[Hit], grown: Mapping[str, Grown]) -> list[Hit]:
    """The hits in their order, each article as high as the highest of its questions.

    Args:
        hits: best first.
        grown: by the key of a thread, the article that grew out of it.
    """
    known = {hit.key: hit for hit in hits}
    ordered: dict[str, Hit] = {}
    for hit in hits:
        article = grown.get(hit.key)
        if article is not None and article.key not in ordered:
            ordered[article.key] = _raised(known.get(article.key), article, hit)
        ordered.setdefault(hit.key, hit)
    verdict = hits[0].evidence if hits else None  # on the first, or the question it grew out of
    return [
        replace(hit, evidence=None if place else verdict)
        for place, hit in enumerate(ordered.values())
    ]


def _raised(own: Hit | None, article: Grown, question: Hit) -> Hit:
    if own is None:
        shown = Passage("title", "", article.summary)
        return replace(question, key=article.key, kind="article", passage=shown)
    return replace(
        own,
        score=max(own.score, question.score),
        likely_duplicate=own.likely_duplicate or question.likely_duplicate,
    )


def grown_out_of(hits: Sequence[Hit], viewer: Actor) -> dict[str, Grown]:
    """By the key of each question found its article, if it can be in the reader's language."""
    keys = [key for hit in hits if (key := parse(hit.key)) is not None]
    threads = {key.id: str(key) for key in keys if key.kind == "thread"}
    if not threads:
        return {}
    chosen: dict[int, Article] = {}
    for thread_id, article, _threads in of_threads(list(threads), viewer):
        if thread_id not in chosen or article.language == language():
            chosen[thread_id] = article
    return {
        threads[thread_id]: Grown(article_key(article.id), article.summary)
        for thread_id, article in chosen.items()
    }
