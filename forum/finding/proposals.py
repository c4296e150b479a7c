"""What the second look found and nobody has judged yet: for the asker, and for the desk."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from forum.core.db import db
from forum.core.markup import plain_text
from forum.core.permissions import Actor
from forum.finding.cards import Found, load
from forum.finding.links import Place, Suggested, place_of
from forum.finding.models import SecondLook
from forum.threads.models import Post, Thread, ThreadStatus
from forum.threads.policy import owns

ANSWER_CHARS = 240
UNDECIDED = (ThreadStatus.WAITING, ThreadStatus.ANSWERED, ThreadStatus.NEEDS_INFO)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, what is likely the same, and the beginning of its answer."""

    thread_id: int
    place: Place
    answer: str


def for_asker(thread_id: int, found: Sequence[Suggested], viewer: Actor) -> Proposal | None:
    """What was found like a question, if the viewer asked it and it is open; no statement."""
    thread = db.session.get(Thread, thread_id)  # the page holds it
    if thread is None or not owns(viewer, thread.author_id) or thread.is_gone:
        return None
    if not found or thread.status not in UNDECIDED:
        return None
    return Proposal(thread_id, found[0].place, _beginning(found[0].html))


def open_looks() -> Select[SecondLook]:
    """Everything found that waits for a word, of questions that are open and in sight."""
    return (
        select(SecondLook)
        .join(Thread, Thread.id == SecondLook.thread_id)
        .where(
            SecondLook.document_key.is_not(None),
            SecondLook.verdict.is_(None),
            Thread.status.in_(UNDECIDED),
            Thread.deleted_at.is_(None),
            Thread.hidden_at.is_(None),
        )
    )


def proposals(keys: dict[int, str], viewer: Actor) -> list[Proposal]:
    """By thread what it was found like, as far as the viewer may read it; three statements."""
    found = load(set(keys.values()), viewer) if keys else {}
    answers = _answers(found)
    return [
        Proposal(thread_id, place_of(found[key].row), answers.get(key, ""))
        for thread_id, key in keys.items()
        if key in found
    ]


def _answers(found: dict[str, Found]) -> dict[str, str]:
    """The beginning of each best answer, or of each article."""
    best = {
        key: one.row.best_post_id if isinstance(one.row, Thread) else None
        for key, one in found.items()
    }
    ids = [post_id for post_id in best.values() if post_id is not None]
    rows = (
        db.session.execute(
            select(Post.id, Post.html).where(
                Post.id.in_(ids), Post.deleted_at.is_(None), Post.hidden_at.is_(None)
            )
        ).all()
        if ids
        else []
    )
    html = {row.id: row.html for row in rows}
    texts = {
        key: html.get(best[key] or 0, "") if isinstance(one.row, Thread) else one.row.html
        for key, one in found.items()
    }
    return {key: _beginning(text) for key, text in texts.items()}


def _beginning(html: str) -> str:
    return textwrap.shorten(plain_text(html), ANSWER_CHARS, placeholder=" …")
