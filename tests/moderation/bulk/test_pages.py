"""Many questions at once through a browser without scripts."""

from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from forum.core.db import db
from forum.threads.models import Severity, Thread
from moderation.bulk.queries import chosen
from tests.browser import post
from tests.factories import Factory
from tests.moderation.watchlist.conftest import desk, rep

__all__ = ["desk", "rep"]


def test_from_the_list_to_the_undo(desk: FlaskClient, make: Factory) -> None:
    one, two = make.thread("The first"), make.thread("The second")
    listed = desk.get("/desk?queue=open&sort=newest").text
    assert f'name="thread" value="{one.id}" form="bulk"' in listed
    address = f"/desk/bulk?act=severity&thread={one.id}&thread={two.id}&view=queue%3Dopen"
    page = desk.get(address).text
    assert "Change the severity of 2 questions" in page
    assert "The second" in page
    marks = {row.thread.id: row.mark for row in chosen(make.user(role="rep"), [one.id, two.id])}
    seen = [f"{thread_id}-{mark}" for thread_id, mark in marks.items()]
    form = {"act": "severity", "seen": seen, "severity": "major", "view": "queue=open"}
    done = post(desk, "/desk/bulk", address, **form)
    shown = desk.get(done.location).text
    assert "2 questions have another severity" in shown
    assert 'href="/desk?queue=open"' in shown
    act_id = parse_qs(urlsplit(done.location).query)["done"][0]
    undone = post(desk, f"/desk/bulk/{act_id}/undo", done.location)
    assert "2 questions are as they were" in desk.get(undone.location).text
    again = db.session.get_one(Thread, one.id, populate_existing=True)
    assert again.severity is Severity.MINOR


def test_what_was_typed_badly_comes_back_with_what_was_selected(
    desk: FlaskClient, make: Factory
) -> None:
    thread = make.thread("The first")
    address = f"/desk/bulk?act=tag&thread={thread.id}"
    answer = post(desk, "/desk/bulk", address, act="tag", seen=f"{thread.id}-x", tag="")
    assert answer.status_code == 400
    assert "The first" in answer.text


def test_details_are_asked_with_a_text_or_a_reply_and_no_unknown_word(
    desk: FlaskClient, make: Factory
) -> None:
    thread = make.thread("The first")
    address = f"/desk/bulk?act=needs-info&thread={thread.id}"
    page = desk.get(address).text
    assert "Ask for details on 1 question" in page
    assert "{asker}" in page
    given = {"act": "needs-info", "seen": f"{thread.id}-x", "reply": "0"}
    for details, said in (("", "or choose a canned reply"), ("{weather}?", "{weather}")):
        answer = post(desk, "/desk/bulk", address, **given, details=details)
        assert answer.status_code == 400
        assert said in answer.text
    assert post(desk, "/desk/bulk", address, **given, details="Which one?").status_code == 303


def test_nothing_selected_says_how_to_select(desk: FlaskClient) -> None:
    assert "No question is selected" in desk.get("/desk/bulk?act=nonsense&thread=x").text
    assert desk.get("/desk/bulk?done=4711").status_code == 404


def test_no_address_breaks_the_page(desk: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    many = "&".join(f"thread={number}" for number in range(1, 400))
    for query in (many, f"thread={thread.id}&view=%3D%26", f"thread={'9' * 40}&act=lock"):
        assert desk.get(f"/desk/bulk?{query}").status_code == 200
