"""Every SELECT of the desk's pages, each beginning at what the viewer may see."""

from moderation.watchlist.queries.counts import counts
from moderation.watchlist.queries.listing import QueueRow, next_thread_id, queue_page
from moderation.watchlist.queries.work import Work, work_on

__all__ = ["QueueRow", "Work", "counts", "next_thread_id", "queue_page", "work_on"]
