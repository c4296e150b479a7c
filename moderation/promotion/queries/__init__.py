"""Reading what the writers of articles need."""

from moderation.promotion.queries.backlog import asked_by_many
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
    material,
    promotable,
)

__all__ = [
    "EditPage",
    "HistoryPage",
    "Material",
    "SourcePost",
    "article_of_thread",
    "asked_by_many",
    "edit_page",
    "history_page",
    "material",
    "promotable",
    "queue",
    "revision",
    "state_counts",
    "waiting_count",
    "who_can_publish",
]
