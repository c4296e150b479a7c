"""Mail as rows: once per event, leased, tried again ever later, and set aside in the end."""

import logging
import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core import clock, outbox
from forum.core.db import db, transactional
from forum.core.errors import Refused
from forum.core.outbox import BACKOFF, LEASE, OutboxMail, queue_mail, send_due_mail, unsend_to
from tests.factories import Factory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Post:
    """A transport that keeps what it is given, or fails as it is told."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.fault: Exception | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    def send(self, message: EmailMessage) -> None:
        """Keep it or raise."""
        self.meanwhile()
        if self.fault is not None:
            raise self.fault
        self.sent.append(message)


@pytest.fixture
def mailbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Where this test's mail goes."""
    post = Post()
    monkeypatch.setitem(app.extensions, "mail_transport", post)
    return post


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the present moment."""

    def set_moment(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_moment(NOON)
    return set_moment


@transactional
def write(key: str = "event:1", subject: str = "Hello", **more: str) -> None:
    """Queue one mail, as an act would."""
    queue_mail(key, "wanda@example.com", subject, "Words.", **more)  # type: ignore[arg-type]


def the_mail() -> OutboxMail:
    """The only row."""
    db.session.commit()
    return db.session.scalars(select(OutboxMail).execution_options(populate_existing=True)).one()


def test_one_event_is_one_mail_however_often_it_is_written(mailbox: Post) -> None:
    write()
    write(subject="Hello again")
    send_due_mail()
    send_due_mail()
    assert [message["Subject"] for message in mailbox.sent] == ["Hello"]
    assert the_mail().sent_at is not None


def test_a_mail_is_part_of_the_act_that_causes_it(mailbox: Post) -> None:
    @transactional
    def act() -> None:
        write()
        raise Refused("no")

    with pytest.raises(Refused):
        act()
    assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == 0


def test_the_same_event_always_has_the_same_message_id(mailbox: Post) -> None:
    write("event:1")
    write("event:2")
    send_due_mail()
    first, second = (message["Message-ID"] for message in mailbox.sent)
    assert first != second
    assert first == outbox._message(db.session.get_one(OutboxMail, 1))["Message-ID"]
    assert first.endswith("@127.0.0.1>")


def test_each_failure_waits_longer_and_the_last_sets_it_aside(
    mailbox: Post, it_is: Callable[[datetime], None], caplog: pytest.LogCaptureFixture
) -> None:
    write()
    mailbox.fault = OSError("refused")
    moment = NOON
    for number, wait in enumerate(BACKOFF, 1):
        send_due_mail()
        mail = the_mail()
        assert (mail.attempts, mail.due_at - moment) == (number, wait)
        assert "refused" in mail.last_error
        send_due_mail()  # too early: nothing is tried
        assert the_mail().attempts == number
        moment = mail.due_at
        it_is(moment)
    send_due_mail()
    mail = the_mail()
    assert mail.parked_at == moment
    assert mail.sent_at is None
    it_is(moment + timedelta(days=30))
    mailbox.fault = None
    send_due_mail()
    assert mailbox.sent == []
    assert "was not sent" in caplog.text


def test_what_ends_the_worker_each_time_is_set_aside_before_it_does_again(
    mailbox: Post, it_is: Callable[[datetime], None]
) -> None:
    def is_killed() -> None:
        raise KeyboardInterrupt

    write()
    mailbox.meanwhile = is_killed
    moment = NOON
    for _each in range(len(BACKOFF) + 1):
        with pytest.raises(KeyboardInterrupt):
            send_due_mail()
        moment += LEASE + timedelta(seconds=1)
        it_is(moment)
    write("event:2")
    mailbox.meanwhile = lambda: None
    send_due_mail()
    first, second = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    assert first.parked_at == moment
    assert first.last_error
    assert second.sent_at == moment
    assert len(mailbox.sent) == 1


def test_after_a_failure_it_goes_out_once(
    mailbox: Post, it_is: Callable[[datetime], None], caplog: pytest.LogCaptureFixture
) -> None:
    write()
    mailbox.fault = smtplib.SMTPServerDisconnected("closed")
    with caplog.at_level(logging.CRITICAL):
        send_due_mail()
    mailbox.fault = None
    it_is(NOON + BACKOFF[0])
    send_due_mail()
    assert len(mailbox.sent) == 1


def test_one_that_fails_does_not_keep_the_next_back(
    mailbox: Post, it_is: Callable[[datetime], None], caplog: pytest.LogCaptureFixture
) -> None:
    write("event:1", subject="First")
    write("event:2", subject="Second")
    faults = iter([OSError("once"), None])

    def next_fault() -> None:
        mailbox.fault = next(faults)

    mailbox.meanwhile = next_fault
    send_due_mail()
    assert [message["Subject"] for message in mailbox.sent] == ["Second"]


def test_what_one_worker_holds_another_leaves_alone(
    mailbox: Post, it_is: Callable[[datetime], None]
) -> None:
    write()
    others: list[OutboxMail | None] = []
    mailbox.meanwhile = lambda: others.append(outbox._claim())
    send_due_mail()
    assert others == [None]
    assert len(mailbox.sent) == 1


def test_the_lease_of_a_worker_that_died_runs_out(
    mailbox: Post, it_is: Callable[[datetime], None]
) -> None:
    write()
    assert outbox._claim() is not None  # and then it was killed
    it_is(NOON + LEASE)
    send_due_mail()
    assert mailbox.sent == []
    it_is(NOON + LEASE + timedelta(seconds=1))
    send_due_mail()
    assert len(mailbox.sent) == 1


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\nBcc: everyone@example.com",
        "Hello\r\nBcc: everyone@example.com\r\n\r\nA body",
        "Hello\x0bBcc: everyone@example.com",
        "Hello\u2028Bcc: everyone@example.com",
        "Hello\x85Bcc: everyone@example.com",
    ],
)
def test_a_subject_is_never_a_header_of_its_own(mailbox: Post, subject: str) -> None:
    write(subject=subject)
    send_due_mail()
    (message,) = mailbox.sent
    received = message_from_bytes(message.as_bytes())
    assert received["Bcc"] is None
    assert received["Subject"].startswith("Hello Bcc:")
    assert "everyone" not in received["To"]


@pytest.mark.parametrize("address", ["a@example.com\nBcc: b@example.com", "a@example.com\r\n\r\nx"])
def test_an_address_is_never_a_header_of_its_own(
    mailbox: Post, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    transactional(queue_mail)("event:1", address, "Hello", "Words.")
    send_due_mail()
    assert mailbox.sent == []
    assert the_mail().last_error.startswith("ValueError")


def test_a_subject_of_any_length_and_script_fits(mailbox: Post) -> None:
    write(subject="Не работает 🙂 " * 100)
    send_due_mail()
    (message,) = mailbox.sent
    assert str(message["Subject"]).startswith("Не работает 🙂 Не")
    assert message.as_bytes().isascii()


def test_html_comes_beside_the_words(mailbox: Post) -> None:
    write(html="<p>Words.</p>")
    send_due_mail()
    (message,) = mailbox.sent
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"


def test_what_was_not_sent_to_who_left_is_forgotten(
    make: Factory, mailbox: Post, it_is: Callable[[datetime], None]
) -> None:
    user = make.user()
    transactional(queue_mail)("event:1", "a@example.com", "Secret", "Words.", user_id=user.id)
    unsend_to(user.id)
    send_due_mail()
    assert mailbox.sent == []
    kept = the_mail()
    assert (kept.recipient, kept.subject, kept.text) == ("", "", "")
