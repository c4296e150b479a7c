"""What is sent, to whom, how it is signed, and what becomes of it when the other side fails."""

import hashlib
import hmac
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.announcements.models import AnnouncementKind, Reach
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.threads import actions as threads
from forum.threads.models import MarkKind
from forum.threads.queries import question_of
from moderation.announcing import actions as announcing
from moderation.promotion import actions as promotion
from moderation.watchlist.models import ThreadClock
from moderation.watchlist.signals import tell_what_is_due
from moderation.webhooks import actions, delivering, sending
from moderation.webhooks.delivering import deliver_webhooks
from moderation.webhooks.kinds import EventKind
from moderation.webhooks.models import Outcome, Stop, WebhookDelivery, WebhookEndpoint
from moderation.webhooks.policy import BACKOFF, LEASE, STOPPED_AFTER
from moderation.webhooks.stopping import state
from tests.factories import Factory
from tests.moderation.webhooks.conftest import the_delivery
from tests.moderation.webhooks.receiver import Receiver, stall, status

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 120


def later(monkeypatch: pytest.MonkeyPatch, after: timedelta) -> None:
    """Let the clock go on."""
    moment = clock.now() + after
    monkeypatch.setattr(clock, "now", lambda: moment)


def told(receiver: Receiver) -> list[str]:
    """The events that came, in order."""
    return [letter.said["event"] for letter in receiver.letters]


def test_a_new_question_is_told_signed_and_once(
    receiver: Receiver, hook: WebhookEndpoint, make: Factory
) -> None:
    thread = make.thread("The hub falls off the Wi-Fi")
    deliver_webhooks()
    deliver_webhooks()
    (letter,) = receiver.letters
    question = letter.said["data"]["question"]
    assert letter.said["event"] == letter.headers["Threadwell-Event"] == "question.created"
    assert letter.said["audience"] == "public"
    assert question["title"] == "The hub falls off the Wi-Fi"
    assert question["url"].endswith(f"/t/{thread.id}/{thread.slug}")
    assert letter.said["id"] == letter.headers["Threadwell-Delivery"] == the_delivery().uid
    parts = letter.headers["Threadwell-Signature"].split(",")
    time, signed = (part.split("=", 1)[1] for part in parts)
    expected = hmac.new(hook.secret.encode(), f"{time}.".encode() + letter.body, hashlib.sha256)
    assert signed == expected.hexdigest()


def test_the_check_in_the_docs_holds(
    receiver: Receiver, hook: WebhookEndpoint, make: Factory
) -> None:
    make.thread()
    deliver_webhooks()
    (letter,) = receiver.letters
    shown = re.search(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.S)
    assert shown is not None
    known: dict[str, Any] = {}
    exec(shown.group(1), known)  # noqa: S102  # our own page
    header = letter.headers["Threadwell-Signature"]
    assert known["is_genuine"](hook.secret, header, letter.body)
    assert not known["is_genuine"](hook.secret, header, letter.body + b" ")
    assert not known["is_genuine"]("another", header, letter.body)


def test_each_thing_that_is_wanted_is_told(
    receiver: Receiver, hook: WebhookEndpoint, admin: User, make: Factory
) -> None:
    answer = make.answer(make.thread())
    threads.mark(admin, answer.id, MarkKind.OFFICIAL)
    text = promotion.ArticleText("Resetting", "Hold it.", make.category().id, "en", "")
    promotion.publish_article(admin, promotion.begin_article(admin, text).id)
    kind = AnnouncementKind.INCIDENT
    incident = announcing.announce(
        admin, announcing.AnnouncementText(kind, "Down", "It is.", Reach.EVERYONE)
    )
    announcing.add_update(admin, incident.id, "Still.", closes=False)
    announcing.add_update(admin, incident.id, "Over.", closes=True)
    deliver_webhooks()
    assert told(receiver) == [
        "question.created",
        "answer.official",
        "article.published",
        "incident.started",
        "incident.updated",
        "incident.closed",
    ]
    assert receiver.letters[-1].said["data"]["incident"]["closed_at"] is not None


