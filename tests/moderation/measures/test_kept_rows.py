"""The rows that figures are made of say what happened: counted from nothing, and kept by events."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from moderation.handling.actions import assign_team
from moderation.measures import queries
from moderation.measures.jobs import measure_threads
from moderation.measures.keeping import recount, to_recount
from moderation.measures.models import By, MeasuredThread
from moderation.measures.queries import Tally, Times
from moderation.measures.spans import Span
from moderation.measures.views import SplitBy, View
from moderation.teams.models import Team, TeamMember
from moderation.watchlist import actions as desk
from tests.factories import Factory
from tests.moderation.measures.generated import DAYS, START, Life, Maker, counted, working_minutes

HISTORIES = 1_000
KEPT = tuple(
    column.key for column in MeasuredThread.__table__.columns if column.key != "stale_since"
)
ItIs = Callable[[datetime], None]
Counted = tuple[Life, dict[str, Any]]
COLUMNS = {
    SplitBy.CATEGORY: "category_id",
    SplitBy.TEAM: "team_id",
    SplitBy.SEVERITY: "severity",
}


@pytest.fixture
def lives(make: Factory, it_is: ItIs) -> list[Life]:
    """Histories by dice, written as rows and counted by the command's own function."""
    it_is(START + timedelta(days=DAYS + 30))
    team = Team(name="Second line", calendar_id=1)
    db.session.add(team)
    people = {
        "staff": make.user(role="rep").id,
        "ambassador": make.user(role="ambassador").id,
        "": make.user().id,
    }
    places = [make.category(slug).id for slug in ("hub", "lamps", "billing")]
    maker = Maker(people, make.user().id, places, team.id)
    found = [maker.life(number) for number in range(1, HISTORIES + 1)]
    maker.write()
    recount(life.id for life in found)
    return found


def rows() -> dict[int, dict[str, Any]]:
    """The kept rows as plain values."""
    return {
        row.thread_id: {key: getattr(row, key) for key in KEPT}
        for row in db.session.scalars(select(MeasuredThread))
    }


def test_rows_and_figures_are_those_of_a_count_minute_by_minute(
    make: Factory, lives: list[Life]
) -> None:
    found, working, expected = rows(), working_minutes(), []
    for life in lives:
        row = counted(life, working)
        assert found[life.id] == {"thread_id": life.id, **row}, life
        if row["counts"]:
            expected.append((life, row))
    span = Span(date(2026, 2, 1), date(2026, 3, 31))
    among = queries.places(make.user(role="rep"))
    now, before = asked_in(span, expected), asked_in(span.before, expected)
    view = View(span, preset=None)
    assert queries.now_and_before(view, among) == (by_hand(now), by_hand(before))
    assert queries.by_step(view, among) == [
        (step, by_hand(asked_in(step, expected))) for step in span.steps
    ]
    for split_by, column in COLUMNS.items():
        groups = defaultdict(list)
        for one in now:
            groups[one[1][column]].append(one)
        by_group = queries.by_group(View(span, preset=None, split_by=split_by), among)
        assert by_group == {key: by_hand(part) for key, part in groups.items()}


def asked_in(span: Span, found: list[Counted]) -> list[Counted]:
    """Those asked on one of these days."""
    days = range(span.first.toordinal(), span.last.toordinal() + 1)
    return [one for one in found if one[1]["asked_day"] in days]


def by_hand(found: list[Counted]) -> Tally:
    """The figures of these threads, one by one."""
    measured = [row for _life, row in found]
    unanswered = [row for row in measured if row["first_by"] is None]
    settled = [row for row in measured if row["was_solved"]]
    return Tally(
        asked=len(found),
        by_staff=sum(row["first_by"] == By.STAFF for row in measured),
        by_ambassadors=sum(row["first_by"] == By.AMBASSADOR for row in measured),
        by_members=sum(row["first_by"] == By.MEMBER for row in measured),
        elsewhere=sum(row["status"] == "duplicate" for row in unanswered),
        unanswered=sum(row["status"] != "duplicate" for row in unanswered),
        settled=len(settled),
        reopened=sum(row["reopened"] > 0 for row in settled),
        with_clock=sum(life.late_first is not None for life, _row in found),
        late_first=sum(bool(life.late_first) for life, _row in found),
        late_solution=sum(bool(life.late_solution) for life, _row in found),
        first=times([row["first_minutes"] for row in measured]),
        solution=times([row["solution_minutes"] for row in measured]),
    )


def times(minutes: list[int | None]) -> Times:
    """The nearest-rank percentiles."""
    known = sorted(one for one in minutes if one is not None)
    if not known:
        return Times()
    rank = {share: ceil(len(known) * share / 100) - 1 for share in (50, 90)}
    return Times(len(known), known[rank[50]], known[rank[90]])


def test_whatever_happens_to_a_thread_is_counted_by_the_next_sweep(
    app: Flask, make: Factory
) -> None:
    asker, rep, boss = make.user(), make.user(role="rep"), make.user(role="moderator")
    thread, other = make.thread(author=asker), make.thread("Another question")
    lamps = make.category("lamps")
    db.session.add(TeamMember(team_id=1, user_id=rep.id))
    db.session.commit()
    measure_threads()
    answer = make.answer(thread, "Restart it.")
    by_staff = make.answer(thread, "Or update it.", author=rep)
    acts: list[Callable[[], object]] = [
        lambda: threads.mark(asker, answer.id, MarkKind.ACCEPTED),
        lambda: threads.reopen(asker, thread.id, "It is back."),
        lambda: threads.mark(rep, by_staff.id, MarkKind.OFFICIAL),
        lambda: threads.delete_post(boss, by_staff.id),
        lambda: threads.restore_post(boss, by_staff.id),
        lambda: desk.claim(rep, other.id),
        lambda: desk.release(rep, other.id),
        lambda: assign_team(boss, other.id, 1),
        lambda: threads.move(rep, thread.id, lamps.id),
        lambda: threads.merge(boss, other.id, thread.id),
        lambda: threads.unmerge(boss, other.id),
    ]
    for act in acts:
        act()
        assert to_recount(10), "nothing is to be counted anew"
        measure_threads()
        assert not to_recount(10)
        kept = rows()
        recount(db.session.scalars(select(Thread.id)).all())
        db.session.expire_all()
        assert rows() == kept


def test_new_and_imported_threads_get_their_row_once(app: Flask, make: Factory) -> None:
    make.thread()
    make.thread()
    measure_threads()
    measure_threads()
    assert len(rows()) == 2
    assert app.test_cli_runner().invoke(args=["measures", "recount"]).exit_code == 0
    assert len(rows()) == 2
