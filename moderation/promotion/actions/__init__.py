"""Everything that staff do with articles, by capability."""

from moderation.promotion.actions.beginning import begin_about
from moderation.promotion.actions.edits import accept_edit, drop_edit
from moderation.promotion.actions.keeping import Keeping, keep
from moderation.promotion.actions.many import Done, promote_many
from moderation.promotion.actions.promoting import (
    AlreadyPromoted,
    Promoted,
    promote,
    promote_together,
)
from moderation.promotion.actions.proposing import accept, decline, propose
from moderation.promotion.actions.publishing import (
    archive,
    publish_article,
    publish_due,
    schedule,
    submit,
    unschedule,
    withdraw,
)
from moderation.promotion.actions.tasks import (
    give_back,
    hand_to_owner,
    open_task,
    still_true,
    take,
)
from moderation.promotion.actions.translating import translate, up_to_date
from moderation.promotion.actions.writing import (
    ArticleText,
    Saved,
    StaleArticle,
    begin_article,
    restore,
    save,
)

__all__ = [
    "AlreadyPromoted",
    "ArticleText",
    "Done",
    "Keeping",
    "Promoted",
    "Saved",
    "StaleArticle",
    "accept",
    "accept_edit",
    "archive",
    "begin_about",
    "begin_article",
    "decline",
    "drop_edit",
    "give_back",
    "hand_to_owner",
    "keep",
    "open_task",
    "promote",
    "promote_many",
    "promote_together",
    "propose",
    "publish_article",
    "publish_due",
    "restore",
    "save",
    "schedule",
    "still_true",
    "submit",
    "take",
    "translate",
    "unschedule",
    "up_to_date",
    "withdraw",
]
