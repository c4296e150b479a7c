"""The slow part of taking a post, done before any transaction begins: converting and rendering."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.core.db import db
from forum.core.markup import render
from forum.threads.models import Post, PostKind
from moderation.exchange import prose
from moderation.exchange.stackexchange.dump import Incoming, RowError
from moderation.exchange.stackexchange.keys import Keys

TITLE_MAX_CHARS = 200  # the column's length


@dataclass(frozen=True, slots=True)
class Ready:
    """A post to be written. ``html`` is empty where the stored text is the same already."""

    incoming: Incoming
    key: str
    title: str
    source: str
    html: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A post of which nothing can be shown."""

    incoming: Incoming
    reason: str


def prepare(incoming: Sequence[Incoming], keys: Keys) -> list[Ready | Refusal]:
    """Markdown and clean HTML for each post, in the same order."""
    stored = _stored_sources(key_of(item, keys) for item in incoming)
    prepared: list[Ready | Refusal] = []
    for item in incoming:
        try:
            prepared.append(_ready(item, key_of(item, keys), stored))
        except RowError as reason:
            prepared.append(Refusal(item, str(reason)))
    return prepared


def key_of(item: Incoming, keys: Keys) -> str:
    """The import key of a post."""
    if item.kind is PostKind.COMMENT:
        return keys.comment(item.number)
    return keys.post(item.number)


def _ready(item: Incoming, key: str, stored: dict[str, str]) -> Ready:
    convert = prose.from_markdown if item.kind is PostKind.COMMENT else prose.from_html
    text = convert(item.body)
    if not text.source:
        raise RowError("nothing of its text can be shown")
    remarks = list(item.remarks)
    if text.is_cut:
        remarks.append(f"shortened: its text had {len(item.body)} characters")
    title = ""
    if item.kind is PostKind.QUESTION:
        title = _title(item, text.source, remarks)
    html = "" if stored.get(key) == text.source else render(text.source).html
    return Ready(item, key, title, text.source, html, tuple(remarks))


def _title(item: Incoming, source: str, remarks: list[str]) -> str:
    if not item.title:
        remarks.append("it has no Title: its first words became one")
        return prose.title_from(source, TITLE_MAX_CHARS) or f"Question {item.number}"
    title = prose.cut_title(item.title, TITLE_MAX_CHARS)
    if title != item.title:
        remarks.append(f"its Title of {len(item.title)} characters was shortened")
    return title


def _stored_sources(keys: Iterable[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Post.import_key, Post.source).where(Post.import_key.in_(list(keys)))
    )
    return {key: source for key, source in rows if key is not None}
