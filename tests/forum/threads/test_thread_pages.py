"""The pages of the room through the client: what stands on them, and what bad input does."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.current import owner_key_of_visitor
from forum.core.db import db
from forum.core.markup import SOURCE_MAX_CHARS
from forum.threads import actions
from forum.threads.models import Draft, MarkKind, Post, Thread
from forum.threads.states import thread_url
from tests.factories import Factory, sign_in
from tests.statements import counted

MOST_STATEMENTS = 10


def token(client: FlaskClient, page: str = "/ask") -> str:
    """The CSRF token of a form the client was given."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found is not None
    return found.group(1)


def asked(client: FlaskClient, make: Factory, **changed: str) -> object:
    """Send the ask form as a browser would."""
    fields = {
        "title": "The hub is offline",
        "body": "Since this morning.",
        "category": str(make.category().id),
        "type": "question",
        "severity": "minor",
        "submission_key": "one",
        **changed,
    }
    return client.post("/ask", data={**fields, "csrf_token": token(client)})


def test_asking_leads_to_the_question_and_its_number(make: Factory) -> None:
    client = make.signed_in()
    answer = asked(client, make)
    thread = db.session.scalars(select(Thread)).one()
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert f"#{thread.id}" in page
    assert "Since this morning." in page


def test_a_visitors_question_survives_signing_in(make: Factory, client: FlaskClient) -> None:
    answer = asked(client, make)
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=")
    person = make.user()
    with client.session_transaction() as session:
        key = session["visitor"]
    actions.adopt_draft(owner_key_of_visitor(key), person.id)
    sign_in(client, person)
    page = client.get("/ask").text
    assert "The hub is offline" in page
    assert "Since this morning." in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Write something"),
        ("title", "   \u200b ", "Write something"),
        ("title", "🙂🙂🙂🙂🙂🙂🙂🙂🙂", "in words"),
        ("title", "x" * 201, "Between 8 and 200"),
        ("body", " \n\t ", "Write something"),
        ("body", "a" * (SOURCE_MAX_CHARS + 1), "32,000 fit"),
        ("category", "999999", "Not a valid choice"),
        ("category", "abc", "Invalid Choice"),
        ("type", "rant", "Not a valid choice"),
        ("severity", "apocalypse", "Not a valid choice"),
        ("tags", "a,b,c,d,e,f,g", "At most 6"),
    ],
)
def test_what_cannot_be_asked_is_said_and_kept(
    make: Factory, field: str, value: str, says: str
) -> None:
    client = make.signed_in()
    answer = asked(client, make, **{field: value})
    assert answer.status_code == 400
    assert says in answer.text
    if field != "body":
        assert "Since this morning." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_impossible_characters_are_refused(make: Factory, value: str) -> None:
    client = make.signed_in()
    data = {"title": value.encode("utf-8", "surrogatepass"), "csrf_token": token(client)}
    assert client.post("/ask", data=data).status_code == 400


@pytest.mark.parametrize("given", [None, "wrong", "foreign"])
def test_a_form_without_its_token_changes_nothing(make: Factory, given: str | None) -> None:
    client = make.signed_in()
    value = token(make.signed_in()) if given == "foreign" else given
    fields = {"title": "The hub is offline", "body": "Since today.", "category": make.category().id}
    data = fields | ({"csrf_token": value} if value else {})
    assert client.post("/ask", data=data).status_code == 400
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


def test_pressing_send_twice_asks_once(make: Factory) -> None:
    client = make.signed_in()
    assert asked(client, make).location == asked(client, make).location


