"""A second run, or a newer dump: posts imported before follow it, unless they were edited here."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update

from forum.core.db import db
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.reactions.models import Vote
from forum.threads.models import Post, PostKind, Revision, Thread
from moderation.exchange.stackexchange.keys import Author
from moderation.exchange.stackexchange.preparing import Ready

Pair = tuple[Post, Ready]


def refresh(pairs: Sequence[Pair], authors: Mapping[Author, int]) -> list[Post]:
    """Bring posts up to date; returns those that changed.

    Scores are the dump's plus the votes cast here. What was edited, moved, retitled or retagged
    here stays as it is here.
    """
    votes = _votes([post.id for post, _item in pairs])
    threads = _threads([post for post, _item in pairs])
    changed = []
    for post, item in pairs:
        steps = [_score(post, item.incoming.score + votes.get(post.id, 0))]
        if post.kind is PostKind.QUESTION:
            steps.append(_views(threads[post.thread_id], item.incoming.views))
        if post.revision_number == 1 and not post.is_gone:
            steps.append(_text(post, item, authors))
            if post.kind is PostKind.QUESTION:
                steps.append(_title(threads[post.thread_id], post, item.title))
        if any(steps):
            changed.append(post)
    db.session.flush()
    return changed


def _score(post: Post, score: int) -> bool:
    changed = post.score != score
    post.score = score
    return changed


def _views(thread: Thread, views: int) -> bool:
    changed = views > thread.view_count
    thread.view_count = max(views, thread.view_count)
    return changed


def _text(post: Post, item: Ready, authors: Mapping[Author, int]) -> bool:
    incoming = item.incoming
    changed = post.source != item.source or post.edited_at != incoming.edited_at
    if item.html:
        post.source, post.html, post.markup_version = item.source, item.html, MARKUP_VERSION
        _first_revision(post, source=item.source)
    post.edited_at = incoming.edited_at
    post.edited_by_id = None if incoming.editor is None else authors[incoming.editor]
    return changed


def _title(thread: Thread, post: Post, title: str) -> bool:
    first = db.session.scalar(
        select(Revision.title).where(Revision.post_id == post.id, Revision.number == 1)
    )
    if thread.title == title or thread.title != first:
        return False
    thread.title, thread.slug = title, slug(title)
    _first_revision(post, title=title)
    return True


def _first_revision(post: Post, **values: str) -> None:
    db.session.execute(
        update(Revision).where(Revision.post_id == post.id, Revision.number == 1).values(**values)
    )


def _threads(posts: Sequence[Post]) -> dict[int, Thread]:
    ids = {post.thread_id for post in posts if post.kind is PostKind.QUESTION}
    return {row.id: row for row in db.session.scalars(select(Thread).where(Thread.id.in_(ids)))}


def _votes(post_ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Vote.post_id, func.sum(Vote.value))
        .where(Vote.post_id.in_(post_ids))
        .group_by(Vote.post_id)
    )
    return {post_id: int(total) for post_id, total in rows}
