"""One answer for many questions: what it does, whom it tells, what keeps it from going out."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid, NotFound, Refused
from forum.finding import duplicates
from forum.finding.links import duplicates_of
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.reactions import actions as reactions
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread, ThreadStatus
from moderation.audit.models import StaffAct
from moderation.together import actions
from moderation.together.actions import Changed, Order
from moderation.together.queries import people_told
from moderation.watchlist import actions as watchlist
from moderation.watchlist.models import ThreadClock
from tests.factories import Factory

LATER = timedelta(seconds=14)
ANSWER = "Turn the hub off and on: the update is waiting there."


@pytest.fixture
def rep(make: Factory) -> User:
    return make.user("Dana", role="rep")


@pytest.fixture
def asked(make: Factory) -> list[Thread]:
    return [make.thread(f"The hub is dark, {word}") for word in ("one", "two", "three")]


def order(asked: list[Thread], **fields: object) -> Order:
    target, *others = asked
    given: dict[str, object] = {
        "cluster_id": 1,
        "target_key": f"thread:{target.id}",
        "thread_ids": tuple(row.id for row in others),
        "source": ANSWER,
        "submission_key": "one press",
        "seen": {row.id: 0 for row in asked},
    }
    return Order(**{**given, **fields})  # type: ignore[arg-type]


def told() -> list[tuple[int, NotificationKind]]:
    tell_people()
    rows = db.session.scalars(select(Notification).order_by(Notification.id))
    return [(row.user_id, row.kind) for row in rows]


def state(thread: Thread) -> ThreadStatus:
    return db.session.get_one(Thread, thread.id, populate_existing=True).status


def test_one_answer_settles_them_all_and_stops_their_clocks(rep: User, asked: list[Thread]) -> None:
    made = actions.send(rep, order(asked))
    target, *others = asked
    assert state(target) is ThreadStatus.SOLVED
    assert target.official_post_id == made.post_id
    assert [state(row) for row in others] == [ThreadStatus.DUPLICATE] * 2
    assert len(duplicates_of([target.id], rep)[target.id]) == 2
    clocks = db.session.scalars(select(ThreadClock)).all()
    assert all(row.stopped_at is not None for row in clocks)
    verbs = set(db.session.scalars(select(StaffAct.verb)))
    assert {"answer-many", "duplicate", "mark-official"} <= verbs


def test_everybody_hears_of_it_once_and_nobody_in_the_first_seconds(
    make: Factory, rep: User, asked: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    both = make.user("Has it in two places")
    for row in asked[1:]:
        reactions.have_same(both, row.id)
    expected = {row.author_id for row in asked} | {both.id}
    assert people_told([row.id for row in asked], rep) == len(expected)
    now = clock.now()
    it_is(now)
    actions.send(rep, order(asked))
    assert told() == []
    it_is(now + LATER)
    lines = told()
    assert sorted(lines) == sorted((person, NotificationKind.OFFICIAL) for person in expected)


def test_who_is_named_in_the_answer_hears_of_it_and_who_waits_of_the_solution(
    make: Factory, rep: User, asked: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    named = make.user("Nadia")
    asker = db.session.get_one(User, asked[0].author_id)
    source = f"{ANSWER} @Nadia knows more, @{asker.address} too."
    now = clock.now()
    it_is(now)
    made = actions.send(rep, order(asked, source=source))
    it_is(now + LATER)
    lines = told()
    assert (named.id, NotificationKind.MENTION) in lines
    assert lines.count((asker.id, NotificationKind.OFFICIAL)) == 1
    assert len(lines) == len(set(lines)) == 1 + len(asked)
    line = db.session.scalars(select(Notification).where(Notification.user_id == named.id)).one()
    assert line.post_id == made.post_id


def test_what_is_answered_elsewhere_leads_there_and_is_told_once(
    make: Factory, rep: User, asked: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    solved = make.thread("The hub stays dark after an update")
    threads.mark(rep, make.answer(solved, ANSWER).id, MarkKind.VERIFIED)
    tell_people()
    db.session.query(Notification).delete()
    db.session.commit()
    both = make.user("Has it in two places")
    for row in asked:
        reactions.have_same(both, row.id)
    now = clock.now()
    it_is(now)
    actions.send(
        rep,
        order(
            asked,
            target_key=f"thread:{solved.id}",
            thread_ids=tuple(row.id for row in asked),
            source="",
        ),
    )
    it_is(now + LATER)
    lines = told()
    expected = {row.author_id for row in asked} | {both.id}
    assert sorted(lines) == sorted((person, NotificationKind.DUPLICATE) for person in expected)
    assert solved.answer_count == 1


def test_taken_back_it_leaves_no_trace_with_those_who_asked(
    make: Factory, rep: User, asked: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    earlier = make.thread("It was dark before")
    duplicates.link(rep, earlier.id, f"thread:{asked[1].id}")
    tell_people()
    before = len(db.session.scalars(select(Notification)).all())
    now = clock.now()
    it_is(now)
    made = actions.send(rep, order(asked))
    it_is(now + timedelta(seconds=5))
    actions.take_back(rep, made.id)
    actions.take_back(rep, made.id)
    it_is(now + LATER)
    assert len(told()) == before
    assert [state(row) for row in asked] == [ThreadStatus.WAITING] * 3
    assert state(earlier) is ThreadStatus.DUPLICATE
    known = duplicates.link_in_force(earlier.id)
    assert known is not None
    assert known.target_thread_id == asked[1].id
    assert asked[0].same_count == 0


def test_after_the_first_seconds_it_is_out(
    make: Factory, rep: User, asked: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    now = clock.now()
    it_is(now)
    made = actions.send(rep, order(asked))
    it_is(now + LATER)
    with pytest.raises(Refused):
        actions.take_back(rep, made.id)
    with pytest.raises(NotFound):
        actions.take_back(make.user(role="rep"), made.id)


def test_a_second_press_does_nothing_more(rep: User, asked: list[Thread]) -> None:
    first = actions.send(rep, order(asked))
    assert actions.send(rep, order(asked)).id == first.id
    assert db.session.get_one(Thread, asked[0].id, populate_existing=True).answer_count == 1


def test_what_changed_meanwhile_is_named_and_nothing_is_sent(
    make: Factory, rep: User, asked: list[Thread]
) -> None:
    colleague = make.user("Ines", role="rep")
    more = [make.thread(f"Dark, {word}") for word in ("four", "five", "six", "seven")]
    threads.lock(colleague, asked[1].id)
    duplicates.link(colleague, asked[2].id, f"thread:{make.thread().id}")
    watchlist.claim(colleague, more[0].id)
    make.answer(more[1])
    threads.mark(colleague, make.answer(more[2]).id, MarkKind.OFFICIAL)
    everything = order([*asked, *more], seen={row.id: 0 for row in [*asked, *more]})
    with pytest.raises(Changed) as changed:
        actions.send(rep, everything)
    said = changed.value.told
    assert set(said) == {asked[1].id, asked[2].id, more[0].id, more[1].id, more[2].id}
    assert "Ines" in said[more[0].id]
    assert state(asked[0]) is ThreadStatus.WAITING
    assert state(more[3]) is ThreadStatus.WAITING
    made = actions.send(rep, order([asked[0], more[3]]))
    assert made.linked == [more[3].id]


def test_what_leads_nowhere_is_refused(make: Factory, rep: User, asked: list[Thread]) -> None:
    for wrong in (
        {"thread_ids": (asked[0].id,)},
        {"target_key": "nothing"},
        {"target_key": "article:1"},
    ):
        with pytest.raises(Invalid):
            actions.send(rep, order(asked, **wrong))
    with pytest.raises(NotFound):
        actions.send(make.user(role="ambassador"), order(asked))
    assert [state(row) for row in asked] == [ThreadStatus.WAITING] * 3
