"""Whom a text names with ``@``: found in one query, however many there are."""

import re

from sqlalchemy import select

from forum.accounts.models import User
from forum.accounts.names import in_address, skeleton
from forum.core import markup
from forum.core.db import db
from forum.core.pages import path_to

_WORD = re.compile(r"@([^\W_](?:[\w.\-]{0,38}[^\W_])?)")


def render(source: str) -> tuple[str, tuple[int, ...]]:
    """Clean HTML of a post and the ids of the people it names, in the order they are named."""
    words = {word: skeleton(word) for word in _WORD.findall(source)[: markup.MENTIONS_MAX * 2]}
    people: dict[str, tuple[int, str]] = {}
    if words:
        rows = db.session.execute(
            select(User.id, User.name, User.name_skeleton).where(
                User.name_skeleton.in_(set(words.values())), User.deleted_at.is_(None)
            )
        )
        people = {row.name_skeleton: (row.id, row.name) for row in rows}

    def resolve(word: str) -> tuple[str, str] | None:
        known = people.get(words.get(word, ""))
        return (known[1], path_to("people.show", name=in_address(known[1]))) if known else None

    rendered = markup.render(source, resolve)
    ids = {name: row_id for row_id, name in people.values()}
    return rendered.html, tuple(dict.fromkeys(ids[name] for name in rendered.mentions))
