"""Known issues: what is known stands on top, and the fix tells everyone who waits, once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.finding.jobs import refresh_index
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.reactions import actions as reactions
from forum.threads import actions
from forum.threads.models import KnownIssueState, Thread, ThreadEvent, ThreadEventKind
from forum.threads.states import thread_url
from moderation.audit.models import StaffAct
from tests.browser import post
from tests.factories import Factory


@pytest.fixture
def rep(make: Factory) -> User:
    """Somebody of the team."""
    return make.user("Otto Rep", role="rep")


@pytest.fixture
def thread(make: Factory) -> Thread:
    """A problem."""
    return make.thread(author=make.user("Wanda K"))


def address(thread: Thread) -> str:
    """Where the thread stands."""
    return f"/t/{thread.id}/{thread.slug}"


def test_staff_say_what_is_known_and_everyone_reads_it(
    make: Factory, client: FlaskClient, thread: Thread, rep: User
) -> None:
    sent = post(
        make.signed_in(rep),
        f"/t/{thread.id}/known-issue",
        tracker_url="https://tracker.example.com/4711",
        workaround="Use the **5 GHz** network.",
        expected_on="2027-01-15",
    )
    assert sent.status_code == 303
    page = client.get(address(thread)).text
    assert "Known issue" in page
    assert "<strong>5 GHz</strong>" in page
    assert "15 Jan 2027" in page
    assert 'href="https://tracker.example.com/4711"' in page


def test_an_address_that_runs_code_is_refused_and_kept(
    make: Factory, thread: Thread, rep: User
) -> None:
    page = post(make.signed_in(rep), f"/t/{thread.id}/known-issue", tracker_url="javascript:a")
    assert page.status_code == 400
    assert "javascript:a" in page.text
    assert db.session.get_one(Thread, thread.id).known_issue is None


def test_the_fix_tells_everyone_who_waits_once_for_ever(
    make: Factory, thread: Thread, rep: User
) -> None:
    other = make.user("Frida")
    reactions.have_same(other, thread.id)
    actions.mark_known_issue(rep, thread.id, actions.Known())
    for version in ("5.2.2", "5.2.3"):
        actions.fix_known_issue(rep, thread.id, version)
        tell_people()
    actions.unfix_known_issue(rep, thread.id)
    actions.fix_known_issue(rep, thread.id, "5.3")
    tell_people()
    told = select(Notification.user_id).where(Notification.kind == NotificationKind.FIXED)
    assert sorted(db.session.scalars(told)) == sorted([thread.author_id, other.id])


def test_each_turn_stands_in_the_timeline_and_in_the_log(thread: Thread, rep: User) -> None:
    actions.mark_known_issue(rep, thread.id, actions.Known())
    actions.mark_known_issue(rep, thread.id, actions.Known("https://example.com"))
    actions.fix_known_issue(rep, thread.id, "5.2.2")
    actions.unfix_known_issue(rep, thread.id)
    actions.unmark_known_issue(rep, thread.id)
    kinds = db.session.scalars(select(ThreadEvent.kind).order_by(ThreadEvent.id)).all()
    assert kinds == [
        ThreadEventKind.KNOWN_ISSUE,
        ThreadEventKind.FIXED,
        ThreadEventKind.NOT_FIXED,
        ThreadEventKind.NOT_KNOWN_ISSUE,
    ]
    verbs = db.session.scalars(select(StaffAct.verb).order_by(StaffAct.id)).all()
    assert verbs == ["known-issue", "edit-known-issue", "fixed", "not-fixed", "not-known-issue"]


def test_the_page_says_where_it_is_fixed(client: FlaskClient, thread: Thread, rep: User) -> None:
    actions.mark_known_issue(rep, thread.id, actions.Known())
    actions.fix_known_issue(rep, thread.id, "5.2.2")
    assert db.session.get_one(Thread, thread.id).known_issue is KnownIssueState.FIXED
    assert "Fixed in 5.2.2" in client.get(address(thread)).text


def test_what_is_not_known_cannot_be_fixed(thread: Thread, rep: User) -> None:
    with pytest.raises(Refused):
        actions.fix_known_issue(rep, thread.id)


def test_an_idea_is_no_known_issue(make: Factory, rep: User) -> None:
    with pytest.raises(Refused):
        actions.mark_known_issue(rep, make.thread(type="idea").id, actions.Known())


def test_members_do_not_mark_known_issues(make: Factory, thread: Thread) -> None:
    with pytest.raises(NotAllowed):
        actions.mark_known_issue(make.user(role="ambassador"), thread.id, actions.Known())


def test_the_most_urgent_banner_stands_on_top_and_the_others_beside(
    make: Factory, client: FlaskClient, thread: Thread, rep: User
) -> None:
    actions.request_info(rep, thread.id, "Which version?")
    actions.lock(rep, thread.id)
    actions.mark_known_issue(rep, thread.id, actions.Known())
    main, _head, aside = client.get(address(thread)).text.partition("<aside")
    assert main.count('class="notice ') == 1
    assert "notice-known_issue" in main
    assert "notice-needs_info" in aside
    assert "Locked" in aside


def test_lists_show_known_issues_and_narrow_to_them(
    make: Factory, client: FlaskClient, thread: Thread, rep: User
) -> None:
    other = make.thread("Something else entirely")
    actions.mark_known_issue(rep, thread.id, actions.Known())
    page = client.get("/questions?view=known").text
    assert thread_url(thread) in page
    assert thread_url(other) not in page


def test_search_narrows_to_known_issues(client: FlaskClient, thread: Thread, rep: User) -> None:
    actions.mark_known_issue(rep, thread.id, actions.Known())
    refresh_index()
    address = thread_url(thread)
    assert address in client.get("/search?q=wifi+is:known").text
    actions.fix_known_issue(rep, thread.id)
    refresh_index()
    assert address not in client.get("/search?q=wifi+is:known").text
