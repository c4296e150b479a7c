"""What to write next stands by people and by the minutes that it costs the team."""

import pytest

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.finding import duplicates
from forum.finding.clusters.jobs import look_at_some
from forum.finding.jobs import refresh_index
from forum.threads.models import Severity, Thread, ThreadStatus
from moderation.measures.expected import ASSUMED_MINUTES, ENOUGH
from moderation.measures.models import MeasuredThread
from moderation.wanted.queries import Wanted, asked_by_many
from tests.factories import Factory


@pytest.fixture
def rep(make: Factory) -> User:
    return make.user("Dana Rep", role="rep")


def sweep() -> None:
    """Take in what was asked, and look who asks the same."""
    refresh_index()
    while look_at_some(50):
        pass


def same(make: Factory, rep: User, title: str, threads: int, severity: Severity) -> Thread:
    """So many open threads that ask the same, each of another person."""
    first = make.thread(title)
    others = [make.thread(f"{title} again {number}") for number in range(threads - 1)]
    for row in (first, *others):
        db.session.get_one(Thread, row.id).severity = severity
    db.session.commit()
    for row in others:
        duplicates.link(rep, row.id, f"thread:{first.id}")
    return first


def took(make: Factory, minutes: int, severity: Severity) -> None:
    """Enough threads of a kind kept a rep for so long."""
    for number in range(ENOUGH):
        thread = make.thread(f"Old one {severity} {number}")
        row = MeasuredThread(
            thread_id=thread.id,
            counts=True,
            asked_day=clock.now().date().toordinal() - 1,
            category_id=thread.category_id,
            severity=severity,
            status=ThreadStatus.SOLVED,
            was_solved=True,
            reopened=0,
            work_minutes=minutes,
        )
        db.session.merge(row)
    db.session.commit()


def listed(rep: User) -> list[tuple[str, int, int, int]]:
    return [
        (one.cluster.first.title, one.cluster.people, one.minutes, one.assumed)
        for one in asked_by_many(rep)
    ]


def test_few_with_much_work_come_before_many_with_little(make: Factory, rep: User) -> None:
    took(make, 60, Severity.CRITICAL)
    took(make, 2, Severity.TRIVIAL)
    same(make, rep, "Which colours are there", 3, Severity.TRIVIAL)
    same(make, rep, "Nothing works any more", 2, Severity.CRITICAL)
    sweep()
    assert listed(rep) == [
        ("Nothing works any more", 2, 120, 0),
        ("Which colours are there", 3, 6, 0),
    ]


def test_what_nobody_knows_is_assumed_and_said_so(make: Factory, rep: User) -> None:
    same(make, rep, "The hub forgets its name", 2, Severity.MINOR)
    sweep()
    assert listed(rep) == [("The hub forgets its name", 2, 2 * ASSUMED_MINUTES, 2)]
    page = make.signed_in(rep).get("/desk/articles/wanted").text
    assert "30 min" in page
    assert "assumed" in page


def test_as_much_weighs_the_more_people_first(make: Factory, rep: User) -> None:
    few = same(make, rep, "A few", 2, Severity.MINOR)
    sweep()
    (one,) = asked_by_many(rep)
    assert one.cluster.first.id == few.id
    assert one.weight == (2 * 2 * ASSUMED_MINUTES, 2)
    assert Wanted(one.cluster).weight < one.weight
