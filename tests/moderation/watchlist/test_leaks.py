"""What is internal stays internal: no page for others carries a word of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.finding import jobs
from forum.notifications.jobs import tell_people
from forum.notifications.models import Notification
from forum.threads.models import Thread
from moderation.handling import actions as handling
from moderation.replies import actions as replies
from moderation.watchlist import actions
from tests.factories import Factory

SECRET = "zwyxquibble"
OUTSIDERS = ("", "new", "member", "ambassador")


@pytest.fixture
def thread(make: Factory) -> Thread:
    """A thread with a note, a claim, an assignment, a rest and a clock; and a canned reply."""
    thread = make.thread(tags=())
    rep = make.user("Dana Whitlock", role="rep")
    actions.claim(rep, thread.id)
    internal_acts(make, rep, thread.id)
    actions.add_note(rep, thread.id, f"Only for us: {SECRET}")
    make.answer(thread)
    return thread


def browser_of(make: Factory, role: str) -> FlaskClient:
    """A browser of an outsider; without a role, of a visitor."""
    return make.signed_in(role=role) if role else make.app.test_client()


def pages(app: Flask, thread: Thread) -> list[str]:
    """Every address of the public site that can be built for this thread, and the search for it."""
    known = {
        "thread_id": thread.id,
        "post_id": 1,
        "slug": thread.slug,
        "category_slug": "hub",
        "name": "Dana_Whitlock",
    }
    found = [f"/search?q={SECRET}", f"/api/v1/similar?text=Only+for+us:+{SECRET}", "/desk"]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            if rule.arguments <= known.keys():
                values = {name: known[name] for name in rule.arguments}
                found.append(app.url_for(rule.endpoint, **values))
    return found


def internal_acts(make: Factory, rep: User, thread_id: int) -> None:
    """Everything about who answers it, each with the secret word where there is a text."""
    colleague = make.user(role="rep")
    actions.assign(rep, thread_id, colleague, f"Only for us: {SECRET}")
    handling.snooze(rep, thread_id, clock.now() + timedelta(days=1))
    lead = make.user(role="moderator")
    replies.create(lead, replies.ReplyText(f"Reply {SECRET}", f"Only for us: {SECRET}"))
    today = clock.now().date()
    handling.go_away(rep, today + timedelta(days=30), today + timedelta(days=31), None, today)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_note_is_found_nowhere(app: Flask, make: Factory, thread: Thread, role: str) -> None:
    jobs.refresh_index()
    browser = browser_of(make, role)
    looked_at = 0
    for address in pages(app, thread):
        answer = browser.get(address)
        text = answer.text if "q=" not in address and "text=" not in address else ""
        assert SECRET not in text, address
        assert "Only for us" not in answer.text.replace("Only for us: " + SECRET, ""), address
        looked_at += answer.status_code == 200
    assert looked_at > 5


def test_search_and_suggestions_do_not_know_the_word(make: Factory, thread: Thread) -> None:
    jobs.refresh_index()
    for browser in (make.app.test_client(), make.signed_in(role="admin")):
        assert thread.title not in browser.get(f"/search?q={SECRET}").text
        similar = browser.get(f"/api/v1/similar?text={SECRET}+and+nothing+else")
        assert similar.status_code != 200 or not similar.json["results"]


def test_nobody_is_told_of_a_note_or_a_claim(make: Factory) -> None:
    thread, rep = make.thread(), make.user(role="rep")
    told = select(func.count()).select_from(Notification), select(func.count(OutboxMail.id))
    before = [db.session.scalar(statement) for statement in told]
    actions.claim(rep, thread.id)
    actions.add_note(rep, thread.id, SECRET)
    assert [db.session.scalar(statement) for statement in told] == before


@pytest.mark.parametrize("role", OUTSIDERS)
def test_notes_claims_and_clocks_change_nothing_that_outsiders_get(
    make: Factory, role: str
) -> None:
    plain = make.thread("A plain question here")
    browser = browser_of(make, role)
    address = f"/t/{plain.id}/{plain.slug}"
    browser.get(address)
    before = browser.get(address)
    rep = make.user(role="rep")
    actions.claim(rep, plain.id)
    actions.add_note(rep, plain.id, SECRET)
    internal_acts(make, rep, plain.id)
    tell_people()
    after = browser.get(address)
    assert after.headers.get("ETag") == before.headers.get("ETag")
    assert without_tokens(after.text) == without_tokens(before.text)


def without_tokens(page: str) -> str:
    """The page without what is new each time it is shown."""
    return re.sub(r'(csrf[_-]token|submission_key|key)"[^>]*(value|content)="[^"]*"', "", page)


@pytest.mark.parametrize("role", OUTSIDERS[1:])
def test_nobody_else_can_be_named_in_a_note_or_hears_of_one(make: Factory, role: str) -> None:
    somebody = make.user("Beatrix Holm", role=role)
    asked, rep = make.thread(author=somebody), make.user(role="rep")
    note = actions.add_note(rep, asked.id, f"@Beatrix_Holm must not know: {SECRET}")
    assert "mention" not in note.html
    internal_acts(make, rep, asked.id)
    tell_people()
    told = select(Notification.user_id).where(Notification.user_id == somebody.id)
    assert db.session.scalars(told).all() == []
    mails = db.session.scalars(select(OutboxMail)).all()
    assert not any(mail.recipient == somebody.email for mail in mails)
    assert not any(SECRET in mail.text + mail.html + mail.subject for mail in mails)
