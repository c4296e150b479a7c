"""Canned replies: writing, finding, filling in, counting, and who may."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.threads.models import Post, Thread
from moderation.audit.models import StaffAct
from moderation.replies import actions, queries
from moderation.replies.actions import ReplyText, StaleReply
from moderation.replies.models import CannedReply, ReplyUse
from moderation.teams.models import Calendar, Team, TeamMember
from moderation.watchlist import actions as watchlist
from tests.browser import post, token_on
from tests.factories import Factory
from tests.moderation.conftest import StatementCounter

HELLO = ReplyText("Hello", "Hello {asker}, about {thread}: try again. {rep}", "Привет, {asker}!")


@pytest.fixture
def lead(make: Factory) -> User:
    """Who writes what everybody sends."""
    return make.user("Marta Lindqvist", role="moderator")


@pytest.fixture
def rep(make: Factory) -> User:
    """Who sends it."""
    return make.user("Dana Whitlock", role="rep")


@pytest.fixture
def thread(make: Factory) -> Thread:
    """A question in English."""
    return make.thread("No sound after waking", author=make.user("Beatrix Holm"))


def used(reply: CannedReply) -> int:
    """How often it was sent."""
    return db.session.get_one(CannedReply, reply.id, populate_existing=True).use_count


def test_it_is_filled_in_for_the_thread_and_the_rep(lead: User, rep: User, thread: Thread) -> None:
    actions.create(lead, HELLO)
    _thread, (found,) = queries.offered(thread.id, rep)
    assert found.text == (
        "Hello Beatrix Holm, about No sound after waking: try again. Dana Whitlock"
    )


def test_a_russian_question_gets_the_russian_text(make: Factory, lead: User, rep: User) -> None:
    actions.create(lead, HELLO)
    actions.create(lead, ReplyText("English alone", "Only this."))
    asked = make.thread("Хаб не видит сеть вечером", "Пропадает два раза в день.")
    _thread, found = queries.offered(asked.id, rep)
    assert {(one.name, one.language) for one in found} == {("Hello", "ru"), ("English alone", "en")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ReplyText("Empty", " \n", ""), "without a text"),
        (ReplyText("hELLO", "Another."), "called “hELLO” already"),
        (ReplyText("Odd", "Dear {nobody}"), r"\{nobody\}"),
        (ReplyText("Odd", "Dear", "Привет {имя}"), r"\{имя\}"),
    ],
)
def test_what_cannot_be_saved_is_refused_by_name(lead: User, text: ReplyText, words: str) -> None:
    actions.create(lead, HELLO)
    with pytest.raises(Refused, match=words) as refusal:
        actions.create(lead, text)
    assert refusal.value.what_to_do


def test_a_retired_name_is_free_again_until_it_comes_back(lead: User) -> None:
    old = actions.create(lead, HELLO)
    actions.retire(lead, old.id)
    actions.create(lead, HELLO)
    with pytest.raises(Refused, match="called “Hello” already"):
        actions.bring_back(lead, old.id)


def test_of_two_who_edit_at_once_nobody_loses_a_word(lead: User) -> None:
    row = actions.create(lead, HELLO)
    actions.save(lead, row.id, 1, ReplyText("Hello", "The first."))
    with pytest.raises(StaleReply):
        actions.save(lead, row.id, 1, ReplyText("Hello", "The second."))
    assert db.session.get_one(CannedReply, row.id, populate_existing=True).body_en == "The first."


def test_the_conflict_page_shows_both_texts(make: Factory, lead: User) -> None:
    row = actions.create(lead, HELLO)
    browser = make.signed_in(lead)
    page = f"/desk/replies/{row.id}"
    fields = {"csrf_token": token_on(browser, page), "name": "Hello", "team": "0"}
    actions.save(lead, row.id, 1, ReplyText("Hello", "Saved meanwhile."))
    answer = browser.post(page, data={**fields, "body_en": "Typed here.", "revision": "1"})
    assert answer.status_code == 409
    assert "Saved meanwhile." in answer.text
    assert "Typed here." in answer.text
    again = browser.post(page, data={**fields, "body_en": "Both.", "revision": "2"})
    assert again.status_code == 303


def test_it_is_counted_once_for_an_answer_that_was_sent(
    lead: User, rep: User, thread: Thread
) -> None:
    row = actions.create(lead, HELLO)
    for _press in range(2):
        watchlist.answer(
            rep, thread.id, "Hello.", submission_key="k", reply_ids=[row.id, row.id, 999]
        )
    assert used(row) == 1
    use = db.session.scalars(select(ReplyUse)).one()
    assert (use.thread_id, use.user_id) == (thread.id, rep.id)


def test_taking_the_answer_back_takes_the_count_back(lead: User, rep: User, thread: Thread) -> None:
    row = actions.create(lead, HELLO)
    sent = watchlist.answer(rep, thread.id, "Hello.", reply_ids=[row.id])
    watchlist.take_back(rep, sent.id)
    assert used(row) == 0


def test_a_team_keeps_its_own(make: Factory, lead: User, rep: User, thread: Thread) -> None:
    calendar = db.session.scalars(select(Calendar)).first()
    assert calendar is not None
    team = Team(name="Second line", calendar_id=calendar.id)
    db.session.add(team)
    db.session.commit()
    row = actions.create(lead, ReplyText("Inside", "For us.", team_id=team.id))
    assert queries.offered(thread.id, rep)[1] == []
    assert queries.filled(row.id, thread.id, rep) is None
    db.session.add(TeamMember(team_id=team.id, user_id=rep.id))
    db.session.commit()
    assert [one.name for one in queries.offered(thread.id, rep)[1]] == ["Inside"]


@pytest.mark.parametrize("words", ["hello", "TRY again", "ПРИВЕТ", "привет asker"])
def test_it_is_found_by_words_of_name_or_text(
    lead: User, rep: User, thread: Thread, words: str
) -> None:
    actions.create(lead, HELLO)
    actions.create(lead, ReplyText("Other", "Nothing of the kind."))
    assert [one.name for one in queries.offered(thread.id, rep, words)[1]] == ["Hello"]


@pytest.mark.parametrize("words", ["%", "_", "'; --", "\\", "x" * 500])
def test_no_words_break_the_search(lead: User, rep: User, thread: Thread, words: str) -> None:
    actions.create(lead, HELLO)
    assert queries.offered(thread.id, rep, words)[1] == []


def test_writing_is_for_leads_and_using_for_reps(make: Factory, lead: User, rep: User) -> None:
    row = actions.create(lead, HELLO)
    for act in (
        lambda: actions.create(rep, ReplyText("Mine", "x")),
        lambda: actions.save(rep, row.id, 1, ReplyText("Mine", "x")),
        lambda: actions.retire(rep, row.id),
        lambda: actions.bring_back(rep, row.id),
        lambda: queries.listed(make.user(role="ambassador")),
    ):
        with pytest.raises(NotFound):
            act()


def test_every_act_stands_in_the_staff_log(lead: User) -> None:
    row = actions.create(lead, HELLO)
    actions.save(lead, row.id, 1, ReplyText("Hello again", "Hi."))
    actions.retire(lead, row.id)
    actions.bring_back(lead, row.id)
    logged = select(StaffAct.verb).where(StaffAct.object_kind == "reply").order_by(StaffAct.id)
    assert list(db.session.scalars(logged)) == ["create", "edit", "retire", "bring-back"]


def test_leads_write_edit_and_retire_in_the_browser(make: Factory, lead: User) -> None:
    browser = make.signed_in(lead)
    fields = {"name": "Cable", "body_en": "Check {product}.", "body_ru": "", "team": "0"}
    assert post(browser, "/desk/replies/new", **fields).status_code == 303
    row = db.session.scalars(select(CannedReply)).one()
    page = f"/desk/replies/{row.id}"
    assert "Check {product}." in browser.get(page).text
    assert post(browser, page, **{**fields, "name": "Cables", "revision": "1"}).status_code == 303
    assert post(browser, f"{page}/retire", "/desk/replies").status_code == 303
    assert "Cables" in browser.get("/desk/replies?retired=").text
    assert "Cables" not in browser.get("/desk/replies").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " ", "body_en": "x"}, "Give it a name."),
        ({"name": "n" * 81, "body_en": "x"}, "below 80 characters"),
        ({"name": "A", "body_en": "  "}, "in English, in Russian or in both"),
        ({"name": "A", "body_en": "x" * 8001}, "below 8000 characters"),
        ({"name": "A", "body_en": "{nobody}"}, "{nobody}"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    make: Factory, lead: User, fields: dict[str, str], words: str
) -> None:
    answer = post(make.signed_in(lead), "/desk/replies/new", body_ru="", team="0", **fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert fields["body_en"] in answer.text


def test_a_taken_name_comes_back_with_what_was_typed(make: Factory, lead: User) -> None:
    actions.create(lead, HELLO)
    fields = {"name": "Hello", "body_en": "Something else.", "body_ru": "", "team": "0"}
    answer = post(make.signed_in(lead), "/desk/replies/new", **fields)
    assert answer.status_code == 409
    assert "called “Hello” already" in answer.text
    assert "Something else." in answer.text


@pytest.fixture
def browser(make: Factory, rep: User) -> FlaskClient:
    """Dana's browser."""
    return make.signed_in(rep)


