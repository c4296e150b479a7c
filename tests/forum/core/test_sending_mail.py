"""What the outbox does when mail servers are slow and mails are strange."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import clock, outbox
from forum.core.db import db, transactional


class Post:
    """A transport that remembers what it was given, and may take its time or choke."""

    def __init__(self, takes: timedelta = timedelta(0), chokes_on: str = "") -> None:
        self.takes, self.chokes_on = takes, chokes_on
        self.sent: list[EmailMessage] = []
        self.passed = timedelta(0)
        self.after_each: Callable[[], None] = lambda: None

    def send(self, message: EmailMessage) -> None:
        """Deliver, late."""
        self.passed += self.takes
        if message["Subject"] == self.chokes_on:
            raise KeyError("nobody expects this one")
        self.sent.append(message)
        self.after_each()


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Post:
    """The transport of the test; the clock runs as slowly as it sends."""
    mine, now = Post(), clock.now()
    monkeypatch.setitem(app.extensions, "mail_transport", mine)
    monkeypatch.setattr(clock, "now", lambda: now + mine.passed)
    return mine


def queue(*subjects: str) -> None:
    for subject in subjects:
        transactional(outbox.queue_mail)(f"test:{subject}", "a@example.com", subject, "Text")


def subjects(post: Post) -> list[str]:
    return [str(message["Subject"]) for message in post.sent]


def test_no_lease_runs_out_while_mails_wait_behind_a_slow_server(post: Post) -> None:
    """A second worker comes when the first is at its second mail."""
    queue("one", "two", "three")
    post.takes = outbox.LEASE * 0.6

    def second_worker() -> None:
        if subjects(post) == ["one", "two"]:
            post.takes = timedelta(0)
            outbox.send_due_mail()

    post.after_each = second_worker
    outbox.send_due_mail()
    assert subjects(post) == ["one", "two", "three"]


def test_a_mail_nobody_expected_to_fail_does_not_keep_the_others(post: Post) -> None:
    queue("poison", "after it")
    post.chokes_on = "poison"
    outbox.send_due_mail()
    assert subjects(post) == ["after it"]
    stuck = db.session.scalar(
        select(outbox.OutboxMail).where(outbox.OutboxMail.subject == "poison")
    )
    assert stuck is not None
    assert "KeyError" in stuck.last_error
    assert stuck.leased_until is None


def test_a_comma_in_the_sites_name_makes_no_second_sender(
    app: Flask, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["THREADWELL"]
    monkeypatch.setattr(type(settings), "site_name", "Acme, Inc.", raising=False)
    queue("hello")
    outbox.send_due_mail()
    (sender,) = post.sent[0]["From"].addresses
    assert sender.display_name == "Acme, Inc."
