"""When something is asked, the rules say whose it is."""

from forum.core.events import listens_to
from forum.threads.events import ThreadAsked
from moderation.routing import actions


@listens_to(ThreadAsked)
def sort_new_question(event: ThreadAsked) -> None:
    """In the transaction of asking: nobody sees a question that waits to be sorted."""
    actions.sort(event.thread_id)
