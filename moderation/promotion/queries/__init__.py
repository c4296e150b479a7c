"""Reading what the writers of articles need."""

from moderation.promotion.queries.desk import (
    EditPage,
    HistoryPage,
    SourcePost,
    edit_page,
    history_page,
    queue,
    revision,
    state_counts,
    waiting_count,
    who_can_publish,
)
from moderation.promotion.queries.material import (
    Material,
    article_of_thread,
    articles_of_threads,
    material,
    resolved_among,
)

__all__ = [
    "EditPage",
    "HistoryPage",
    "Material",
    "SourcePost",
    "article_of_thread",
    "articles_of_threads",
    "edit_page",
    "history_page",
    "material",
    "queue",
    "resolved_among",
    "revision",
    "state_counts",
    "waiting_count",
    "who_can_publish",
]
