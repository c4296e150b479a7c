"""What many ask, on the desk: the list, the form without scripts, and who finds nothing there."""

import re
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.finding.models import Cluster, ClusterMember
from forum.threads.models import Thread, ThreadStatus
from moderation.teams.catalogue import main_calendar
from moderation.together.models import JointAnswer
from moderation.watchlist import actions as watchlist
from tests.factories import Factory
from tests.statements import counted

ANSWER = "Turn the hub off and on: the update is waiting there."


def cluster(rows: Sequence[Thread]) -> int:
    """Put questions into one cluster, as the sweep would."""
    now = clock.now()
    made = Cluster(created_at=now, changed_at=now)
    db.session.add(made)
    db.session.flush()
    for row in rows:
        db.session.add(ClusterMember(thread_id=row.id, cluster_id=made.id, joined_at=now))
    db.session.commit()
    return made.id


@pytest.fixture
def rep(make: Factory) -> User:
    return make.user("Dana", role="rep")


@pytest.fixture
def asked(make: Factory) -> list[Thread]:
    return [make.thread(f"The hub is dark, {word}") for word in ("one", "two", "three")]


@pytest.fixture
def browser(make: Factory, rep: User) -> FlaskClient:
    return make.signed_in(rep)


def filled(page: str) -> dict[str, str]:
    """The hidden fields of the form."""
    names = ("csrf_token", "submission_key", "seen")
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in names}
    return {name: match.group(1) for name, match in found.items() if match}


def test_the_largest_by_people_stands_first(
    make: Factory, browser: FlaskClient, asked: list[Thread]
) -> None:
    cluster(asked)
    small = [make.thread("Where is my bill"), make.thread("Where is the bill")]
    cluster(small)
    cluster([make.thread("Alone in it")])
    page = browser.get("/desk/together").text
    assert page.index(asked[0].title) < page.index(small[0].title)
    assert "3 people are waiting" in page
    assert "Alone in it" not in page


def test_a_form_without_scripts_answers_all(browser: FlaskClient, asked: list[Thread]) -> None:
    number = cluster(asked)
    page = browser.get(f"/desk/together/{number}").text
    assert "3 people will be told" in page
    sent = {
        **filled(page),
        "threads": [str(row.id) for row in asked[:2]],
        "target": f"thread:{asked[0].id}",
        "body": ANSWER,
    }
    counted_again = browser.post(f"/desk/together/{number}/preview", data=sent).text
    assert "2 people will be told" in counted_again
    answer = browser.post(f"/desk/together/{number}/send", data=sent, follow_redirects=True)
    assert "1 question leads to it now" in answer.text
    states = [db.session.get_one(Thread, row.id).status for row in asked]
    assert states == [ThreadStatus.SOLVED, ThreadStatus.DUPLICATE, ThreadStatus.WAITING]
    made = db.session.scalars(select(JointAnswer)).one()
    back = browser.post(
        f"/desk/together/answers/{made.id}/take-back", data=sent, follow_redirects=True
    )
    assert "Nobody was told" in back.text
    assert ANSWER in back.text


def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    browser: FlaskClient, asked: list[Thread]
) -> None:
    number = cluster(asked)
    page = filled(browser.get(f"/desk/together/{number}").text)
    to, only = f"thread:{asked[0].id}", [str(asked[0].id)]
    others = [str(row.id) for row in asked[1:]]
    for sent, said in (
        ({"threads": only, "target": to, "body": ANSWER}, "at least one other question"),
        ({"threads": others, "target": to, "body": " "}, "Write the answer that solves"),
        ({"threads": others, "target": "thread:999", "body": ANSWER}, "Choose where the answer"),
        ({"threads": others, "target": "other", "other": "no place"}, "neither a question nor"),
        ({"threads": others, "target": "other", "other": "1", "body": ANSWER}, "Clear the text"),
        ({"threads": ["x"], "target": to, "body": ANSWER}, "another look"),
    ):
        answer = browser.post(f"/desk/together/{number}/send", data={**page, **sent})
        assert answer.status_code == 400
        assert said in answer.text
        assert ANSWER in answer.text or sent.get("body") != ANSWER


def test_what_changed_is_left_out_and_the_rest_goes_on(
    make: Factory, browser: FlaskClient, asked: list[Thread]
) -> None:
    number = cluster(asked)
    sent = {
        **filled(browser.get(f"/desk/together/{number}").text),
        "threads": [str(row.id) for row in asked],
        "target": f"thread:{asked[0].id}",
        "body": ANSWER,
    }
    colleague = make.user("Ines", role="rep")
    watchlist.claim(colleague, asked[1].id)
    page = browser.post(f"/desk/together/{number}/send", data=sent)
    assert page.status_code == 409
    assert "Ines is on" in page.text
    assert ANSWER in page.text
    assert f'value="{asked[1].id}" checked' not in page.text
    sent |= {**filled(page.text), "threads": [str(asked[2].id)]}
    assert browser.post(f"/desk/together/{number}/send", data=sent).status_code == 303
    assert db.session.get_one(Thread, asked[1].id).status is ThreadStatus.WAITING


def test_beside_a_thread_the_way_leads_there(browser: FlaskClient, asked: list[Thread]) -> None:
    number = cluster(asked)
    beside = browser.get(f"/desk/t/{asked[0].id}/similar").text
    assert f'href="/desk/together/{number}"' in beside


def test_nobody_else_learns_that_it_is_there(make: Factory, asked: list[Thread]) -> None:
    number = cluster(asked)
    staff_only = make.category("backroom", audience="staff")
    boss = make.user(role="moderator")
    hidden = [make.thread(title, author=boss, category=staff_only) for title in ("A", "B")]
    cluster(hidden)
    for role in ("member", "ambassador"):
        person = make.signed_in(role=role)
        for path in ("", f"/{number}", "/999999"):
            assert person.get(f"/desk/together{path}").status_code == 404
        for path in (f"/{number}/send", f"/{number}/preview", "/answers/1/take-back"):
            assert person.post(f"/desk/together{path}").status_code == 404
        for path in (f"/t/{asked[0].id}/{asked[0].slug}", "/questions", "/", "/inbox"):
            page = person.get(path, follow_redirects=True).text
            assert "together" not in page
            assert "Asked by many" not in page


def test_pages_cost_the_same_however_many_ask(
    make: Factory, browser: FlaskClient, asked: list[Thread]
) -> None:
    number = cluster(asked)
    main_calendar()
    browser.get("/desk/together")
    with counted() as few:
        browser.get(f"/desk/together/{number}")
    more = [make.thread(f"Dark, {at}") for at in range(4)]
    db.session.add_all(
        ClusterMember(thread_id=row.id, cluster_id=number, joined_at=clock.now()) for row in more
    )
    db.session.commit()
    with counted() as many:
        browser.get(f"/desk/together/{number}")
    assert len(few) == len(many) <= 10
