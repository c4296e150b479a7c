"""The demo's mailbox: messages that a real site would have sent, read from the folder of files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

SHOWN_MAX = 100  # the newest; a demo's earlier ones are of no use to anyone
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. ``name`` is its file without the ending."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message's text; ``path`` where it is an address of this site."""

    text: str
    path: str = ""


def letters(folder: Path) -> list[Letter]:
    """The newest messages, newest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime, path.name))
    found = [_read(path) for path in paths[-SHOWN_MAX:]]
    return sorted(found, key=lambda letter: letter.sent_at, reverse=True)


def pieces(text: str, site_url: str) -> Iterator[Piece]:
    """The text cut at addresses; only those of this site can be followed, wherever it listens."""
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found.group()
        if not address.startswith(f"{site_url}/"):
            continue
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield Piece(address, address[len(site_url) :])
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def _read(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Letter(
        name=path.stem,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=_sent_at(message, path),
        text=_text(message),
    )


def _sent_at(message: EmailMessage, path: Path) -> datetime:
    try:
        found = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
