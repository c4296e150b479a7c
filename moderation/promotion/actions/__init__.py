"""Everything that staff do with articles, by capability."""

from moderation.promotion.actions.promoting import AlreadyPromoted, Promoted, promote
from moderation.promotion.actions.publishing import archive, publish_article, submit, withdraw
from moderation.promotion.actions.writing import (
    ArticleText,
    StaleArticle,
    begin_article,
    restore,
    save,
)

__all__ = [
    "AlreadyPromoted",
    "ArticleText",
    "Promoted",
    "StaleArticle",
    "archive",
    "begin_article",
    "promote",
    "publish_article",
    "restore",
    "save",
    "submit",
    "withdraw",
]
