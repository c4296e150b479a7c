"""Likely duplicates on the desk: the list to decide on, and the measures."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.finding import duplicates, second_look
from forum.finding.models import (
    LookVerdict,
    Outcome,
    SecondLook,
    ShownSuggestion,
)
from forum.threads.models import Thread
from moderation.audit.models import StaffAct
from moderation.desk import figures
from moderation.duplicates import queries
from moderation.duplicates.charts import HEIGHT, of_scores, of_weeks
from moderation.duplicates.measures import ScoreBin, by_score, by_week, tally
from tests.browser import post
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter

LIST, MEASURES = "/desk/duplicates", "/desk/duplicates/measures"
MOST_STATEMENTS = 8


@pytest.fixture
def desk(make: Factory) -> FlaskClient:
    """The browser of somebody who works there."""
    return make.signed_in(make.user("Dana Rep", role="rep"))


def pair(make: Factory, title: str = "It rings again", **more: object) -> tuple[Thread, Thread]:
    """A question, and what the second look found."""
    original = make.thread("The doorbell rings twice")
    thread = make.thread(title, **more)  # type: ignore[arg-type]
    look = db.session.get_one(SecondLook, thread.id)
    look.looked_at, look.document_key = clock.now(), f"thread:{original.id}"
    db.session.commit()
    return thread, original


def shown(number: int, *, likely: bool, right: bool, **more: object) -> None:
    """A suggestion somebody judged."""
    db.session.add(
        ShownSuggestion(
            ask_key=f"visit-{number}",
            document_key=str(more.get("document_key", "thread:1")),
            text=str(more.get("text", "It rings")),
            score=0.8 if likely else 0.3,
            likely_duplicate=likely,
            outcome=Outcome.SOLVED if right else Outcome.NO,
            shown_at=more.get("at", clock.now()),
        )
    )
    db.session.commit()


def test_a_pair_waits_on_the_desk_and_is_counted(make: Factory, desk: FlaskClient) -> None:
    thread, original = pair(make)
    page = desk.get(LIST).text
    assert thread.title in page
    assert original.title in page
    rep = make.user(role="rep")
    assert queries.waiting_count(rep) == 1


def test_linking_it_takes_it_off_the_list(make: Factory, desk: FlaskClient) -> None:
    thread, original = pair(make)
    answer = post(desk, f"{LIST}/{thread.id}/link", LIST)
    assert (answer.status_code, answer.location) == (303, LIST)
    link = duplicates.link_in_force(thread.id)
    assert link is not None
    assert link.target_thread_id == original.id
    assert thread.title not in desk.get(LIST).text
    assert "duplicate" in db.session.scalars(select(StaffAct.verb)).all()


def test_dismissing_it_is_logged_and_asks_nobody_again(make: Factory, desk: FlaskClient) -> None:
    thread, original = pair(make)
    post(desk, f"{LIST}/{thread.id}/dismiss", LIST)
    look = db.session.get_one(SecondLook, thread.id)
    assert look.verdict is LookVerdict.DIFFERENT
    act = db.session.scalars(select(StaffAct).where(StaffAct.verb == "different")).one()
    assert (act.object_id, act.before) == (thread.id, f"thread:{original.id}")
    assert post(desk, f"{LIST}/{thread.id}/dismiss", "/desk").status_code == 409


def test_what_the_asker_decided_is_not_asked_here(make: Factory, desk: FlaskClient) -> None:
    asker = make.user()
    thread, _original = pair(make, author=asker)
    second_look.dismiss(asker, thread.id)
    assert "No pair waits" in desk.get(LIST).text


def test_what_went_away_does_not_wait(make: Factory, desk: FlaskClient) -> None:
    thread, original = pair(make)
    original.deleted_at = clock.now()
    assert thread.title not in desk.get(LIST).text
    thread.hidden_at = clock.now()
    db.session.commit()
    figures.KEPT.forget()
    assert queries.waiting_count(make.user(role="rep")) == 0


def test_a_long_list_goes_on(
    make: Factory, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_ROWS", 2)
    titles = [f"Question number {number}" for number in range(3)]
    for title in titles:
        pair(make, title)
    first = queries.waiting(make.user(role="rep"), None)
    assert first.next_cursor
    assert titles[2] in desk.get(LIST).text
    assert titles[0] not in desk.get(LIST).text
    assert titles[0] in desk.get(f"{LIST}?after={first.next_cursor}").text
    assert desk.get(f"{LIST}?after=nonsense").status_code == 400


def test_the_measures_say_how_often_marks_were_right(make: Factory, desk: FlaskClient) -> None:
    thread = make.thread("The <b>doorbell</b> rings")
    for number in range(9):
        shown(number, likely=True, right=True)
    shown(9, likely=True, right=False, document_key=f"thread:{thread.id}", text="=A lamp")
    shown(10, likely=False, right=True)
    page = desk.get(MEASURES).text
    assert "9 of 10 marked were right" in page
    assert "9 of 10 right ones were marked" in page
    assert "90 %" in page
    assert "The &lt;b&gt;doorbell&lt;/b&gt; rings" in page
    assert "style=" not in page.partition("<main")[2]
    csv = desk.get("/desk/duplicates/measures.csv")
    assert csv.mimetype == "text/csv"
    assert len(csv.text.splitlines()) == 12
    assert "'=A lamp" in csv.text


def test_before_anything_was_said_the_page_says_so(desk: FlaskClient) -> None:
    page = desk.get(MEASURES).text
    assert "Nothing was judged yet" in page
    assert "Nobody has measured this model" in page


def test_members_find_nothing_here(make: Factory, client: FlaskClient) -> None:
    for browser in (client, make.signed_in(), make.signed_in(role="ambassador")):
        for address in (LIST, MEASURES, f"{MEASURES}.csv"):
            assert browser.get(address).status_code == 404


def test_the_pages_cost_few_statements(
    make: Factory, desk: FlaskClient, statements: StatementCounter
) -> None:
    for number in range(4):
        pair(make, f"Question number {number}")
        shown(number, likely=True, right=False)
    for address in (LIST, MEASURES):
        desk.get(address)
        with statements() as sent:
            desk.get(address)
        assert len(sent) <= MOST_STATEMENTS + 2, "\n".join(sent)


class TestFigures:
    @pytest.fixture
    def judged_rows(self, make: Factory) -> list[queries.Judged]:
        assert make
        moment = clock.now()
        shown(1, likely=True, right=True, at=moment)
        shown(2, likely=True, right=False, at=moment - timedelta(weeks=2))
        shown(3, likely=False, right=True, at=moment - timedelta(weeks=2))
        return list(queries.judged_lately())

    def test_a_tally(self, judged_rows: list[queries.Judged]) -> None:
        total = tally(judged_rows)
        assert (total.judged, total.right, total.marked, total.marked_right) == (3, 2, 2, 1)
        assert (total.precision, total.recall) == (0.5, 0.5)
        assert tally([]).precision is None
        assert tally([]).recall is None

    def test_weeks_without_anything_are_there(self, judged_rows: list[queries.Judged]) -> None:
        weeks = by_week(judged_rows, clock.now())
        assert len(weeks) == queries.WEEKS
        assert [week.tally.judged for week in weeks][-3:] == [2, 0, 1]
        assert weeks[0].begins < weeks[1].begins
        assert all(week.begins.weekday() == 0 for week in weeks)
        assert len(of_weeks(weeks).bars) == 2

    def test_scores_fall_into_tenths(self, judged_rows: list[queries.Judged]) -> None:
        bins = by_score(judged_rows)
        assert [(one.right, one.wrong) for one in bins][3] == (1, 0)
        assert [(one.right, one.wrong) for one in bins][8] == (1, 1)

    def test_bars_stand_upon_each_other(self) -> None:
        chart = of_scores([ScoreBin(0.0, 3, 1), ScoreBin(0.1, 0, 0)])
        right, wrong = chart.bars
        assert right.height == HEIGHT * 3 / 4
        assert wrong.y == 0
        assert wrong.y + wrong.height == right.y
        assert of_scores([]).bars == []


def test_a_monday_belongs_to_its_own_week() -> None:
    monday = datetime.fromisoformat("2026-03-23T00:00:00+00:00")
    assert by_week([], monday)[-1].begins == monday.date()
