"""Who writes in a thread follows it."""

from forum.core.events import listens_to
from forum.reactions.actions import follow_quietly
from forum.threads.events import AnswerPosted, CommentPosted, InfoRequested, ThreadAsked


@listens_to(ThreadAsked, AnswerPosted, CommentPosted)
def follow_what_one_wrote(event: ThreadAsked | AnswerPosted | CommentPosted) -> None:
    """Asking, answering and commenting follow the thread."""
    follow_quietly(event.author_id, event.thread_id)


@listens_to(InfoRequested)
def follow_what_one_asked_back(event: InfoRequested) -> None:
    """Who asks for details wants to hear them."""
    follow_quietly(event.actor_id, event.thread_id)