def test_what_is_late_is_told_as_a_matter_of_the_team(
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thread = make.thread(severity="blocking")
    due_at = db.session.get_one(ThreadClock, thread.id).due_at
    monkeypatch.setattr(clock, "now", lambda: due_at + timedelta(minutes=1))
    tell_what_is_due()
    tell_what_is_due()
    deliver_webhooks()
    late = receiver.letters[-1].said
    assert told(receiver) == ["question.created", "clock.breached"]
    assert (late["audience"], late["data"]["clock"]) == ("staff", "first")
    assert late["data"]["due_at"] == due_at.isoformat(timespec="seconds")


def test_what_no_visitor_can_read_is_not_sent(
    receiver: Receiver, hook: WebhookEndpoint, admin: User, make: Factory
) -> None:
    backroom = make.category("backroom", audience="staff")
    make.thread("Between us", author=admin, category=backroom)
    gone = make.thread("Taken back at once")
    threads.delete_post(admin, question_of(gone.id).id)
    members = announcing.AnnouncementText(AnnouncementKind.INCIDENT, "In", "It is.", Reach.MEMBERS)
    announcing.announce(admin, members)
    deliver_webhooks()
    assert receiver.letters == []
    outcomes = db.session.scalars(select(WebhookDelivery.outcome)).all()
    assert outcomes == [Outcome.OUT_OF_SIGHT] * 3


def test_only_what_was_chosen_is_told_and_nothing_while_stopped(
    receiver: Receiver, admin: User, make: Factory
) -> None:
    row = actions.create(admin, receiver.url, frozenset({EventKind.ARTICLE_PUBLISHED}))
    make.thread()
    actions.stop(admin, row.id)
    make.thread()
    actions.start(admin, row.id)
    deliver_webhooks()
    assert receiver.letters == []


def test_500_then_200_is_tried_again_with_the_same_number(
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.answers = [status(500), status(200)]
    make.thread()
    deliver_webhooks()
    first = the_delivery()
    assert (first.status, first.outcome, first.attempts) == (500, None, 1)
    assert state() == "failing: 1 deliveries wait for another try"
    deliver_webhooks()
    assert len(receiver.letters) == 1  # not before its time
    later(monkeypatch, BACKOFF[0])
    deliver_webhooks()
    done = the_delivery()
    assert (done.status, done.outcome, done.attempts) == (200, Outcome.DELIVERED, 2)
    one, two = receiver.letters
    assert one.said == two.said
    assert one.headers["Threadwell-Delivery"] == two.headers["Threadwell-Delivery"]
    assert state() == "ok"


def test_one_that_stalls_is_left_alone_for_a_while(
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "READ_SECONDS", 0.2)
    receiver.answers = [stall]
    make.thread()
    make.thread()
    deliver_webhooks()
    assert receiver.came.wait(PATIENCE_SECONDS)  # it reads while nobody waits for it any more
    assert len(receiver.letters) == 1  # the second waits for the first one's rest
    first = db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)).first()
    assert first is not None
    assert (first.status, first.last_error) == (None, "no answer in time")


def test_one_that_refuses_is_set_aside_in_the_end_and_sent_once_more_by_hand(
    receiver: Receiver,
    hook: WebhookEndpoint,
    admin: User,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.answers = [status(403)]
    make.thread()
    deliver_webhooks()
    for pause in BACKOFF:
        later(monkeypatch, pause)
        deliver_webhooks()
    given_up = the_delivery()
    assert (given_up.outcome, given_up.attempts) == (Outcome.SET_ASIDE, len(BACKOFF) + 1)
    receiver.answers = [status(204)]
    actions.replay(admin, hook.id, given_up.id)
    deliver_webhooks()
    assert the_delivery().outcome is Outcome.DELIVERED
    assert len({letter.said["id"] for letter in receiver.letters}) == 1


def test_after_days_without_an_answer_it_is_stopped_and_admins_hear_of_it(
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.answers = [status(502)]
    make.thread()
    deliver_webhooks()
    later(monkeypatch, STOPPED_AFTER)
    deliver_webhooks()
    stopped = db.session.get_one(WebhookEndpoint, hook.id)
    assert stopped.stopped_because is Stop.FAILING
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.dedupe_key.startswith("webhook-stopped"))
    ).one()
    assert "localhost" in mail.text
    assert "/hook" not in mail.text  # a path may hold somebody's key
    assert state().startswith("failed: 1 webhooks were stopped")
    make.thread()
    assert len(db.session.scalars(select(WebhookDelivery)).all()) == 1


def die_at(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Deliver, and end the worker in the middle of it."""

    def dies(*_given: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(delivering, step, dies)
        with pytest.raises(SystemExit):
            deliver_webhooks()


def test_a_worker_that_dies_after_taking_a_row_loses_nothing(
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.thread()
    die_at(monkeypatch, "send")
    deliver_webhooks()
    assert receiver.letters == []  # somebody may still be at it
    later(monkeypatch, LEASE + timedelta(seconds=1))
    deliver_webhooks()
    deliver_webhooks()
    assert len(receiver.letters) == 1
    assert the_delivery().outcome is Outcome.DELIVERED


def test_a_worker_that_dies_after_sending_sends_the_same_number_again(
    receiver: Receiver,
    hook: WebhookEndpoint,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.thread()
    die_at(monkeypatch, "_settle")
    later(monkeypatch, LEASE + timedelta(seconds=1))
    deliver_webhooks()
    assert len(receiver.letters) == 2
    assert len({letter.said["id"] for letter in receiver.letters}) == 1


def test_redirects_are_not_followed(
    receiver: Receiver, hook: WebhookEndpoint, make: Factory
) -> None:
    receiver.answers = [status(302, Location=receiver.url)]
    make.thread()
    deliver_webhooks()
    assert len(receiver.letters) == 1
    assert the_delivery().status == 302
    assert the_delivery().outcome is None
