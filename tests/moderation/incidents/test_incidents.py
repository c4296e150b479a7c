"""An incident from its beginning to its end: clocks, banners, and who hears of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.announcements.models import Announcement
from forum.core import clock
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.permissions import Role
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.reactions import actions as reactions
from forum.threads import actions as threads
from forum.threads.models import Thread, ThreadStatus
from moderation.announcing import actions as announcing
from moderation.incidents import actions
from moderation.incidents.models import Decision
from moderation.incidents.proposing import propose_incidents
from moderation.incidents.queries import incident_page, proposed
from moderation.watchlist.models import ThreadClock
from tests.factories import Factory
from tests.moderation.incidents.conftest import Begin


def stands(thread: Thread) -> bool:
    row = db.session.get_one(ThreadClock, thread.id, populate_existing=True)
    return row.stopped_at is not None


def told() -> list[tuple[int, NotificationKind]]:
    """What was told since it was last asked for."""
    tell_people()
    rows = db.session.scalars(select(Notification).order_by(Notification.id)).all()
    found = [(row.user_id, row.kind) for row in rows]
    for row in rows:
        db.session.delete(row)
    db.session.commit()
    return sorted(found)


def all_of(people: set[int], kind: NotificationKind) -> list[tuple[int, NotificationKind]]:
    return sorted((person, kind) for person in people)


@pytest.fixture
def waiting(dark: list[Thread], more: list[User]) -> set[int]:
    """Everybody who has it."""
    told()
    return {row.author_id for row in dark} | {person.id for person in more}


def test_its_clocks_stand_and_everybody_who_has_it_hears_once(
    make: Factory, begin: Begin, dark: list[Thread], waiting: set[int]
) -> None:
    make.user("Has nothing")
    propose_incidents()
    row = begin(dark[:2])
    assert [stands(thread) for thread in dark] == [True, True, False]
    heard = [line for line in told() if line[1] is NotificationKind.INCIDENT]
    assert heard == all_of(waiting - {dark[2].author_id}, NotificationKind.INCIDENT)
    assert row.expected_at is not None


def test_a_proposal_is_taken_up_once(
    rep: User, begin: Begin, dark: list[Thread], more: list[User]
) -> None:
    propose_incidents()
    (row,) = proposed(rep)
    begin(dark, proposal_id=row.id)
    assert row.decision is Decision.ACCEPTED
    with pytest.raises(Refused):
        begin([], proposal_id=row.id)
    with pytest.raises(Refused):
        actions.dismiss(rep, row.id)


def test_updates_reach_all_who_have_it_by_then(
    make: Factory, rep: User, begin: Begin, dark: list[Thread], waiting: set[int]
) -> None:
    row = begin()
    late = make.user("Came later")
    reactions.have_same(late, dark[1].id)
    told()
    soon = clock.now() + timedelta(hours=2)
    actions.tell(rep, row.id, "A disk is full.", soon, None)
    assert told() == all_of(waiting | {late.id}, NotificationKind.INCIDENT)
    found = db.session.get_one(Announcement, row.id, populate_existing=True)
    assert (found.expected_at, found.next_update_at, found.update_count) == (soon, None, 1)


def test_a_new_question_can_be_where_people_write_about_it(
    make: Factory, rep: User, begin: Begin, dark: list[Thread]
) -> None:
    row = begin(dark, main_id=None, new_in_id=dark[0].category_id)
    page = incident_page(row.id, rep)
    assert page.attached[0].is_main
    assert page.attached[0].thread.title == "The cloud is down"
    assert len(page.attached) == 4


def test_what_asks_the_same_is_offered_until_it_is_put_in_or_out(
    rep: User, begin: Begin, dark: list[Thread]
) -> None:
    row = begin(dark[:1])
    assert [one.id for one in incident_page(row.id, rep).offered] == [dark[2].id, dark[1].id]
    actions.attach(rep, row.id, [dark[1].id])
    assert stands(dark[1])
    actions.detach(rep, row.id, dark[1].id)
    assert not stands(dark[1])
    assert [one.id for one in incident_page(row.id, rep).offered] == [dark[2].id]
    with pytest.raises(Refused):
        actions.detach(rep, row.id, dark[0].id)
    with pytest.raises(NotFound):
        actions.detach(rep, row.id, dark[1].id)


def test_a_thread_is_part_of_one_incident_at_a_time(
    rep: User, boss: User, begin: Begin, dark: list[Thread]
) -> None:
    row = begin(dark[:1])
    with pytest.raises(Refused):
        begin(dark)
    assert len(db.session.scalars(select(Announcement)).all()) == 1
    actions.end(boss, row.id, "It is back.", settles=False)
    begin(dark)


def test_its_end_is_told_once_and_settles_the_questions(
    boss: User, begin: Begin, dark: list[Thread], waiting: set[int]
) -> None:
    row = begin()
    told()
    threads.lock(boss, dark[2].id)
    actions.end(boss, row.id, "It is back: switch it off and on.", settles=True)
    assert told() == all_of(waiting, NotificationKind.INCIDENT)
    states = [db.session.get_one(Thread, one.id, populate_existing=True).status for one in dark]
    assert states == [ThreadStatus.SOLVED, ThreadStatus.DUPLICATE, ThreadStatus.WAITING]


def test_without_an_answer_the_clocks_run_on(
    boss: User, begin: Begin, dark: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    row = begin()
    due = db.session.get_one(ThreadClock, dark[0].id).due_at
    actions.end(boss, row.id, "It is back.", settles=False)
    assert [stands(thread) for thread in dark] == [False] * 3
    assert db.session.get_one(ThreadClock, dark[0].id, populate_existing=True).due_at >= due
    announcing.reopen(boss, row.id)
    assert [stands(thread) for thread in dark] == [True] * 3
    announcing.withdraw(boss, row.id)
    assert [stands(thread) for thread in dark] == [False] * 3


def test_what_a_thread_of_it_became_part_of_is_about_it_too(
    make: Factory, boss: User, rep: User, begin: Begin, dark: list[Thread]
) -> None:
    row, other = begin(dark[:1]), make.thread("The same, said better")
    threads.merge(boss, dark[0].id, other.id)
    (one,) = incident_page(row.id, rep).attached
    assert (one.thread.id, one.is_main) == (other.id, True)
    assert stands(other)


def test_reps_do_not_end_it_and_others_do_not_know_of_it(
    make: Factory, rep: User, begin: Begin, dark: list[Thread]
) -> None:
    row = begin()
    with pytest.raises(NotAllowed):
        actions.end(rep, row.id, "It is back.", settles=False)
    with pytest.raises(NotAllowed):
        announcing.add_update(rep, row.id, "It is back.", closes=True)
    for role in (Role.MEMBER, Role.AMBASSADOR):
        person = make.user(role=role.value)
        for act in (
            lambda who: actions.attach(who, row.id, [dark[0].id]),
            lambda who: actions.tell(who, row.id, "News", None, None),
            lambda who: actions.end(who, row.id, "Over", settles=False),
            lambda who: actions.dismiss(who, 1),
        ):
            with pytest.raises(NotFound):
                act(person)
