"""Somebody hears that a thread is due soon, and that it is late: once each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from moderation.handling import actions as handling
from moderation.teams.models import Team, TeamMember
from moderation.watchlist import actions
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.signals import NEWS_FOR, tell_what_is_due
from tests.factories import Factory
from tests.moderation.teams.test_business_time import at

Now = Callable[[datetime], None]
ASKED = at("2026-03-25 10:00")  # minor: due on Thursday at 14:00
DUE = at("2026-03-26 14:00")
SECOND = timedelta(seconds=1)


@pytest.fixture
def lead(make: Factory) -> User:
    """Who leads the one team there is."""
    person = make.user("Lena Lead", role="moderator")
    team = db.session.scalars(select(Team)).one()
    db.session.add(TeamMember(team_id=team.id, user_id=person.id, is_lead=True))
    db.session.add(TeamMember(team_id=team.id, user_id=make.user(role="rep").id, is_lead=False))
    db.session.commit()
    return person


@pytest.fixture
def thread(make: Factory, it_is: Now, lead: User) -> Thread:
    """A minor question of Wednesday morning."""
    it_is(ASKED)
    assert lead
    return make.thread("No sound after waking", at=ASKED)


def told() -> list[tuple[str, NotificationKind]]:
    """Run the sweeps; who heard of what so far."""
    tell_what_is_due()
    tell_people()
    rows = db.session.execute(
        select(User.stored_name, Notification.kind)
        .join(User, User.id == Notification.user_id)
        .order_by(Notification.id)
    )
    ours = {NotificationKind.DUE_SOON, NotificationKind.OVERDUE}
    return [(name, kind) for name, kind in rows if kind in ours]


def test_the_lead_hears_an_hour_before_and_when_it_is_late(thread: Thread, it_is: Now) -> None:
    it_is(DUE - timedelta(hours=1) - SECOND)
    assert told() == []
    it_is(DUE - timedelta(hours=1))
    assert told() == [("Lena Lead", NotificationKind.DUE_SOON)]
    it_is(DUE)
    assert told()[1:] == [("Lena Lead", NotificationKind.OVERDUE)]
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [mail.subject for mail in mails] == [
        "A question is due within the hour: No sound after waking",
        "A question is overdue: No sound after waking",
    ]
    assert f"/desk/t/{thread.id}" in mails[1].text


def test_twice_is_once_and_time_may_jump(thread: Thread, it_is: Now) -> None:
    it_is(DUE + SECOND)
    assert told() == told() == [("Lena Lead", NotificationKind.OVERDUE)]
    for moment in (DUE - timedelta(days=1), DUE + timedelta(days=1), ASKED, DUE + SECOND):
        it_is(moment)
        assert len(told()) == 1
    assert db.session.get_one(ThreadClock, thread.id).first_breached_at == DUE + SECOND


def test_whoever_is_on_it_hears_instead_of_the_lead(
    make: Factory, thread: Thread, it_is: Now
) -> None:
    dana, paul = make.user("Dana", role="rep"), make.user("Paul", role="rep")
    handling.assign(dana, thread.id, paul.id, DUE.date())
    it_is(DUE - timedelta(hours=1))
    assert told() == [("Paul", NotificationKind.DUE_SOON)]
    it_is(DUE - SECOND)
    actions.claim(dana, thread.id)
    it_is(DUE)
    assert told()[1:] == [("Dana", NotificationKind.OVERDUE)]


def test_each_round_and_each_clock_is_told_of_once(
    make: Factory, thread: Thread, it_is: Now
) -> None:
    rep = make.user(role="rep")
    it_is(DUE)
    told()
    answer = make.answer(thread, author=rep)
    due = db.session.get_one(ThreadClock, thread.id).resolution_due_at
    it_is(due)
    assert [kind for _name, kind in told()] == [NotificationKind.OVERDUE] * 2
    threads.mark(rep, answer.id, MarkKind.OFFICIAL)
    threads.reopen(db.session.get_one(User, thread.author_id), thread.id, "It is back")
    row = db.session.get_one(ThreadClock, thread.id, populate_existing=True)
    assert (row.first_breached_at, row.resolution_breached_at) == (None, None)
    it_is(row.first_due_at)
    assert len(told()) == 3


def test_what_is_answered_in_time_is_not_told_of(make: Factory, thread: Thread, it_is: Now) -> None:
    make.answer(thread, author=make.user(role="rep"))
    it_is(DUE)
    assert told() == []


def test_what_was_late_long_before_is_marked_and_told_nobody(thread: Thread, it_is: Now) -> None:
    it_is(DUE.astimezone(UTC) + NEWS_FOR + SECOND)
    assert told() == []
    row = db.session.get_one(ThreadClock, thread.id, populate_existing=True)
    assert row.first_breached_at is not None
    assert row.signal_at is None


def test_who_left_the_team_hears_nothing(thread: Thread, lead: User, it_is: Now) -> None:
    db.session.get_one(User, lead.id).role = "member"
    db.session.commit()
    it_is(DUE)
    assert told() == []