def test_the_best_answer_stands_right_below_the_question(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    make.answer(thread, "Not this one.")
    best = make.answer(thread, "This one.", author=make.user(role="rep"))
    actions.mark(asker, best.id, MarkKind.ACCEPTED)
    page = make.signed_in().get(thread_url(thread)).text
    assert page.index("This one.") < page.index("Not this one.")
    assert "Accepted by" in page


def test_an_answer_says_on_which_version_it_works(make: Factory) -> None:
    thread, client = make.thread(), make.signed_in()
    page = thread_url(thread)
    assert 'name="version"' in client.get(page).text
    data = {"body": "Restart it.", "version": "5.2.1", "csrf_token": token(client, page)}
    client.post(f"/t/{thread.id}/answers", data=data)
    assert "Works on 5.2.1" in client.get(page).text


def test_a_version_typed_beside_an_empty_answer_is_kept(make: Factory) -> None:
    thread, client = make.thread(), make.signed_in()
    data = {"body": " ", "version": "5.2.1", "csrf_token": token(client)}
    answer = client.post(f"/t/{thread.id}/answers", data=data)
    assert answer.status_code == 400
    assert 'value="5.2.1"' in answer.text


def test_another_slug_leads_to_the_right_one(make: Factory, client: FlaskClient) -> None:
    thread = make.thread()
    answer = client.get(f"/t/{thread.id}/something-else")
    assert (answer.status_code, answer.location) == (301, thread_url(thread))


@pytest.mark.parametrize("path", ["/t/99", "/t/99/x", "/p/99", f"/t/{2**40}", "/t/-1", "/c/x"])
def test_what_never_was_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_removed_thread_is_there_for_its_author_and_moderators_only(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    actions.delete_post(asker, make.app and db.session.scalars(select(Post.id)).one())
    url = thread_url(thread)
    assert make.signed_in().get(url).status_code == 404
    assert make.signed_in(asker).get(url).status_code == 200
    assert make.signed_in(role="moderator").get(url).status_code == 200


def test_an_answer_sent_while_signed_out_is_kept(make: Factory, client: FlaskClient) -> None:
    thread = make.thread()
    data = {"body": "Long and good.", "csrf_token": token(client)}
    answer = client.post(f"/t/{thread.id}/answers", data=data)
    assert answer.status_code == 302
    assert db.session.scalars(select(Draft.fields)).one() == {"body": "Long and good."}


def test_an_answer_to_a_thread_locked_meanwhile_is_kept(make: Factory) -> None:
    thread, person = make.thread(), make.user()
    client = make.signed_in(person)
    actions.lock(make.user(role="rep"), thread.id)
    data = {"body": "Long and good.", "csrf_token": token(client)}
    answer = client.post(f"/t/{thread.id}/answers", data=data)
    assert answer.status_code == 409
    assert "locked" in answer.text
    assert db.session.scalars(select(Draft.fields)).one() == {"body": "Long and good."}


def test_a_stale_edit_shows_both_texts(make: Factory) -> None:
    person = make.user()
    post = make.answer(make.thread(), "First words.", author=person)
    client = make.signed_in(person)
    page = f"/p/{post.id}/edit"
    data = {"body": "My words.", "based_on": "1", "csrf_token": token(client, page)}
    actions.edit_post(person, post.id, actions.Edit("Their words.", based_on=1))
    answer = client.post(page, data=data)
    assert answer.status_code == 409
    assert "My words." in answer.text
    assert "Their words." in answer.text
    assert 'value="2"' in answer.text


def test_lists_show_what_each_view_promises(make: Factory, client: FlaskClient) -> None:
    waiting = make.thread("Nobody answered this")
    asker = make.user()
    solved = make.thread("Somebody solved this", author=asker)
    actions.mark(asker, make.answer(solved).id, MarkKind.ACCEPTED)
    unanswered = client.get("/questions?view=unanswered").text
    assert waiting.title in unanswered
    assert solved.title not in unanswered
    assert solved.title in client.get("/questions?view=solved").text


def test_pages_of_a_list_neither_repeat_nor_lose_a_row(make: Factory, client: FlaskClient) -> None:
    author = make.user()
    titles = {make.thread(f"Question number {n} here", author=author).title for n in range(60)}
    seen: list[str] = []
    url: str | None = "/questions?view=newest"
    while url:
        page = client.get(url).text
        seen += re.findall(r"Question number \d+ here", page)
        found = re.search(r'href="([^"]*after=[^"]+)"', page)
        url = found.group(1).replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == len(titles)


@pytest.mark.parametrize("path", ["/questions", "/questions?view=unanswered", "/c/hub"])
def test_a_list_costs_the_same_whatever_its_length(make: Factory, path: str) -> None:
    client, author = make.signed_in(), make.user()
    make.thread(author=author)
    client.get(path)
    with counted() as few:
        client.get(path)
    for _ in range(20):
        make.thread(author=author)
    client.get(path)  # what is kept until something is written is read again now
    with counted() as many:
        client.get(path)
    assert len(many) == len(few) <= MOST_STATEMENTS


@pytest.mark.parametrize("role", ["member", "rep", "admin"])
def test_a_thread_costs_the_same_whatever_its_length(make: Factory, role: str) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    best = make.answer(thread)
    actions.mark(asker, best.id, MarkKind.ACCEPTED)
    client, url = make.signed_in(role=role), thread_url(thread)
    client.get(url)
    with counted() as few:
        client.get(url)
    for _ in range(20):
        actions.comment(asker, make.answer(thread).id, "Thanks.")
    client.get(url)  # what is kept until something is written is read again now
    with counted() as many:
        client.get(url)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_STATEMENTS, "\n".join(many)
