"""What rests has left the desk, and is back on it when somebody tells more."""

from forum.accounts.models import User
from forum.threads import actions as threads
from forum.threads.models import IdeaState, Thread
from moderation.watchlist.filters import Filters
from moderation.watchlist.list_view import list_view
from moderation.watchlist.queues import QueueName
from tests.factories import Factory


def on_desk(rep: User, queue: QueueName = QueueName.OPEN) -> set[int]:
    """The threads that a queue lists."""
    groups = list_view(rep, Filters(queue=queue), None).groups
    return {row.id for group in groups for row in group.rows}


def test_a_thread_that_rests_left_the_desk_until_it_resumes(
    make: Factory, thread: Thread, asker: User
) -> None:
    rep = make.user(role="rep")
    threads.request_info(rep, thread.id, "Which version?")
    assert on_desk(rep) == {thread.id}
    threads.rest(thread.id)
    assert on_desk(rep) == set()
    assert on_desk(rep, QueueName.NEEDS_INFO) == set()
    threads.post_answer(asker, thread.id, "It is 5.2.1.")
    assert on_desk(rep) == {thread.id}


def test_ideas_that_are_done_or_declined_left_the_desk(make: Factory, asker: User) -> None:
    rep = make.user(role="rep")
    idea = make.thread(type="idea")
    threads.move_idea(rep, idea.id, IdeaState.PLANNED)
    assert on_desk(rep) == {idea.id}
    threads.move_idea(rep, idea.id, IdeaState.DECLINED, "Too dear")
    assert on_desk(rep) == set()
