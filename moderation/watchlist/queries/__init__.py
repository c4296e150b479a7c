"""Every SELECT of the desk's pages, each beginning at what the viewer may see."""

from moderation.watchlist.queries.asker import Asker, asker_of
from moderation.watchlist.queries.counts import counts, how_many
from moderation.watchlist.queries.listing import QueueRow, ids_in, next_thread_id, queue_page
from moderation.watchlist.queries.sent import Sent, sent_by
from moderation.watchlist.queries.work import Work, work_on

__all__ = [
    "Asker",
    "QueueRow",
    "Sent",
    "Work",
    "asker_of",
    "counts",
    "how_many",
    "ids_in",
    "next_thread_id",
    "queue_page",
    "sent_by",
    "work_on",
]
