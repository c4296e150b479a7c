"""A mail server that refuses, stalls or is gone: mail backs off, is set aside in sight, comes back.

The server is a real one, on a socket of its own.
"""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock, mail
from forum.core.db import db, transactional
from forum.core.outbox import BACKOFF, LEASE, OutboxMail, queue_mail, send_due_mail

TIMEOUT_SECONDS = 0.3


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as is needed; ``does`` says how well."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.does = "deliver"
        self.taken: list[str] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        """What ``MAIL_URL`` would say."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    """One client."""

    server: MailServer

    def handle(self) -> None:
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        if self.server.does == "stall at once":
            self.server.over.wait()
            return
        self._say("421 too busy" if self.server.does == "turn away" else "220 here")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT" and self.server.does == "refuse":
                self._say("550 no such mailbox")
            elif word == b"DATA" and self.server.does == "stall":
                self.server.over.wait()
                return
            elif word == b"DATA":
                self._say("354 go on")
                self.server.taken.append(self._text())
                if self.server.does == "hang up after taking":
                    return
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _text(self) -> str:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """The mail server of the site."""
    monkeypatch.setattr(mail, "SMTP_TIMEOUT_SECONDS", TIMEOUT_SECONDS)
    with MailServer() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        monkeypatch.setitem(app.extensions, "mail_transport", mail.SmtpTransport(running.url))
        yield running
        running.over.set()
        running.shutdown()


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
    fault: str,
) -> None:
    server.does = fault
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
