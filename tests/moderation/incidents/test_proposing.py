"""Many reports within an hour propose an incident, once, and to the team alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.finding import duplicates
from forum.finding.models import ShownSuggestion
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification, NotificationKind
from forum.reactions import actions as reactions
from forum.threads.models import Thread
from moderation.incidents import actions
from moderation.incidents.models import Decision, IncidentProposal
from moderation.incidents.proposing import propose_incidents
from tests.factories import Factory
from tests.moderation.incidents.conftest import Begin

HOUR = timedelta(hours=1)


def proposed() -> list[IncidentProposal]:
    propose_incidents()
    return list(db.session.scalars(select(IncidentProposal).order_by(IncidentProposal.id)))


def test_five_reports_within_the_hour_are_enough(
    make: Factory, rep: User, dark: list[Thread], more: list[User]
) -> None:
    (row,) = proposed()
    assert (row.thread_id, row.asked, row.same, row.searched) == (dark[0].id, 3, 2, 0)
    reactions.have_same(make.user(), dark[1].id)
    (again,) = proposed()
    assert (again.id, again.reports) == (row.id, 6)
    tell_people()
    told = db.session.scalars(
        select(Notification.user_id).where(Notification.kind == NotificationKind.INCIDENT_PROPOSED)
    ).all()
    assert told == [rep.id]


def test_four_are_not_nor_are_five_in_two_hours(
    make: Factory, dark: list[Thread], it_is: Callable[[datetime], None]
) -> None:
    reactions.have_same(make.user(), dark[0].id)
    assert proposed() == []
    it_is(clock.now() + HOUR)
    reactions.have_same(make.user(), dark[0].id)
    assert proposed() == []


def test_visits_that_typed_the_same_count_and_those_that_found_their_answer_do_not(
    make: Factory, dark: list[Thread]
) -> None:
    def visit(key: str, **fields: object) -> None:
        given = {"likely_duplicate": True, "shown_at": clock.now(), **fields}
        db.session.add(ShownSuggestion(ask_key=key, document_key=f"thread:{dark[0].id}", **given))
        db.session.commit()

    visit("one")
    visit("solved", outcome="solved")
    visit("asked", thread_id=dark[1].id)
    visit("related", likely_duplicate=False)
    assert proposed() == []
    visit("two")
    (row,) = proposed()
    assert (row.asked, row.searched) == (3, 2)


def test_people_whom_a_link_brought_along_report_nothing(
    make: Factory, rep: User, dark: list[Thread]
) -> None:
    old = clock.now() - 3 * HOUR
    earlier = [make.thread(f"Dark before, {at}", at=old) for at in range(5)]
    for row in earlier:
        duplicates.link(rep, row.id, f"thread:{dark[0].id}")
    assert proposed() == []


def test_what_was_dismissed_is_not_proposed_again_for_a_day(
    rep: User,
    make: Factory,
    dark: list[Thread],
    more: list[User],
    it_is: Callable[[datetime], None],
) -> None:
    (row,) = proposed()
    actions.dismiss(rep, row.id)
    assert [one.decision for one in proposed()] == [Decision.DISMISSED]
    it_is(clock.now() + 25 * HOUR)
    for _one in range(5):
        reactions.have_same(make.user(), dark[2].id)
    assert len(proposed()) == 2


def test_what_is_an_incident_already_is_not_proposed(
    begin: Begin, boss: User, dark: list[Thread], more: list[User]
) -> None:
    row = begin(dark[:1])
    assert proposed() == []
    actions.end(boss, row.id, "It is back.", settles=False)
    assert proposed() == []


def test_nobody_took_it_up_and_nobody_reports_it_any_more(
    dark: list[Thread], more: list[User], it_is: Callable[[datetime], None]
) -> None:
    proposed()
    it_is(clock.now() + 13 * HOUR)
    assert [row.decision for row in proposed()] == [Decision.LAPSED]
