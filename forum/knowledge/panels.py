"""What the knowledge base shows on pages of other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.i18n import language
from forum.core.permissions import Actor
from forum.core.slots import Panel
from forum.knowledge import queries
from forum.knowledge.cards import article_url, card


@dataclass(frozen=True, slots=True)
class GrownArticle:
    """An article that grew out of the thread it is shown beside."""

    title: str
    url: str
    language: str
    other_threads: int


def linked_articles(article_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Cards of the articles that posts link to, as far as the viewer may see them."""
    found = queries.articles_by_ids(article_ids, viewer)
    return {
        article_id: Panel("forum/knowledge/link_card.html", card(article, language()))
        for article_id, article in found.items()
    }


def articles_of_threads(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Beside each thread the published articles that grew out of it."""
    grown: dict[int, dict[int, GrownArticle]] = {}
    for thread_id, article, number in queries.of_threads(thread_ids, viewer):
        original = article.translation_of_id or article.id
        known = grown.setdefault(thread_id, {})
        if original not in known or article.language == language():  # one card, in one's language
            known[original] = GrownArticle(
                article.title, article_url(article), article.language, number - 1
            )
    return {
        thread_id: Panel("forum/knowledge/thread_panel.html", list(articles.values()))
        for thread_id, articles in grown.items()
    }
