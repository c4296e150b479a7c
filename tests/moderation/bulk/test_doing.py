"""The same for many questions: what goes through, what is left alone, what can be taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Post, Severity, Thread, ThreadStatus
from forum.threads.queries import question_of, with_tags
from moderation.audit.models import StaffAct
from moderation.bulk import actions, policy
from moderation.bulk.kinds import Wanted
from moderation.bulk.models import BulkAct, BulkKind
from moderation.bulk.queries import chosen
from moderation.handling import actions as handling
from moderation.handling.actions.assigning import open_assignment
from moderation.handling.actions.snoozing import open_snooze
from moderation.replies import actions as replies
from moderation.replies.actions import ReplyText
from moderation.replies.models import CannedReply
from moderation.teams.catalogue import main_calendar
from moderation.watchlist import actions as watchlist
from moderation.watchlist.actions.claiming import held_claim
from moderation.watchlist.models import ThreadClock
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter
from tests.moderation.handling.test_assigning import team_of

HOUR = timedelta(hours=1)
PER_THREAD_MAX = 12  # statements; the clocks of all are set together


@pytest.fixture
def rep(make: Factory) -> User:
    """Who selects."""
    return make.user("Dana", role="rep")


@pytest.fixture
def three(make: Factory) -> list[Thread]:
    """Three questions that wait."""
    return [make.thread(f"Question {number}") for number in range(3)]


def seen(viewer: User, some: list[Thread]) -> dict[int, str]:
    """The marks of threads as they stand."""
    return {one.thread.id: one.mark for one in chosen(viewer, [row.id for row in some])}


def state(kind: BulkKind, thread: Thread) -> object:
    """What an act of this kind changes."""
    row = db.session.get_one(Thread, thread.id, populate_existing=True)
    clocks = db.session.get_one(ThreadClock, row.id, populate_existing=True)
    held, given, rests = held_claim(row.id), open_assignment(row.id), open_snooze(row.id)
    return {
        BulkKind.CLAIM: held.user_id if held else None,
        BulkKind.ASSIGN: (given.assignee_id, given.team_id) if given else None,
        BulkKind.SEVERITY: row.severity,
        BulkKind.CATEGORY: row.category_id,
        BulkKind.TAG: [tag.slug for tag in with_tags(row).tags],
        BulkKind.SNOOZE: rests.until if rests else None,
        BulkKind.NEEDS_INFO: (row.status, row.needs_info_at, clocks.due_at, clocks.stopped_at),
        BulkKind.LOCK: row.locked_at is not None,
    }[kind]


def wanted_of(make: Factory, rep: User) -> Wanted:
    """Something else than what is so."""
    return Wanted(
        to=("team", team_of(rep).id),
        severity=Severity.CRITICAL,
        category_id=make.category("elsewhere").id,
        tag="wi-fi",
        until=clock.now() + HOUR,
        details="Which version is it, {asker}?",
        reason="A wave",
    )


@pytest.mark.parametrize("kind", BulkKind)
def test_all_of_them_change_and_all_are_taken_back(
    make: Factory, rep: User, three: list[Thread], kind: BulkKind
) -> None:
    boss = make.user(role="admin")
    threads.retag(boss, make.thread().id, ["wi-fi"])  # a tag that there is
    before = [state(kind, one) for one in three]
    act = actions.do(rep, kind, wanted_of(make, rep), seen(rep, three))
    assert [item.left_because for item in act.items] == [""] * 3
    assert all(state(kind, one) != old for one, old in zip(three, before, strict=True))
    logged = {row.object_id for row in db.session.query(StaffAct).filter_by(actor_id=rep.id)}
    assert logged == {one.id for one in three}
    actions.undo(rep, act.id)
    assert [state(kind, one) for one in three] == before


def test_what_changed_meanwhile_or_is_refused_is_left_alone_and_named(
    make: Factory, rep: User, three: list[Thread]
) -> None:
    fresh, moved, taken = three
    other = make.user("Yusuf", role="rep")
    marks = seen(rep, three)
    threads.set_severity(other, moved.id, Severity.MAJOR)
    watchlist.claim(other, taken.id)
    marks[taken.id] = seen(rep, [taken])[taken.id]
    hidden = make.thread("Spam")
    marks |= seen(rep, [hidden])
    hidden.hidden_at = clock.now()
    db.session.commit()
    act = actions.do(rep, BulkKind.CLAIM, Wanted(), marks)
    said = {item.thread_id: item.left_because for item in act.items}
    assert said[fresh.id] == ""
    assert "changed while you were choosing" in said[moved.id]
    assert "Yusuf" in said[taken.id]
    assert hidden.id not in said
    assert [state(BulkKind.CLAIM, one) for one in three] == [rep.id, None, other.id]


def test_only_what_nobody_changed_since_is_taken_back(
    make: Factory, rep: User, three: list[Thread]
) -> None:
    act = actions.do(rep, BulkKind.SEVERITY, Wanted(severity=Severity.MAJOR), seen(rep, three))
    threads.set_severity(make.user(role="rep"), three[0].id, Severity.BLOCKING)
    taken_back = actions.undo(rep, act.id)
    kept = [item.thread_id for item in taken_back.items if item.kept_because]
    assert kept == [three[0].id]
    severities = [state(BulkKind.SEVERITY, one) for one in three]
    assert severities == [Severity.BLOCKING, Severity.MINOR, Severity.MINOR]


def test_an_assignment_comes_back_to_whom_it_was(
    make: Factory, rep: User, three: list[Thread]
) -> None:
    before = make.user("Yusuf", role="rep")
    handling.assign(rep, three[0].id, before.id, clock.now().date())
    act = actions.do(rep, BulkKind.ASSIGN, Wanted(to=("user", rep.id)), seen(rep, three[:2]))
    actions.undo(rep, act.id)
    assert state(BulkKind.ASSIGN, three[0]) == (before.id, None)
    assert state(BulkKind.ASSIGN, three[1]) is None


def test_the_undo_is_ones_own_once_and_for_a_while(
    make: Factory, rep: User, three: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    act = actions.do(rep, BulkKind.CLAIM, Wanted(), seen(rep, three))
    late = actions.do(rep, BulkKind.SEVERITY, Wanted(severity=Severity.MAJOR), seen(rep, three))
    with pytest.raises(NotFound):
        actions.undo(make.user(role="moderator"), act.id)
    actions.undo(rep, act.id)
    with pytest.raises(Refused, match="already"):
        actions.undo(rep, act.id)
    it_is(clock.now() + policy.UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(Refused, match="10 minutes"):
        actions.undo(rep, late.id)


def told() -> list[tuple[int, NotificationKind]]:
    """Who was told of what."""
    tell_people()
    return [(row.user_id, row.kind) for row in db.session.query(Notification)]


def test_askers_are_asked_by_name_and_told_when_it_can_no_more_be_taken_back(
    rep: User, three: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    now = clock.now()
    it_is(now)
    wanted = Wanted(details="Which version is it, {asker}?")
    actions.do(rep, BulkKind.NEEDS_INFO, wanted, seen(rep, three))
    posts = {row.thread_id: row for row in db.session.query(Post).filter_by(author_id=rep.id)}
    for one in three:
        asker = db.session.get_one(User, one.author_id)
        assert posts[one.id].source == f"Which version is it, {asker.name}?"
        assert state(BulkKind.NEEDS_INFO, one)[0] is ThreadStatus.NEEDS_INFO  # type: ignore[index]
    it_is(now + policy.UNDO_WITHIN)
    assert told() == []
    it_is(now + policy.UNDO_WITHIN + timedelta(seconds=4))
    assert sorted(told()) == sorted((one.author_id, NotificationKind.NEEDS_INFO) for one in three)


def test_what_was_taken_back_is_told_nobody_and_counts_for_no_reply(
    make: Factory, rep: User, three: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    now = clock.now()
    it_is(now)
    text = ReplyText("Which version", "Which version?", "Какая версия?")
    reply = replies.create(make.user(role="moderator"), text)
    russian = make.thread("Замок не открывается со вчерашнего дня", "Совсем не открывается.")
    wanted = Wanted(reply_id=reply.id)
    act = actions.do(rep, BulkKind.NEEDS_INFO, wanted, seen(rep, [*three, russian]))
    said = {row.thread_id: row.source for row in db.session.query(Post).filter_by(author_id=rep.id)}
    assert said[three[0].id] == "Which version?"
    assert said[russian.id] == "Какая версия?"
    assert uses(reply) == 4
    told_since = db.session.get_one(User, three[2].author_id)
    threads.comment(told_since, question_of(three[2].id).id, "It is version five.")
    undone = actions.undo(rep, act.id)
    assert [item.thread_id for item in undone.items if item.kept_because] == [three[2].id]
    assert uses(reply) == 1
    it_is(now + policy.UNDO_WITHIN + HOUR)
    assert {person for person, kind in told() if kind is NotificationKind.NEEDS_INFO} == {
        three[2].author_id
    }


def uses(reply: CannedReply) -> int:
    """How often a reply counts as sent."""
    return db.session.get_one(CannedReply, reply.id, populate_existing=True).use_count


def test_who_cannot_be_asked_is_named(make: Factory, rep: User) -> None:
    other = make.user("Yusuf", role="rep")
    gone = make.user("Gone")
    some = {
        "is on it": make.thread(),
        "asked for already": make.thread(),
        "not here any more": make.thread(author=gone),
        "yourself": make.thread(author=rep),
        "locked": make.thread(),
        "settled already": make.thread(),
    }
    watchlist.claim(other, some["is on it"].id)
    threads.request_info(other, some["asked for already"].id, "Which one?")
    threads.lock(make.user(role="moderator"), some["locked"].id)
    threads.mark(other, make.answer(some["settled already"]).id, MarkKind.OFFICIAL)
    gone.deleted_at = clock.now()
    db.session.commit()
    wanted = Wanted(details="Which version?")
    act = actions.do(rep, BulkKind.NEEDS_INFO, wanted, seen(rep, list(some.values())))
    because = {item.thread_id: item.left_because for item in act.items}
    for words, one in some.items():
        assert words in because[one.id]


def test_nothing_and_too_much_are_refused(make: Factory, rep: User) -> None:
    with pytest.raises(Refused, match="No question"):
        actions.do(rep, BulkKind.CLAIM, Wanted(), {})
    with pytest.raises(Refused, match="100"):
        actions.do(rep, BulkKind.CLAIM, Wanted(), dict.fromkeys(range(1, 102), ""))
    with pytest.raises(NotFound):
        actions.do(make.user(), BulkKind.CLAIM, Wanted(), {1: ""})
    assert db.session.query(BulkAct).count() == 0


@pytest.mark.parametrize("kind", [BulkKind.CLAIM, BulkKind.SEVERITY, BulkKind.ASSIGN])
def test_each_thread_costs_a_few_statements_and_the_clocks_are_set_together(
    make: Factory, rep: User, statements: StatementCounter, kind: BulkKind
) -> None:
    main_calendar()
    wanted = Wanted(severity=Severity.MAJOR, to=("user", rep.id))
    few, many = [make.thread() for _ in range(2)], [make.thread() for _ in range(12)]
    counted = []
    for some in (few, many):
        marks = seen(rep, some)
        db.session.expunge_all()
        with statements() as sent:
            actions.do(db.session.get_one(User, rep.id), kind, wanted, marks)
        counted.append(len(sent))
    assert (counted[1] - counted[0]) / 10 <= PER_THREAD_MAX
    if kind is BulkKind.SEVERITY:
        due = {row.thread_id: row.due_at for row in db.session.query(ThreadClock)}
        untouched = make.thread(severity="major")
        expected = db.session.get_one(ThreadClock, untouched.id).due_at
        assert all(due[row.id] <= expected for row in many)
