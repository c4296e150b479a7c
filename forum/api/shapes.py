"""What programs get of articles and categories; ``docs/api.md`` says what each field means."""

from collections.abc import Mapping, Sequence
from typing import Any

from forum.categories.models import Category
from forum.core.pages import absolute, path_to
from forum.knowledge.cards import article_url
from forum.knowledge.models import Article
from forum.knowledge.queries import ArticlePage
from forum.threads.states import thread_url


def brief(article: Article, words: str) -> dict[str, Any]:
    """An article in a list, loaded with category and tags; ``words`` is the reader's language."""
    return {
        "id": article.id,
        "url": absolute(article_url(article)),
        "title": article.title,
        "summary": article.summary,
        "language": article.language,
        "translation_of": article.translation_of_id,
        "category": {
            "slug": article.category.slug,
            "name": article.category.name(words),
            "url": absolute(path_to("knowledge.category", slug=article.category.slug)),
        },
        "tags": [tag.slug for tag in article.tags],
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "updated_at": article.updated_at.isoformat(),
        "helped": article.helpful_count,
    }


def whole(page: ArticlePage, words: str) -> dict[str, Any]:
    """One article with all that its page shows."""
    article = page.article
    newer = page.newer_original
    return {
        **brief(article, words),
        "status": "published" if article.is_readable else article.status.value,
        "html": article.html,
        "markdown": article.source,
        "sections": [
            {"title": part.heading, "url": f"{absolute(article_url(article))}#{part.anchor}"}
            for part in page.contents
        ],
        "translations": [_named(other) for other in page.languages if other.id != article.id],
        "behind_original": newer is not None,
        "sources": [
            {
                "id": thread.id,
                "title": thread.title,
                "language": thread.language,
                "url": absolute(thread_url(thread)),
            }
            for thread in page.threads
        ],
        "credits": [
            {"name": person.name, "url": absolute(path_to("people.show", name=person.address))}
            for person in page.contributors
        ],
        "related": [_named(other) for other in page.related],
    }


def branch(
    category: Category, below: Sequence[Category], numbers: Mapping[int, int], words: str
) -> dict[str, Any]:
    """A category with those right below it; ``articles`` counts both."""
    own = sum(numbers.get(one.id, 0) for one in (category, *below))
    return {
        "slug": category.slug,
        "name": category.name(words),
        "description": category.description(words),
        "url": absolute(path_to("knowledge.category", slug=category.slug)),
        "articles": own,
        "categories": [branch(child, (), numbers, words) for child in below],
    }


def _named(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language,
        "url": absolute(article_url(article)),
    }
