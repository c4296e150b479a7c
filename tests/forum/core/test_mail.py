"""Where mail goes: into files whole, or to a server that may refuse, stall at nothing, or close."""

import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from forum.core import mail
from forum.core.db import transactional
from forum.core.mail import FileTransport, SmtpTransport
from forum.core.outbox import queue_mail, send_due_mail
from tests.forum.core.test_outbox import the_mail


def letter(message_id: str = "<one@example.com>") -> EmailMessage:
    """One message."""
    message = EmailMessage()
    message["From"], message["To"] = "community@example.com", "wanda@example.com"
    message["Subject"], message["Message-ID"] = "Привет", message_id
    message.set_content("Words.\n.\nMore.")
    return message


def test_a_file_holds_the_whole_message_and_once(tmp_path: Path) -> None:
    transport = FileTransport(tmp_path / "mail")
    transport.send(letter())
    transport.send(letter())
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert message_from_bytes(file.read_bytes())["To"] == "wanda@example.com"


@pytest.mark.parametrize("message_id", ["<../../etc/passwd@x>", "<a/b\\c@x>", "<%00@x>"])
def test_a_message_id_leads_nowhere_else(tmp_path: Path, message_id: str) -> None:
    FileTransport(tmp_path / "mail").send(letter(message_id))
    assert [path.name for path in tmp_path.iterdir()] == ["mail"]
    assert len(list((tmp_path / "mail").iterdir())) == 1


class Server:
    """As much of an SMTP server as one message needs. ``refuse_at`` names a command it refuses."""

    def __init__(self, refuse_at: str = "", close_at: str = "") -> None:
        self.refuse_at, self.close_at = refuse_at, close_at
        self.received: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._worker = threading.Thread(target=self._serve, daemon=True)
        self._worker.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as lines:
                self._talk(lines)

    def _talk(self, lines) -> None:  # type: ignore[no-untyped-def]
        def say(text: str) -> None:
            lines.write(f"{text}\r\n".encode())
            lines.flush()

        say("220 ready")
        for line in lines:
            command = line[:4].decode().strip().upper()
            if command == self.close_at:
                return
            if command == self.refuse_at:
                say("550 not here")
            elif command == "DATA":
                say("354 go on")
                self.received.append(self._data(lines))
                say("250 kept")
            elif command == "QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")

    @staticmethod
    def _data(lines) -> bytes:  # type: ignore[no-untyped-def]
        text = b""
        for line in lines:
            if line == b".\r\n":
                return text
            text += line.removeprefix(b".")
        return text

    def close(self) -> None:
        """Stop listening."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._worker.join()


@pytest.fixture
def serve(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    """Starts a server that the application sends to: ``serve(refuse_at="RCPT")``."""
    running: list[Server] = []

    def start(**how: str) -> Server:
        server = Server(**how)
        running.append(server)
        transport = SmtpTransport(f"smtp://127.0.0.1:{server.port}")
        monkeypatch.setitem(app.extensions, "mail_transport", transport)
        return server

    yield start  # type: ignore[misc]
    for server in running:
        server.close()


def send_one() -> None:
    """One mail, written and sent."""
    transactional(queue_mail)("event:1", "wanda@example.com", "Привет", "Words.\n.\nMore.")
    send_due_mail()


def test_a_server_gets_the_message_whole(serve) -> None:  # type: ignore[no-untyped-def]
    server = serve()
    send_one()
    (received,) = server.received
    message = message_from_bytes(received)
    assert message["To"] == "wanda@example.com"
    assert message.get_payload().replace("\r\n", "\n") == "Words.\n.\nMore.\n"
    assert the_mail().sent_at is not None


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_refuses_is_tried_again_later(serve, command: str) -> None:  # type: ignore[no-untyped-def]
    server = serve(refuse_at=command)
    send_one()
    mail_row = the_mail()
    assert mail_row.sent_at is None
    assert mail_row.due_at > mail_row.created_at
    assert "SMTP" in mail_row.last_error
    assert server.received == []


@pytest.mark.parametrize("command", ["EHLO", "RCPT", "DATA"])
def test_a_server_that_hangs_up_is_tried_again_later(serve, command: str) -> None:  # type: ignore[no-untyped-def]
    serve(close_at=command)
    send_one()
    assert the_mail().sent_at is None
    assert the_mail().attempts == 1


def test_nobody_listening_is_tried_again_later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setitem(app.extensions, "mail_transport", SmtpTransport(f"smtp://127.0.0.1:{port}"))
    send_one()
    assert "refused" in the_mail().last_error.lower()


def test_a_silent_server_is_not_waited_for_without_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SMTP_TIMEOUT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setitem(app.extensions, "mail_transport", SmtpTransport(url))
        send_one()
    assert "timed out" in the_mail().last_error.lower()
