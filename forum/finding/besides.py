"""What a search finds beside questions and articles: people by name, and tags."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import User
from forum.accounts.names import skeleton
from forum.core.db import db
from forum.core.permissions import Actor
from forum.threads.models import Tag, Thread, thread_tags
from forum.threads.queries import visible_to

PEOPLE_MAX = 3
TAGS_MAX = 5
WORDS_MAX = 4  # who writes more describes a problem and names nobody
LETTERS_MIN = 3  # fewer begin half of all names


@dataclass(frozen=True, slots=True)
class Besides:
    """People whose name begins like this, and tags that do."""

    people: Sequence[User] = ()
    tags: Sequence[str] = ()


def besides(text: str, viewer: Actor) -> Besides:
    """Look for both, in two statements; in none where the text is no name."""
    words = text.split()
    if not 0 < len(words) <= WORDS_MAX or len(text) < LETTERS_MIN:
        return Besides()
    return Besides(_people(text), _tags(words, viewer))


def _people(text: str) -> Sequence[User]:
    begins = skeleton(text)
    if len(begins) < LETTERS_MIN:
        return ()
    return db.session.scalars(
        select(User)
        .where(
            User.name_skeleton.startswith(begins, autoescape=True),
            User.active.is_(True),
            User.deleted_at.is_(None),
        )
        .order_by(User.name_skeleton)
        .limit(PEOPLE_MAX)
    ).all()


def _tags(words: Sequence[str], viewer: Actor) -> Sequence[str]:
    """Tags that are among the words or begin like one, and that something visible carries."""
    wanted = [word.lower().lstrip("#") for word in words]
    likely = [word for word in wanted if len(word) >= LETTERS_MIN]
    if not likely:
        return ()
    begins = Tag.slug.startswith(likely[0], autoescape=True)
    for word in likely[1:]:
        begins |= Tag.slug.startswith(word, autoescape=True)
    carried = visible_to(viewer).with_only_columns(Thread.id, maintain_column_froms=True)
    carried = carried.join(thread_tags, thread_tags.c.thread_id == Thread.id).where(
        thread_tags.c.tag_id == Tag.id
    )
    return db.session.scalars(
        select(Tag.slug)
        .where(begins, carried.correlate(Tag).exists())
        .order_by(Tag.thread_count.desc(), Tag.slug)
        .limit(TAGS_MAX)
    ).all()
