"""Reading the knowledge base, always as far as the viewer may see it."""

from forum.knowledge.queries.browsing import (
    Shelf,
    counts,
    in_categories,
    most_helpful,
    newest,
    shelves,
)
from forum.knowledge.queries.faq import CommonQuestion, common_questions
from forum.knowledge.queries.reading import (
    ArticlePage,
    article_page,
    feedback_of,
    of_threads,
    related,
)
from forum.knowledge.queries.visible import articles_by_ids, get_article, visible_to

__all__ = [
    "ArticlePage",
    "CommonQuestion",
    "Shelf",
    "article_page",
    "articles_by_ids",
    "common_questions",
    "counts",
    "feedback_of",
    "get_article",
    "in_categories",
    "most_helpful",
    "newest",
    "of_threads",
    "related",
    "shelves",
    "visible_to",
]
