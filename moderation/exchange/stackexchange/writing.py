"""New threads and posts of a dump, inserted in bulk inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from forum.core.db import db
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.threads.actions.tagging import TAG_MAX_CHARS
from forum.threads.models import (
    Post,
    Revision,
    Tag,
    Thread,
    ThreadStatus,
    thread_tags,
)
from moderation.exchange.stackexchange.keys import Author, Keys
from moderation.exchange.stackexchange.preparing import Ready
from search.text import language_of

IMPORTED = "Imported"  # the reason that stands at the first revision


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new post goes; ``parent_id`` only for comments."""

    thread_id: int
    parent_id: int | None = None


def add_threads(
    questions: Sequence[Ready], authors: Mapping[Author, int], keys: Keys, category_id: int
) -> list[Place]:
    """A thread for each question; counters and states are settled once its posts are there."""
    threads = [
        Thread(
            title=item.title,
            slug=slug(item.title),
            status=ThreadStatus.WAITING,
            language=language_of(f"{item.title}\n{item.source}") or "en",
            category_id=category_id,
            author_id=authors[item.incoming.author],
            created_at=item.incoming.created_at,
            last_activity_at=item.incoming.created_at,
            view_count=item.incoming.views,
            import_key=keys.thread(item.incoming.number),
        )
        for item in questions
    ]
    db.session.add_all(threads)
    db.session.flush()
    _add_tags([(thread.id, item) for thread, item in zip(threads, questions, strict=True)])
    return [Place(thread.id) for thread in threads]


def add_posts(
    items: Sequence[Ready], places: Sequence[Place], authors: Mapping[Author, int]
) -> None:
    """Each post at the end of its thread, with the first revision that editing starts from."""
    following = _following_positions({place.thread_id for place in places})
    posts = []
    for item, place in zip(items, places, strict=True):
        posts.append(_post(item, place, following[place.thread_id], authors))
        following[place.thread_id] += 1
    db.session.add_all(posts)
    db.session.flush()
    db.session.add_all(
        Revision(
            post_id=post.id,
            number=1,
            title=item.title,
            source=item.source,
            editor_id=post.author_id,
            reason=IMPORTED,
            created_at=post.created_at,
        )
        for post, item in zip(posts, items, strict=True)
    )
    db.session.flush()


def _post(item: Ready, place: Place, position: int, authors: Mapping[Author, int]) -> Post:
    incoming = item.incoming
    return Post(
        thread_id=place.thread_id,
        kind=incoming.kind,
        parent_id=place.parent_id,
        position=position,
        author_id=authors[incoming.author],
        source=item.source,
        html=item.html,
        markup_version=MARKUP_VERSION,
        score=incoming.score,
        created_at=incoming.created_at,
        edited_at=incoming.edited_at,
        edited_by_id=None if incoming.editor is None else authors[incoming.editor],
        import_key=item.key,
    )


def _following_positions(thread_ids: set[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Post.thread_id, func.max(Post.position))
        .where(Post.thread_id.in_(thread_ids))
        .group_by(Post.thread_id)
    )
    last: dict[int, int] = dict.fromkeys(thread_ids, -1) | {row[0]: row[1] for row in rows}
    return {thread_id: position + 1 for thread_id, position in last.items()}


def _add_tags(questions: Sequence[tuple[int, Ready]]) -> None:
    wanted = {
        thread_id: dict.fromkeys(slug(tag)[:TAG_MAX_CHARS].strip("-") for tag in item.incoming.tags)
        for thread_id, item in questions
    }
    names = sorted({name for tags in wanted.values() for name in tags if name})
    known = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(names)))}
    for name in names:
        if name not in known:
            known[name] = Tag(slug=name, thread_count=0)
            db.session.add(known[name])
    db.session.flush()
    links = [
        {"thread_id": thread_id, "tag_id": known[name].id}
        for thread_id, tags in wanted.items()
        for name in tags
        if name
    ]
    if links:
        db.session.execute(insert(thread_tags), links)
