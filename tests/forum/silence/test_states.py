"""How silence, known issues and ideas are named in lists and above threads."""

from forum.accounts.models import User
from forum.threads import actions as threads
from forum.threads.models import IdeaState, Thread
from forum.threads.states import knot_of, marks_of, status_text
from tests.factories import Factory


def test_what_nobody_waits_for_is_no_longer_called_waiting(
    make: Factory, thread: Thread, asker: User
) -> None:
    threads.request_info(make.user(role="rep"), thread.id, "Which version?")
    closed = threads.rest(thread.id)
    assert status_text(closed) == "Closed: the details never came"
    assert knot_of(closed) == "closed"
    assert marks_of(closed) == []


def test_an_answered_thread_that_rests_is_answered(make: Factory, thread: Thread) -> None:
    make.answer(thread)
    assert status_text(threads.rest(thread.id)) == "Answered"


def test_a_known_issue_is_marked_before_anything_but_a_pin(make: Factory, thread: Thread) -> None:
    rep = make.user(role="moderator")
    make.answer(thread, author=rep)
    threads.pin(rep, thread.id)
    known = threads.mark_known_issue(rep, thread.id, threads.Known())
    assert [text for _kind, text in marks_of(known)] == ["Pinned", "Known issue"]
    fixed = threads.fix_known_issue(rep, thread.id, "5.2")
    assert [text for _kind, text in marks_of(fixed)] == ["Pinned", "Fixed"]


def test_an_idea_says_how_far_it_came(make: Factory, asker: User) -> None:
    idea = threads.move_idea(make.user(role="rep"), make.thread(type="idea").id, IdeaState.PLANNED)
    assert status_text(idea) == "Planned"
    assert marks_of(idea) == [("idea", "Planned")]
