"""What only some may read is nowhere else: every page, feed, answer, header and mail is read.

What is planted stands in ``canaries``; where it is looked for follows from the URL map, which the
table of rights knows whole.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.core.permissions import STAFF
from forum.finding.jobs import refresh_index
from forum.finding.stale import mark_stale
from forum.knowledge.models import Article
from forum.notifications.jobs import tell_people
from forum.notifications.models import Happening
from forum.threads.models import Thread
from moderation.watchlist import actions as watchlist
from moderation.watchlist.models import Note
from moderation.webhooks import actions as webhooks
from moderation.webhooks.kinds import CHOSEN, FOR_STAFF
from moderation.webhooks.models import WebhookDelivery
from moderation.webhooks.payloads import body_of
from tests.access.canaries import CANARIES, Canary, plant_all, uncovered, words_of
from tests.access.reading import READING
from tests.access.requests import Request
from tests.access.test_access import requests_of
from tests.access.world import ROLES, World, browser

LESSER = "AMBRD"  # a newcomer reads what a member reads
# Where somebody types a word and gets what was found.
ASKED = (
    "/search?q={}",
    "/search/instant?q={}",
    "/search?q=queue:open+{}",
    "/ask/suggestions?title=the+button+of+{}",
    "/api/v1/similar?text=the+button+of+{}",
    "/people?q={}",
    "/mentions?q={}",
)
DRAWN = ("GET /pictures/", "GET /static/")  # no words in them, and slow to make
STATES_OF_STAFF = 2  # they see nearly everything: each page once or twice is enough
ASKING = "AB"  # the least and the most that an outsider is
# what is another one on each page: the tokens of forms, and the key of each form to answer
_OF_ITS_OWN = re.compile(
    r'[\w-]+\.[\w-]{6}\.[\w-]{27}|name="submission_key" type="hidden" value="[^"]+"'
)


@pytest.fixture
def planted(app: Flask, world: World) -> World:
    """The world with every canary in it, found by search as far as search believes."""
    plant_all(world)
    mark_stale([f"thread:{number}" for number in db.session.scalars(select(Thread.id))])
    mark_stale([f"article:{number}" for number in db.session.scalars(select(Article.id))])
    db.session.commit()
    refresh_index()
    while db.session.scalar(select(Happening.id).where(Happening.told_at.is_(None))):
        tell_people()
    return world


def pages_of(app: Flask, world: World, role: str) -> Iterator[str]:
    """Every address that is read, in every state of what it names."""
    requests: dict[str, Request] = requests_of(app)
    at = list(ROLES).index(role)
    for name, states in READING.items():
        if name.startswith(DRAWN):
            continue
        for state, letters in list(states.items())[: STATES_OF_STAFF if role in "RD" else None]:
            if letters[at] != ".":
                place = world.places[role][state] if state else {}
                yield requests[name].url({**world.common, **place})


def everything_in(app: Flask, answer: TestResponse) -> str:
    """The body and every header, cookies unpacked."""
    text = [answer.get_data().decode(errors="replace")]
    for name, value in answer.headers:
        text.append(unquote(value))
        if name == "Set-Cookie" and value.startswith("session="):
            packed = value.removeprefix("session=").split(";")[0]
            serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            text.append(str(serializer.loads(packed)) if packed else "")
    return "\n".join(text)


def found_in(text: str, role: str) -> list[Canary]:
    """The canaries that this person should not have met."""
    return [
        canary
        for canary in CANARIES
        if role in canary.unseen_by and any(word in text for word in words_of(canary))
    ]


@pytest.mark.parametrize("role", list(LESSER))
def test_no_page_says_what_is_not_for_its_reader(app: Flask, planted: World, role: str) -> None:
    client: FlaskClient = browser(app, planted, role)
    met = []
    for address in dict.fromkeys(pages_of(app, planted, role)):
        answer = client.get(address, buffered=True)
        met += [
            f"{role} reads {canary.what} on {address}"
            for canary in found_in(everything_in(app, answer), role)
        ]
    assert not met, "\n".join(met)


@pytest.mark.parametrize("role", list(ASKING))
def test_no_search_finds_what_is_not_for_who_searches(
    app: Flask, planted: World, role: str
) -> None:
    client = browser(app, planted, role)
    met = []
    for canary in CANARIES:
        if role not in canary.unseen_by:
            continue
        first, second = words_of(canary)
        for place in ASKED:
            address = place.format(first)
            if second in everything_in(app, client.get(address, buffered=True)):
                met.append(f"{role} finds {canary.what} by {address}")
    assert not met, "\n".join(met)


def test_who_may_does_read_them(app: Flask, planted: World) -> None:
    """Else the tests above would prove nothing."""
    noted = db.session.scalars(select(Note.thread_id).order_by(Note.id)).first()
    pages = ("/desk/replies", "/desk/routing", "/desk/teams", f"/desk/t/{noted}")
    read = "".join(browser(app, planted, "X").get(page).text for page in pages)
    for what in ("an internal note", "a canned reply", "a routing rule", "a team's name"):
        canary = next(row for row in CANARIES if row.what == what)
        assert any(word in read for word in words_of(canary)), f"{what} is planted nowhere"


def test_no_mail_and_no_webhook_tells_them(app: Flask, planted: World) -> None:
    admin, others = planted.people["X"], planted.places["M"]["thread others"]["thread_id"]
    webhooks.create(admin, "https://hooks.example.com/all", frozenset(CHOSEN))
    watchlist.add_note(planted.people["R"], int(str(others)), "Between us @Asker.")
    while db.session.scalar(select(Happening.id).where(Happening.told_at.is_(None))):
        tell_people()
    staff = set(db.session.scalars(select(User.id).where(User.role.in_(STAFF))))
    for mail in db.session.scalars(select(OutboxMail)):
        text = f"{mail.subject} {mail.text} {mail.html}"
        assert mail.user_id in staff or not found_in(text, "M"), mail.subject
    for delivery in db.session.scalars(select(WebhookDelivery)):
        if delivery.event not in FOR_STAFF:
            assert not found_in(json.dumps(body_of(delivery)), "A"), delivery.event


@pytest.mark.parametrize("role", "AM")
def test_what_the_desk_does_changes_nothing_that_others_get(
    app: Flask, world: World, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the page nor a header such as ETag tells that there is a note, a claim or a rest."""
    client, place = browser(app, world, role), world.places["M"]["thread others"]
    rep, number, now = world.people["R"], int(str(place["thread_id"])), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)  # pages say how long ago it was
    addresses = ("/", "/questions", f"/t/{number}/{place['slug']}", f"/feeds/t/{number}.atom")

    def seen() -> list[tuple[str, object]]:
        answers = [client.get(address, buffered=True) for address in addresses]
        return [
            (
                _OF_ITS_OWN.sub("", answer.text),
                [answer.headers.get(name) for name in ("ETag", "Vary")],
            )
            for answer in answers
        ]

    seen()  # what the first visit marks as read
    before = seen()
    watchlist.claim(rep, number)
    watchlist.add_note(rep, number, "Between us.")
    assert seen() == before


def test_every_column_of_words_on_the_desk_has_a_canary() -> None:
    assert not uncovered(), (
        "Plant a canary in each of these, or say in tests/access/canaries.py that no words are in "
        f"it: {uncovered()}"
    )
