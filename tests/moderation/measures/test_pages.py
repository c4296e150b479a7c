"""The pages of figures and their files: what stands there, who sees what, and what leaks."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.core import settings
from forum.core.db import db
from forum.satisfaction.models import SatisfactionAsk, SolvedBy
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from moderation.audit.models import StaffAct
from moderation.measures.jobs import measure_threads
from moderation.teams.models import Team, TeamMember
from moderation.watchlist import actions as desk_actions
from moderation.watchlist.models import Claim
from tests.browser import post
from tests.factories import Factory
from tests.statements import counted

PAGES = ("/desk/measures", "/desk/measures/people", "/desk/measures/satisfaction")
FILES = ("days", "parts", "people", "satisfaction", "comments")
MOST_STATEMENTS = 10
MONDAY = datetime.fromisoformat("2026-03-23T09:00:00+00:00")  # ten o'clock where the team works
WORDS = "zwyxquibble"
ItIs = Callable[[datetime], None]


@pytest.fixture
def rep(make: Factory) -> User:
    """Somebody who works there, in the team that every site begins with."""
    rep = make.user("Dana Rep", role="rep")
    db.session.add(TeamMember(team_id=1, user_id=rep.id))
    db.session.commit()
    return rep


@pytest.fixture
def asked(make: Factory, rep: User, it_is: ItIs) -> list[Thread]:
    """Ten questions of one morning, answered by the team after 1 to 10 quarters of an hour."""
    it_is(MONDAY)
    asker = make.user("Wanda K")
    found = [make.thread(f"Question {number}", author=asker) for number in range(10)]
    for number, thread in enumerate(found):
        it_is(MONDAY + timedelta(minutes=15 * (number + 1)))
        answer = make.answer(thread, f"Answer {number}", author=rep)
        threads.mark(rep, answer.id, MarkKind.OFFICIAL)
    it_is(MONDAY + timedelta(days=3))
    measure_threads()
    return found


def say(thread: Thread, user: User, score: int | None, words: str = "") -> None:
    """Somebody was asked how it went."""
    db.session.add(
        SatisfactionAsk(
            thread_id=thread.id,
            user_id=user.id,
            is_asker=True,
            solved_by=SolvedBy.OFFICIAL,
            asked_at=MONDAY + timedelta(days=2),
            score=score,
            comment=words,
            answered_at=MONDAY + timedelta(days=2, hours=1) if score else None,
        )
    )
    db.session.commit()


def file(client: FlaskClient, name: str) -> list[list[str]]:
    """A file as a spreadsheet has it."""
    answer = client.get(f"/desk/measures/{name}.csv")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.text)))


def change(client: FlaskClient, **fields: str) -> TestResponse:
    """Send the form of the settings."""
    return post(client, "/desk/measures/settings", "/desk/measures/people", **fields)


def test_figures_of_a_morning(make: Factory, rep: User, asked: list[Thread]) -> None:
    page = make.signed_in(rep).get("/desk/measures").text
    assert "1 h 15 min" in page  # half of ten were answered within five quarters
    assert "nine of ten within 2 h 15 min, of 10" in page
    assert "10 of 10 answered" in page
    rows = file(make.signed_in(rep), "parts")
    head, hub = rows[0], rows[1]
    found = dict(zip(head, hub, strict=True))
    assert (found["category"], found["asked"], found["answered_by_staff"]) == ("Hub", "10", "10")
    assert found["first_answer_median_minutes"] == "75"
    assert found["first_answer_p90_minutes"] == "135"
    days = file(make.signed_in(rep), "days")
    assert sum(int(row[2]) for row in days[1:]) == 10
    assert [row[2] for row in days if row[0] == "2026-03-23"] == ["10"]


def test_few_questions_make_no_figure(make: Factory, rep: User, it_is: ItIs) -> None:
    it_is(MONDAY)
    thread = make.thread()
    it_is(MONDAY + timedelta(hours=1))
    make.answer(thread, author=rep)
    measure_threads()
    page = make.signed_in(rep).get("/desk/measures").text
    assert "1 question: too few for a figure" in page


def test_an_empty_site_says_what_to_do(make: Factory, rep: User) -> None:
    client = make.signed_in(rep)
    assert "Nothing was asked in this time" in client.get(PAGES[0]).text
    assert "Nobody was asked in this time" in client.get(PAGES[2]).text
    for name in FILES:
        assert file(client, name)[0]


def test_views_stand_in_the_address(make: Factory, rep: User, asked: list[Thread]) -> None:
    client = make.signed_in(rep)
    for address in ("?from=2026-03-23&to=2026-03-23", "?category=hub&severity=minor&team=1"):
        assert "10 of 10 answered" in client.get(f"/desk/measures{address}").text
    for address in ("?from=2026-03-01&to=2026-03-22", "?category=nowhere", "?team=77"):
        assert "Nothing was asked in this time" in client.get(f"/desk/measures{address}").text
    for strange in ("?from=x&to=%3C", "?days=-1&team=99999999999999999999", "?by=%27&severity=0"):
        for page in PAGES:
            assert client.get(page + strange).status_code == 200


def test_satisfaction_by_kind_and_words_with_links_but_no_names(
    make: Factory, rep: User, asked: list[Thread]
) -> None:
    people = [make.user(f"Zelda {number}") for number in range(6)]
    for number, person in enumerate(people):
        say(asked[number], person, 3 if number else 1, f"=SUM({number}) {WORDS}")
    say(asked[6], make.user(), None)
    client = make.signed_in(rep)
    page = client.get("/desk/measures/satisfaction").text
    assert "83 %" in page
    assert "86 % of 7 asked" in page
    assert page.count(WORDS) == 6
    assert f"/t/{asked[0].id}/" in page
    assert "Zelda" not in page
    assert ["answer", "Official answer", "7", "5", "0", "1"] in file(client, "satisfaction")
    comments = file(client, "comments")
    assert comments[1][-1].startswith("'=SUM(5)")
    assert comments[1][0].endswith("+00:00")


def test_words_leak_to_nobody_else(make: Factory, rep: User, asked: list[Thread]) -> None:
    say(asked[0], make.user("Zelda"), 1, WORDS)
    thread = db.session.get_one(Thread, asked[0].id)
    places = [f"/t/{thread.id}/{thread.slug}", "/", f"/search?q={WORDS}", "/u/Zelda", "/inbox"]
    for role in ("", "new", "member", "ambassador"):
        client = make.signed_in(role=role) if role else make.app.test_client()
        for page in (*PAGES, *(f"/desk/measures/{name}.csv" for name in FILES)):
            answer = client.get(page)
            assert answer.status_code == 404, (role, page)
        for page in places:
            text = client.get(page).text.replace(f'value="{WORDS}"', "")
            assert WORDS not in text or page.startswith("/search"), (role, page)
            assert "measures" not in text, (role, page)


def test_what_a_rep_sees_of_colleagues_is_a_setting(
    make: Factory, rep: User, asked: list[Thread]
) -> None:
    mate, stranger = make.user("Mate", role="rep"), make.user("Stranger", role="rep")
    second = Team(name="Second line", calendar_id=1)
    db.session.add(second)
    db.session.flush()
    db.session.add(TeamMember(team_id=1, user_id=mate.id))
    db.session.add(TeamMember(team_id=second.id, user_id=stranger.id))
    db.session.commit()
    admin = make.user("Ines Admin", role="admin")
    browser = make.signed_in(admin)
    for chosen, names in [
        ("own", {"Dana Rep"}),
        ("team", {"Dana Rep", "Mate"}),
        ("all", {"Dana Rep", "Mate", "Stranger", "Ines Admin"}),
    ]:
        change(browser, colleagues=chosen, days="2")
        settings.store.KEPT.forget()
        assert {row[0] for row in file(make.signed_in(rep), "people")[1:]} == names
        assert len(file(browser, "people")) == 5
    assert {row.verb for row in db.session.scalars(select(StaffAct))} >= {"set-colleagues-shown"}
    refused = make.signed_in(rep).get("/desk/measures/people").text
    assert "/desk/measures/settings" not in refused


def test_work_done_and_work_waiting(
    make: Factory, rep: User, asked: list[Thread], it_is: ItIs
) -> None:
    for thread in asked[:8]:  # known to take half an hour
        db.session.add(
            Claim(
                thread_id=thread.id,
                user_id=rep.id,
                claimed_at=MONDAY,
                expires_at=MONDAY + timedelta(hours=1),
                released_at=MONDAY + timedelta(minutes=30),
            )
        )
    waiting = make.thread("Still open")
    desk_actions.claim(rep, waiting.id)
    desk_actions.add_note(rep, waiting.id, "Looking into it.")
    threads.request_info(rep, make.thread("Another").id, "Which version?")
    db.session.commit()
    for thread in asked:
        desk_actions.add_note(rep, thread.id, "Done.")
    measure_threads()
    head, row = file(make.signed_in(rep), "people")
    found = dict(zip(head, row, strict=True))
    assert (found["answers"], found["solutions"], found["details"]) == ("10", "10", "1")
    assert (found["notes"], found["threads_now"], found["expected_minutes"]) == ("11", "1", "30")


def test_wrong_settings_are_told_and_kept(make: Factory) -> None:
    browser = make.signed_in(role="admin")
    answer = change(browser, colleagues="all", days="99")
    assert answer.status_code == 400
    assert "From 0 to 13." in answer.text


def test_a_page_costs_the_same_however_many_threads_there_are(
    make: Factory, rep: User, asked: list[Thread]
) -> None:
    say(asked[0], make.user(), 3, "Well done")
    client = make.signed_in(rep)
    client.get("/desk/measures")
    costs = []
    for _turn in range(2):
        for page in PAGES:
            with counted() as sent:
                assert client.get(page).status_code == 200
            costs.append(len(sent))
            assert len(sent) <= MOST_STATEMENTS, "\n\n".join(sent)
        for _more in range(10):
            make.thread()
        measure_threads()
    assert costs[:3] == costs[3:]
