"""Reading what the writers of articles need."""

from moderation.promotion.queries.checks import (
    Origin,
    Passage,
    ProvenancePage,
    ToCheck,
    provenance,
    to_check,
    waiting_edit,
    waiting_edits,
    writers,
)
from moderation.promotion.queries.desk import (
    Counts,
    EditPage,
    HistoryPage,
    SourcePost,
    counts,
    edit_page,
    history_page,
    queue,
    revision,
    state_counts,
    who_can_publish,
)
from moderation.promotion.queries.effect import Effect, effects
from moderation.promotion.queries.material import Material, material
from moderation.promotion.queries.promotable import (
    Promotable,
    article_of_thread,
    asking_the_same,
    promotable,
)
from moderation.promotion.queries.ready import Ready, proposals, proposed, ready

__all__ = [
    "Counts",
    "EditPage",
    "Effect",
    "HistoryPage",
    "Material",
    "Origin",
    "Passage",
    "Promotable",
    "ProvenancePage",
    "Ready",
    "SourcePost",
    "ToCheck",
    "article_of_thread",
    "asking_the_same",
    "counts",
    "edit_page",
    "effects",
    "history_page",
    "material",
    "promotable",
    "proposals",
    "proposed",
    "provenance",
    "queue",
    "ready",
    "revision",
    "state_counts",
    "to_check",
    "waiting_edit",
    "waiting_edits",
    "who_can_publish",
    "writers",
]
