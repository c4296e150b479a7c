"""An edit that was left lying is not saved over what somebody else wrote since."""

import re

from sqlalchemy import select

from forum.core.db import db
from forum.threads import actions
from forum.threads.models import Draft
from tests.browser import post, token_on
from tests.factories import Factory


def based_on(page: str) -> str:
    field = re.search(r'name="based_on"[^>]*value="(\d+)"', page)
    assert field
    return field.group(1)


def test_a_kept_edit_knows_what_it_was_based_on(make: Factory) -> None:
    author, moderator = make.user(), make.user(role="moderator")
    answer = make.answer(make.thread(), source="First words.", author=author)
    browser, page = make.signed_in(author), f"/p/{answer.id}/edit"
    token = token_on(browser, page)
    kept = {"csrf_token": token, "body": "My words.", "based_on": "1"}
    assert browser.post(f"/drafts/edit:{answer.id}", data=kept).status_code == 200
    actions.edit_post(moderator, answer.id, actions.Edit("Their words.", based_on=1))
    shown = browser.get(page).text
    assert "My words." in shown
    assert based_on(shown) == "1"
    saved = post(browser, page, body="My words.", based_on="1")
    assert saved.status_code == 409
    db.session.refresh(answer)
    assert answer.source == "Their words."


def test_the_number_alone_is_no_draft(make: Factory) -> None:
    author = make.user()
    answer = make.answer(make.thread(), author=author)
    browser = make.signed_in(author)
    token = token_on(browser, f"/p/{answer.id}/edit")
    empty = {"csrf_token": token, "body": " ", "based_on": "1"}
    browser.post(f"/drafts/edit:{answer.id}", data=empty)
    assert db.session.scalars(select(Draft)).all() == []


def test_a_refused_edit_keeps_what_it_was_based_on(make: Factory) -> None:
    author, rep = make.user(), make.user(role="rep")
    thread = make.thread()
    answer = make.answer(thread, source="First words.", author=author)
    browser, page = make.signed_in(author), f"/p/{answer.id}/edit"
    token = token_on(browser, page)
    actions.lock(rep, thread.id)
    sent = {"csrf_token": token, "body": "My words.", "based_on": "1"}
    assert browser.post(page, data=sent).status_code == 403
    actions.unlock(rep, thread.id)
    actions.edit_post(make.user(role="moderator"), answer.id, actions.Edit("Theirs.", based_on=1))
    assert based_on(browser.get(page).text) == "1"
