"""What happened to the demo's threads: marks, details asked for, locks, pins, duplicates, notes."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.core.db import db
from forum.core.markup import render
from forum.core.permissions import Role
from forum.finding.carrying import bring_along
from forum.finding.models import Cluster, ClusterMember, DuplicateLink
from forum.threads.actions.history import note_event
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Thread,
    ThreadEventKind,
    ThreadStatus,
)
from moderation.demo.cast import Cast, Played
from moderation.demo.content import NoteText, PostText, ThreadText
from moderation.demo.staff_log import log
from moderation.watchlist.models import Note

MARKED_AFTER = {
    MarkKind.OFFICIAL: timedelta(minutes=10),
    MarkKind.VERIFIED: timedelta(hours=2),
    MarkKind.ACCEPTED: timedelta(hours=3),
    MarkKind.ENDORSED: timedelta(hours=5),
}
SETTLED_AFTER = timedelta(hours=6)  # a lock, or a link to the original


def add_turns(cast: Cast, threads: tuple[ThreadText, ...]) -> None:
    """Everything but duplicates, whose articles are not there yet."""
    for text in threads:
        played = cast.threads[text.key]
        for post, written in zip(played.posts, text.posts, strict=True):
            _add_marks(cast, played.thread, post, written)
        _note_solved(played.thread)
        if text.needs_info:
            _ask_back(cast, played)
        if text.locked:
            _lock(cast, played)
        if text.pinned:
            _pin(cast, played.thread)
    db.session.flush()


def add_duplicates(cast: Cast, threads: tuple[ThreadText, ...]) -> None:
    """Links to where the answer stands, with whoever they bring along."""
    for text in threads:
        if not text.duplicate_of:
            continue
        kind, key = text.duplicate_of.split(":")
        played = cast.threads[text.key]
        thread = played.thread
        by = cast.helper(text.language, besides=thread.author_id)
        last = max(post.created_at for post in (played.question, *played.posts))
        link = DuplicateLink(
            thread_id=thread.id,
            target_thread_id=cast.threads[key].thread.id if kind == "thread" else None,
            target_article_id=cast.articles[key].id if kind == "article" else None,
            by_id=by.id,
            created_at=cast.not_after_now(last + SETTLED_AFTER),
        )
        db.session.add(link)
        thread.status = ThreadStatus.DUPLICATE
        db.session.flush()
        bring_along(link)
        note_event(thread, ThreadEventKind.DUPLICATE, by.id, link.created_at)
        target = f"{kind}:{link.target_thread_id or link.target_article_id}"
        log(by, "duplicate", "thread", thread.id, link.created_at, after=target)


def add_clusters(cast: Cast, threads: tuple[ThreadText, ...]) -> None:
    """What the site has found to ask the same."""
    clusters: dict[str, Cluster] = {}
    for text in threads:
        if not text.cluster:
            continue
        if text.cluster not in clusters:
            made = Cluster(created_at=cast.now, changed_at=cast.now)
            db.session.add(made)
            db.session.flush()
            clusters[text.cluster] = made
        thread = cast.threads[text.key].thread
        db.session.add(
            ClusterMember(
                thread_id=thread.id,
                cluster_id=clusters[text.cluster].id,
                joined_at=thread.created_at,
            )
        )
    db.session.flush()


def add_notes(cast: Cast, notes: tuple[NoteText, ...]) -> None:
    """What staff wrote for each other."""
    for text in notes:
        author = cast.people[text.author]
        note = Note(
            thread_id=cast.threads[text.thread].thread.id,
            author_id=author.id,
            source=text.body,
            html=render(text.body).html,
            created_at=cast.at(text.hours_ago / 24),
        )
        db.session.add(note)
        db.session.flush()
        after = f"note {note.id}"
        log(author, "note", "thread", note.thread_id, note.created_at, after=after)


def _add_marks(cast: Cast, thread: Thread, post: Post, text: PostText) -> None:
    author, asker = cast.person(post.author_id), cast.person(thread.author_id)
    other = cast.helper(thread.language, besides=author.id)
    marks = [(MarkKind.ENDORSED, cast.people[key]) for key in text.endorsed_by]
    if text.accepted:
        marks.append((MarkKind.ACCEPTED, asker))
    if text.official:
        marks.append((MarkKind.OFFICIAL, author if author.is_staff else other))
    if text.verified:
        marks.append((MarkKind.VERIFIED, other))
    for kind, by in marks:
        moment = cast.not_after_now(post.created_at + MARKED_AFTER[kind])
        db.session.add(
            AnswerMark(
                thread_id=thread.id, post_id=post.id, kind=kind, by_id=by.id, created_at=moment
            )
        )
        if by.is_staff:
            log(by, f"mark-{kind.value}", "post", post.id, moment)
    db.session.flush()


def _note_solved(thread: Thread) -> None:
    first = db.session.scalar(
        select(AnswerMark)
        .where(AnswerMark.thread_id == thread.id, AnswerMark.kind != MarkKind.ENDORSED)
        .order_by(AnswerMark.created_at)
        .limit(1)
    )
    if first is not None:
        note_event(thread, ThreadEventKind.SOLVED, first.by_id, first.created_at)


def _ask_back(cast: Cast, played: Played) -> None:
    """The last comment under a question nobody could answer is what its asker is asked."""
    asked = [post for post in played.posts if post.kind is PostKind.COMMENT][-1]
    played.thread.needs_info_at, played.thread.needs_info_post_id = asked.created_at, asked.id
    note_event(played.thread, ThreadEventKind.NEEDS_INFO, asked.author_id, asked.created_at)
    log(cast.person(asked.author_id), "needs-info", "thread", played.thread.id, asked.created_at)


def _lock(cast: Cast, played: Played) -> None:
    by = cast.helper(played.thread.language)
    last: datetime = max(post.created_at for post in (played.question, *played.posts))
    moment = cast.not_after_now(last + SETTLED_AFTER)
    played.thread.locked_at, played.thread.locked_by_id = moment, by.id
    note_event(played.thread, ThreadEventKind.LOCKED, by.id, moment)
    log(by, "lock", "thread", played.thread.id, moment)


def _pin(cast: Cast, thread: Thread) -> None:
    by = next(person for person in cast.people.values() if person.role is Role.MODERATOR)
    thread.pinned_at, thread.pinned_by_id = thread.created_at, by.id
    log(by, "pin", "thread", thread.id, thread.created_at)