def test_the_palette_shows_it_filled_in_and_works_without_scripts(
    browser: FlaskClient, lead: User, rep: User, thread: Thread
) -> None:
    row = actions.create(lead, HELLO)
    page = browser.get(f"/desk/t/{thread.id}/replies?find=hello").text
    assert "Hello Beatrix Holm, about No sound after waking" in page
    assert f"/desk/t/{thread.id}?reply={row.id}" in page
    pane = f"/desk/t/{thread.id}?reply={row.id}"
    text = browser.get(pane).text
    assert "Hello Beatrix Holm, about No sound after waking" in text
    post(browser, f"/desk/t/{thread.id}/answer", pane, body="Hello!", replies=str(row.id))
    assert db.session.scalars(select(Post.source).where(Post.author_id == rep.id)).one() == "Hello!"
    assert used(row) == 1


@pytest.mark.parametrize("reply", ["999999", "x", "-1", "", "9" * 40])
def test_a_reply_that_is_not_there_inserts_nothing(
    browser: FlaskClient, thread: Thread, reply: str
) -> None:
    assert browser.get(f"/desk/t/{thread.id}?reply={reply}").status_code == 200


@pytest.mark.parametrize("number", [2, 40])
def test_the_pages_cost_few_statements_however_many_there_are(
    make: Factory, lead: User, thread: Thread, statements: StatementCounter, number: int
) -> None:
    for each in range(number):
        actions.create(lead, ReplyText(f"Reply {each}", "Hello {asker}, {product}."))
    browser = make.signed_in(lead)
    for address in ("/desk/replies", f"/desk/t/{thread.id}/replies"):
        browser.get(address)
        with statements() as sent:
            browser.get(address)
        assert len(sent) <= 8, "\n\n".join(sent)
