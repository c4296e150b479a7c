"""The desk through a browser: what a rep sees and does, with and without scripts."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.threads import actions as threads
from forum.threads.models import Draft, Thread, ThreadStatus
from moderation.watchlist import actions
from moderation.watchlist.models import Claim
from tests.browser import post, token_on
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter

STATEMENTS_MAX = 10
HTMX = {"HX-Request": "true", "HX-Target": "work"}
DAY = timedelta(days=1)


def fresh(thread: Thread) -> Thread:
    """The thread as it stands in the database."""
    return db.session.get_one(Thread, thread.id, populate_existing=True)


def test_an_empty_desk_says_so(desk: FlaskClient) -> None:
    assert "Nothing waits here" in desk.get("/desk").text


def test_a_row_says_why_it_is_there(desk: FlaskClient, make: Factory) -> None:
    critical = make.thread("It is down", at=clock.now() - 9 * DAY, severity="critical")
    critical.same_count = 41
    db.session.commit()
    page = desk.get("/desk").text
    assert "Overdue" in page
    assert (
        "Critical\u00a0·\u00a0nobody answered\u00a0·\u00a041 have this too\u00a0·\u00a0Hub" in page
    )


def test_the_pane_shows_what_is_needed_to_answer(
    desk: FlaskClient, make: Factory, rep: User, thread: Thread
) -> None:
    make.answer(thread, "Have you tried **another cable**?")
    actions.add_note(rep, thread.id, "Seen on the rack.")
    asker = db.session.get_one(User, thread.author_id)
    make.thread("An earlier question", author=asker)
    page = desk.get(f"/desk/t/{thread.id}").text
    for words in (
        "It blinks red twice a day.",
        "Have you tried another cable?",
        "Seen on the rack.",
        "An earlier question",
        "Overdue by",
    ):
        assert words in page


def test_with_scripts_only_the_pane_is_sent(desk: FlaskClient, thread: Thread) -> None:
    pane = desk.get(f"/desk/t/{thread.id}", headers=HTMX).text
    assert 'id="work"' in pane
    assert "<html" not in pane
    back = desk.get(
        f"/desk/t/{thread.id}", headers={**HTMX, "HX-History-Restore-Request": "true"}
    ).text
    assert "<html" in back


@pytest.mark.parametrize("address", ["/desk/t/{id}", "/desk/t/{id}/similar"])
def test_what_a_rep_may_not_see_is_not_on_the_desk(
    desk: FlaskClient, make: Factory, thread: Thread, address: str
) -> None:
    assert desk.get(address.format(id=thread.id + 1000)).status_code == 404
    thread.hidden_at = clock.now()
    db.session.commit()
    assert desk.get(address.format(id=thread.id)).status_code == 404
    assert make.signed_in(role="moderator").get(address.format(id=thread.id)).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "queue=x&severity=x&language=x&age=x&claimed=x&sort=x",
        "category=%27%22%3B--&tag=%25&text=%25_%5C",
        "text=" + "9" * 400,
        "queue=open&sort=due&text=C%2B%2B",
    ],
)
def test_no_address_breaks_the_desk(desk: FlaskClient, thread: Thread, query: str) -> None:
    assert desk.get(f"/desk?{query}").status_code == 200
    assert desk.get(f"/desk/t/{thread.id}?{query}").status_code == 200


@pytest.mark.parametrize("after", ["x", "W10", "WyJ0IiwgMSwgMV0", "WyJuIiwgMSwgMV0" * 20])
def test_a_cursor_that_is_not_ours_is_refused_plainly(desk: FlaskClient, after: str) -> None:
    assert desk.get(f"/desk?after={after}").status_code == 400


def test_a_product_narrows_the_desk(desk: FlaskClient, make: Factory, thread: Thread) -> None:
    assert 'name="product"' not in desk.get("/desk").text
    make.thread("About the doorbell with eyes", product=make.product("orrin-eye"))
    page = desk.get("/desk?queue=open&product=orrin-eye").text
    assert "About the doorbell with eyes" in page
    assert thread.title not in page
    assert "Orrin Eye" in page


def test_filters_are_shown_and_can_be_taken_off(desk: FlaskClient, thread: Thread) -> None:
    page = desk.get("/desk?queue=overdue&severity=minor&language=en").text
    assert thread.title in page
    assert "/desk?queue=overdue&amp;language=en" in page
    assert "/desk?queue=overdue&amp;severity=minor" in page


def test_claiming_and_giving_back(desk: FlaskClient, make: Factory, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    answer = post(desk, f"{page}/claim?queue=overdue", page)
    assert answer.status_code == 303
    assert answer.location == f"{page}?queue=overdue"
    assert "Claimed by you" in desk.get(page).text
    other = make.signed_in(role="rep")
    assert "Dana Whitlock is on it until" in other.get(page).text
    refusal = post(other, f"{page}/claim", page)
    assert refusal.status_code == 409
    assert "Dana Whitlock has claimed this thread until" in refusal.text
    post(desk, f"{page}/claim/delete", page)
    assert post(other, f"{page}/claim", page).status_code == 303


def test_with_scripts_a_refusal_is_a_message_and_the_page_stays(
    make: Factory, desk: FlaskClient, rep: User, thread: Thread
) -> None:
    actions.claim(make.user("Yusuf", role="rep"), thread.id)
    page = f"/desk/t/{thread.id}"
    fields = {"csrf_token": token_on(desk, page)}
    answer = desk.post(f"{page}/claim", data=fields, headers=HTMX)
    assert answer.status_code == 409
    assert answer.headers["HX-Reswap"] == "none"
    assert "Yusuf" in json.loads(answer.headers["HX-Trigger"])["toast"]["text"]


def test_typing_keeps_the_claim(desk: FlaskClient, rep: User, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    assert post(desk, f"{page}/claim/renew", page).status_code == 409
    actions.claim(rep, thread.id)
    assert post(desk, f"{page}/claim/renew", page).status_code == 204


def test_answering_goes_on_with_the_next_of_the_same_list(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    other = make.thread("Crackling on channel 3", at=clock.now() - 8 * DAY, severity="major")
    page = f"/desk/t/{thread.id}"
    answer = post(desk, f"{page}/answer?queue=overdue", page, body="Update to 4.2.1.", official="y")
    assert answer.status_code == 303
    assert urlsplit(answer.location).path == f"/desk/t/{other.id}"
    query = parse_qs(urlsplit(answer.location).query)
    assert query["queue"] == ["overdue"]
    assert query.keys() == {"queue", "sent"}
    answered = fresh(thread)
    assert answered.status is ThreadStatus.SOLVED
    assert answered.official_post_id is not None


def test_answering_the_last_one_leads_back_to_the_empty_list(
    desk: FlaskClient, thread: Thread
) -> None:
    page = f"/desk/t/{thread.id}"
    answer = post(desk, f"{page}/answer?queue=overdue", page, body="Update.")
    assert answer.location.startswith("/desk?queue=overdue&sent=")
    assert "Nothing is left in this queue" in desk.get(answer.location).text


def test_with_scripts_the_next_pane_comes_with_its_address_list_and_counts(
    desk: FlaskClient, make: Factory, thread: Thread
) -> None:
    other = make.thread("Crackling on channel 3", at=clock.now() - 8 * DAY)
    page = f"/desk/t/{thread.id}"
    fields = {"csrf_token": token_on(desk, page), "body": "Update."}
    answer = desk.post(f"{page}/answer", data=fields, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == f"/desk/t/{other.id}"
    assert "Crackling on channel 3" in answer.text
    assert f'data-thread="{other.id}"' in answer.text
    assert 'hx-swap-oob="innerHTML:#queue"' in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("act", "field"), [("answer", "body"), ("notes", "note"), ("needs-info", "details")]
)
def test_an_empty_text_comes_back_with_a_word(
    desk: FlaskClient, thread: Thread, act: str, field: str, headers: dict[str, str]
) -> None:
    page = f"/desk/t/{thread.id}"
    fields = {"csrf_token": token_on(desk, page), field: "  \n "}
    answer = desk.post(f"{page}/{act}", data=fields, headers=headers)
    assert answer.status_code == (422 if headers else 400)
    assert "Write something here first." in answer.text


def test_too_long_a_text_comes_back_whole(desk: FlaskClient, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    answer = post(desk, f"{page}/answer", page, body="x" * 32_001)
    assert answer.status_code == 400
    assert "x" * 32_001 in answer.text


def test_an_answer_that_is_refused_is_kept_as_a_draft(
    make: Factory, rep: User, desk: FlaskClient, thread: Thread
) -> None:
    page = f"/desk/t/{thread.id}"
    token = token_on(desk, page)
    thread.hidden_at = clock.now()
    db.session.commit()
    answer = desk.post(f"{page}/answer", data={"csrf_token": token, "body": "Long and good."})
    assert answer.status_code in {404, 409}
    kept = db.session.scalars(select(Draft.fields).where(Draft.user_id == rep.id)).one()
    assert kept["body"] == "Long and good."


def test_a_draft_of_the_public_page_stands_in_the_pane(
    desk: FlaskClient, rep: User, thread: Thread
) -> None:
    threads.save_draft(f"user:{rep.id}", rep.id, f"answer:{thread.id}", {"body": "Half a thou"})
    assert "Half a thou" in desk.get(f"/desk/t/{thread.id}").text


def test_two_presses_of_one_button_answer_once(desk: FlaskClient, thread: Thread) -> None:
    page = f"/desk/t/{thread.id}"
    fields = {"csrf_token": token_on(desk, page), "body": "Update.", "submission_key": "abc"}
    for _press in range(2):
        assert desk.post(f"{page}/answer", data=fields).status_code == 303
    assert fresh(thread).answer_count == 1


def test_nothing_changes_by_looking(desk: FlaskClient, rep: User, thread: Thread) -> None:
    for address in ("/desk", f"/desk/t/{thread.id}", f"/desk/t/{thread.id}/similar"):
        desk.get(address)
    assert db.session.scalar(select(Claim.id)) is None


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("address", ["/desk", "/desk/t/{id}", "/desk?queue=open&category=hub"])
def test_a_page_costs_few_statements_however_long(
    desk: FlaskClient,
    rep: User,
    make: Factory,
    thread: Thread,
    statements: StatementCounter,
    rows: int,
    address: str,
) -> None:
    for number in range(rows):
        asked = make.thread(f"Question number {number}", at=clock.now() - DAY)
        actions.claim(rep, asked.id)
        make.answer(thread)
        actions.add_note(rep, thread.id, "Noted.")
    desk.get("/desk")  # figures of other rooms are asked for once a minute
    with statements() as sent:
        assert desk.get(address.format(id=thread.id)).status_code == 200
    assert len(sent) <= STATEMENTS_MAX, "\n\n".join(sent)


def test_figures_read_anew_once_a_minute_cost_few_statements_too(
    desk: FlaskClient,
    thread: Thread,
    statements: StatementCounter,
    it_is: Callable[[datetime], None],
) -> None:
    desk.get("/desk")
    it_is(clock.now() + timedelta(seconds=90))
    with statements() as sent:
        assert thread.title in desk.get("/desk").text
    assert len(sent) <= STATEMENTS_MAX, "\n\n".join(sent)


def test_staff_see_beside_the_public_thread_where_it_stands(
    desk: FlaskClient, make: Factory, rep: User, thread: Thread
) -> None:
    actions.claim(rep, thread.id)
    actions.add_note(rep, thread.id, "Seen.")
    address = f"/t/{thread.id}/{thread.slug}"
    page = desk.get(address).text
    assert "On the desk" in page
    assert f"/desk/t/{thread.id}" in page
    for browser in (make.app.test_client(), make.signed_in(), make.signed_in(role="ambassador")):
        others = browser.get(address)
        assert others.status_code == 200
        assert "/desk" not in others.text
        assert "On the desk" not in others.text
