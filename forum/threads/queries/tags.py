"""A tag as far as the viewer may see what carries it, and the tags beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.threads.models import Tag, Thread, thread_tags
from forum.threads.queries.visibility import visible_to

RELATED_TAGS = 10


@dataclass(frozen=True, slots=True)
class TagPage:
    """What heads the page of a tag: how many threads carry it, and what else they carry."""

    tag: Tag
    threads: int
    related: Sequence[tuple[str, int]]  # tag and how many threads carry both, most first


def tag_page(slug: str, viewer: Actor) -> TagPage:
    """A tag that something the viewer may see carries, in three statements.

    Raises:
        NotFound: there is none, or nothing the viewer may see carries it.
    """
    tag = db.session.scalar(select(Tag).where(Tag.slug == slug))
    if tag is None:
        raise NotFound()
    seen = visible_to(viewer).where(
        Thread.id.in_(select(thread_tags.c.thread_id).where(thread_tags.c.tag_id == tag.id))
    )
    ids = seen.with_only_columns(Thread.id, maintain_column_froms=True)
    number = db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    if not number:
        raise NotFound()
    together = func.count()
    rows = db.session.execute(
        select(Tag.slug, together)
        .join(thread_tags, thread_tags.c.tag_id == Tag.id)
        .where(thread_tags.c.thread_id.in_(ids), Tag.id != tag.id)
        .group_by(Tag.id)
        .order_by(together.desc(), Tag.slug)
        .limit(RELATED_TAGS)
    )
    return TagPage(tag, number, [(row[0], row[1]) for row in rows])
