"""Reading the knowledge base, always as far as the viewer may see it."""

from forum.knowledge.queries.browsing import (
    Shelf,
    best_of,
    counts,
    in_categories,
    most_helpful,
    newest,
    shelves,
    subjects,
)
from forum.knowledge.queries.faq import CommonQuestion, common_questions
from forum.knowledge.queries.listing import published, published_counts
from forum.knowledge.queries.paths import places_of, starting_paths
from forum.knowledge.queries.reading import (
    ArticlePage,
    article_page,
    feedback_of,
    of_threads,
    related,
)
from forum.knowledge.queries.visible import (
    Archived,
    archived,
    articles_by_ids,
    get_article,
    visible_to,
)

__all__ = [
    "Archived",
    "ArticlePage",
    "CommonQuestion",
    "Shelf",
    "archived",
    "article_page",
    "articles_by_ids",
    "best_of",
    "common_questions",
    "counts",
    "feedback_of",
    "get_article",
    "in_categories",
    "most_helpful",
    "newest",
    "of_threads",
    "places_of",
    "published",
    "published_counts",
    "related",
    "shelves",
    "starting_paths",
    "subjects",
    "visible_to",
]
