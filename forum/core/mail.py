"""Where mail goes: an SMTP server, or files in a folder that a demo can show."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app

SMTP_TIMEOUT_SECONDS = 15
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


class Transport(Protocol):
    """Something that delivers one message or raises ``OSError`` / ``smtplib.SMTPException``."""

    def send(self, message: EmailMessage) -> None:
        """Deliver the message."""
        ...


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Writes each message to ``<folder>/<message id>.eml``; the same message twice is one file."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write the message whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = "".join(c for c in str(message["Message-ID"]) if c.isalnum() or c in "-._")[:120]
        draft = self.folder / f".{name}.part"
        draft.write_bytes(message.as_bytes())
        draft.rename(self.folder / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Hands messages to the server in an ``smtp(s)://user:password@host:port`` URL."""

    url: str

    def send(self, message: EmailMessage) -> None:
        """Deliver over TLS where the server offers it."""
        parts = urlsplit(self.url)
        host, port = parts.hostname or "localhost", parts.port or DEFAULT_PORTS[parts.scheme]
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=SMTP_TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=SMTP_TIMEOUT_SECONDS)
        with server:
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def init_app(app: Flask, mail_url: str, folder: Path) -> None:
    """Choose the transport once, at the start."""
    app.extensions["mail_transport"] = (
        SmtpTransport(mail_url) if mail_url else FileTransport(folder)
    )


def transport() -> Transport:
    """The transport of the running application."""
    chosen: Transport = current_app.extensions["mail_transport"]
    return chosen
