"""What a thread's page brings when it is asked for: menus, forms, more answers, news, links."""

import pytest
from flask.testing import FlaskClient

from forum.core.db import db
from forum.threads import actions
from forum.threads.models import MarkKind, Thread
from forum.threads.queries import ANSWERS_PER_PAGE, question_of
from forum.threads.states import thread_url
from tests.factories import Factory

HTMX = {"HX-Request": "true"}


def crowded(make: Factory, answers: int) -> Thread:
    """A thread with so many answers."""
    thread, author = make.thread(), make.user()
    for number in range(answers):
        make.answer(thread, f"Answer number {number}.", author=author)
    return thread


def test_the_menu_of_a_post_comes_when_it_is_opened(make: Factory) -> None:
    author, thread = make.user(), make.thread()
    post = make.answer(thread, author=author)
    client = make.signed_in(author)
    assert "/edit" not in client.get(thread_url(thread)).text
    menu = client.get(f"/p/{post.id}/more", headers=HTMX).text
    assert menu.lstrip().startswith("<details")
    assert f'href="/p/{post.id}/edit"' in menu


def test_without_scripts_the_menu_is_a_page(make: Factory, client: FlaskClient) -> None:
    post = make.answer(make.thread(), "Turn it off.")
    page = client.get(f"/p/{post.id}/more").text
    assert "Turn it off." in page
    assert f'href="/p/{post.id}/history"' in page
    assert "/edit" not in page


@pytest.mark.parametrize(("role", "offered"), [("member", False), ("rep", True)])
def test_staff_are_offered_to_mark_as_out_of_date(make: Factory, role: str, offered: bool) -> None:
    post = make.answer(make.thread())
    menu = make.signed_in(role=role).get(f"/p/{post.id}/more", headers=HTMX).text
    assert (f"/p/{post.id}/supersede" in menu) is offered


def test_the_comment_form_comes_when_it_is_opened_with_what_was_left_unsent(
    make: Factory,
) -> None:
    person, post = make.user(), make.answer(make.thread())
    actions.save_draft(f"user:{person.id}", person.id, f"comment:{post.id}", {"body": "I was"})
    client = make.signed_in(person)
    form = client.get(f"/p/{post.id}/comment", headers=HTMX).text
    assert form.lstrip().startswith("<form")
    assert "I was" in form
    assert "<html" in client.get(f"/p/{post.id}/comment").text


def test_more_answers_come_one_page_at_a_time(make: Factory, client: FlaskClient) -> None:
    thread = crowded(make, ANSWERS_PER_PAGE + 2)
    first = client.get(thread_url(thread)).text
    second = client.get(f"/t/{thread.id}/answers?sort=best&page=2").text
    assert "page=2" in first
    assert f"Answer number {ANSWERS_PER_PAGE}." not in first
    assert f"Answer number {ANSWERS_PER_PAGE}." in second
    assert "Answer number 0." not in second
    assert "<html" not in second
    assert "Show more answers" not in second


def test_news_are_answers_of_others_since_one_looked(make: Factory) -> None:
    reader, thread = make.user(), make.thread()
    client = make.signed_in(reader)
    seen = f"/t/{thread.id}/news?after={thread.last_position}"
    make.answer(thread, author=reader)
    assert client.get(seen).status_code == 204
    came = make.answer(thread)
    make.answer(thread)
    said = client.get(seen)
    assert "2 new answers" in said.text
    assert f'href="/p/{came.id}"' in said.text


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 30])
def test_no_position_breaks_the_news(make: Factory, client: FlaskClient, after: str) -> None:
    thread = make.thread()
    assert client.get(f"/t/{thread.id}/news?after={after}").status_code == 204


def test_a_link_to_a_post_leads_to_the_page_it_stands_on(
    make: Factory, client: FlaskClient
) -> None:
    short = make.thread()
    post = make.answer(short)
    assert client.get(f"/p/{post.id}").location == f"{thread_url(short)}#p-{post.id}"
    long = crowded(make, ANSWERS_PER_PAGE)
    last = make.answer(long)
    assert f"page=2#p-{last.id}" in client.get(f"/p/{last.id}").location


def test_a_link_to_another_site_is_no_card(make: Factory, client: FlaskClient) -> None:
    other, thread = make.thread("Somewhere else entirely"), make.thread()
    make.answer(thread, f"[There](https://example.org/t/{other.id}/x) it is.")
    assert "link-card" not in client.get(thread_url(thread)).text


def test_what_is_new_to_one_is_counted_and_marked(make: Factory) -> None:
    reader, thread = make.user(), make.thread()
    make.answer(thread)
    actions.mark_read(reader, thread.id)
    client = make.signed_in(reader)
    assert "first-unread" not in client.get(thread_url(thread)).text
    actions.comment(make.user(), question_of(thread.id).id, "Which model?")
    make.answer(thread)
    page = client.get(thread_url(thread)).text
    assert page.count('id="first-unread"') == 1
    assert "new since your last visit" in page


def test_the_solution_is_a_press_away_all_the_way_down(make: Factory) -> None:
    asker = make.user()
    thread = make.thread(author=asker)
    best = make.answer(thread)
    actions.mark(asker, best.id, MarkKind.ACCEPTED)
    db.session.commit()
    page = make.signed_in().get(thread_url(thread)).text
    bar = page[page.index('class="thread-bar"') :]
    assert f'href="#p-{best.id}"' in bar
    assert 'href="#answer"' in bar
