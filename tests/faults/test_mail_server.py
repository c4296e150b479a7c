"""A mail server that refuses, stalls or is gone: mail backs off, is set aside in sight, comes back.

The server is a real one, on a socket of its own.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock, mail
from forum.core.db import db, transactional
from forum.core.outbox import BACKOFF, LEASE, OutboxMail, queue_mail, send_due_mail
from tests.faults.mail_server import MailServer, taking_mail

SHORT_SECONDS = 0.3  # for a server that stalls; any other is waited for as long as it needs
PATIENCE_SECONDS = 120.0


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """The mail server of the site."""
    monkeypatch.setattr(mail, "SMTP_TIMEOUT_SECONDS", PATIENCE_SECONDS)
    with taking_mail() as running:
        monkeypatch.setitem(app.extensions, "mail_transport", mail.SmtpTransport(running.url))
        yield running


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Lets time pass."""
    now, passed = clock.now, timedelta(0)

    def turn(by: timedelta) -> None:
        nonlocal passed
        passed += by
        monkeypatch.setattr(clock, "now", lambda: now() + passed)

    return turn


def only_mail() -> OutboxMail:
    db.session.rollback()
    return db.session.scalars(select(OutboxMail)).one()


def mail_says(client: FlaskClient) -> str:
    """What ``/readyz`` says of mail."""
    ready = client.get("/readyz")
    assert ready.status_code == 200, "pages are served all the same"
    assert ready.json
    assert ("mail" in ready.json["degraded"]) == (ready.json["parts"]["mail"] != "ok")
    return str(ready.json["parts"]["mail"])


@pytest.mark.parametrize("fault", ["refuse", "turn away", "stall", "stall at once", "gone"])
def test_it_backs_off_is_set_aside_in_sight_and_sent_in_the_end(
    app: Flask,
    client: FlaskClient,
    server: MailServer,
    later: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    server.does = fault
    if fault.startswith("stall"):
        monkeypatch.setattr(mail, "SMTP_TIMEOUT_SECONDS", SHORT_SECONDS)
    if fault == "gone":
        server.server_close()
    transactional(queue_mail)("test:1", "wanda@example.com", "Your question", "Somebody answered.")
    for wait in BACKOFF:
        send_due_mail()
        put_off = only_mail()
        assert put_off.parked_at is None
        assert put_off.last_error
        attempts = put_off.attempts
        send_due_mail()
        assert only_mail().attempts == attempts, "it waits for its time"
        assert mail_says(client).startswith("failing: 1 mails")
        later(wait + timedelta(seconds=1))
    send_due_mail()
    assert only_mail().parked_at is not None
    later(timedelta(days=2))
    send_due_mail()
    assert only_mail().attempts == len(BACKOFF) + 1, "and is not tried any more"

    assert "flask mail failed" in mail_says(client)
    assert "wanda" not in client.get("/readyz").text, "anybody may read that page"
    commands = app.test_cli_runner()
    listed = commands.invoke(args=["mail", "failed"]).output
    assert "wanda@example.com  Your question" in listed
    assert only_mail().last_error in listed

    if fault == "gone":
        return
    server.does = "deliver"
    monkeypatch.setattr(mail, "SMTP_TIMEOUT_SECONDS", PATIENCE_SECONDS)
    assert "1 mails are on their way" in commands.invoke(args=["mail", "retry"]).output
    send_due_mail()
    assert only_mail().sent_at is not None
    assert len(server.taken) == 1
    assert mail_says(client) == "ok"


def test_a_server_that_took_it_and_hung_up_gets_the_same_mail_again(
    server: MailServer, later: Callable[[timedelta], None]
) -> None:
    server.does = "hang up after taking"
    transactional(queue_mail)("test:1", "wanda@example.com", "Your question", "Somebody answered.")
    send_due_mail()
    server.does = "deliver"
    later(max(BACKOFF[0], LEASE) + timedelta(seconds=1))
    send_due_mail()
    send_due_mail()
    assert only_mail().sent_at is not None
    names = {line for text in server.taken for line in text.splitlines() if "Message-ID" in line}
    assert len(server.taken) == 2
    assert len(names) == 1, "by its name whoever receives it knows it for one"
