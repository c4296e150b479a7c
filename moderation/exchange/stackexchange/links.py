"""Accepted answers and duplicates of a dump: what ties its posts together."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from forum.core.db import db, transactional
from forum.finding.carrying import bring_along
from forum.finding.models import DuplicateLink
from forum.threads.actions.history import note_event
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Thread,
    ThreadEvent,
    ThreadEventKind,
    ThreadStatus,
)
from moderation.exchange.report import Report
from moderation.exchange.stackexchange.dump import Accepted, AcceptedVote, Duplicate
from moderation.exchange.stackexchange.keys import Keys
from moderation.exchange.stackexchange.settling import settle

ACCEPTED = "accepted answers"
DUPLICATES = "duplicates"


@transactional
def accept(items: Sequence[Accepted], keys: Keys, report: Report, file: str) -> None:
    """Mark what askers accepted; where somebody has chosen here since, that choice stays."""
    threads = _threads(keys.thread(item.question) for item in items)
    posts = _posts(keys.post(item.answer) for item in items)
    chosen = _chosen([thread.id for thread in threads.values()])
    grown = set()
    for item in items:
        thread = threads.get(keys.thread(item.question))
        post = posts.get(keys.post(item.answer))
        if thread is None or post is None or not _answers(post, thread):
            reason = f"its accepted answer {item.answer} is not an answer of this question"
            if thread is None:
                reason = "the question was not imported"
            elif post is None:
                reason = f"its accepted answer {item.answer} was not imported"
            report.not_taken(ACCEPTED, file, str(item.question), reason)
        elif thread.id in chosen or post.is_gone:
            report.of(ACCEPTED).unchanged += 1
        else:
            _mark(thread, post)
            grown.add(thread.id)
            report.of(ACCEPTED).taken += 1
    settle(grown)


@transactional
def date_acceptances(items: Sequence[AcceptedVote], keys: Keys) -> None:
    """Set the day on which answers were accepted, where only the answer's own date was known."""
    posts = _posts(keys.post(item.answer) for item in items)
    days = {posts[key].id: item.day for item in items if (key := keys.post(item.answer)) in posts}
    written = {post.id: post.created_at for post in posts.values()}
    grown = set()
    for mark in db.session.scalars(
        select(AnswerMark).where(
            AnswerMark.post_id.in_(days),
            AnswerMark.kind == MarkKind.ACCEPTED,
            AnswerMark.revoked_at.is_(None),
        )
    ):
        since, day = mark.created_at, days[mark.post_id]
        if since == written[mark.post_id] and day > since:
            mark.created_at = day
            _date_event(mark.thread_id, since, day)
            grown.add(mark.thread_id)
    settle(grown)


@transactional
def link(items: Sequence[Duplicate], keys: Keys, report: Report, file: str) -> None:
    """Link duplicates to the questions where the answer stands, in the name of the asker.

    As everywhere, a target that is a duplicate itself leads on to where its own answer stands.
    """
    threads = _threads(
        key for item in items for key in (keys.thread(item.question), keys.thread(item.original))
    )
    grown = set()
    for item in items:
        thread = threads.get(keys.thread(item.question))
        original = threads.get(keys.thread(item.original))
        number = f"{item.question}→{item.original}"
        if thread is None or original is None:
            missing = item.question if thread is None else item.original
            report.not_taken(DUPLICATES, file, number, f"question {missing} was not imported")
            continue
        target_id = _final_target(original.id)
        if target_id == thread.id:
            report.not_taken(DUPLICATES, file, number, "the two would be duplicates of each other")
        elif target_id is None or _was_linked(thread.id, target_id):
            report.of(DUPLICATES).unchanged += 1
        elif _in_force(thread.id) is not None:
            report.not_taken(DUPLICATES, file, number, "it is a duplicate of another one already")
        else:
            _link(thread, target_id, item.created_at)
            grown.add(thread.id)
            report.of(DUPLICATES).taken += 1
    settle(grown)


def _answers(post: Post, thread: Thread) -> bool:
    return post.thread_id == thread.id and post.kind is PostKind.ANSWER


def _mark(thread: Thread, post: Post) -> None:
    db.session.add(
        AnswerMark(
            thread_id=thread.id,
            post_id=post.id,
            kind=MarkKind.ACCEPTED,
            by_id=thread.author_id,
            created_at=post.created_at,
        )
    )
    note_event(thread, ThreadEventKind.SOLVED, thread.author_id, post.created_at)


def _date_event(thread_id: int, since: datetime, day: datetime) -> None:
    db.session.execute(
        update(ThreadEvent)
        .where(
            ThreadEvent.thread_id == thread_id,
            ThreadEvent.kind == ThreadEventKind.SOLVED,
            ThreadEvent.created_at == since,
        )
        .values(created_at=day)
    )


def _link(thread: Thread, target_id: int, moment: datetime) -> None:
    made = DuplicateLink(
        thread_id=thread.id,
        target_thread_id=target_id,
        by_id=thread.author_id,
        created_at=moment,
    )
    db.session.add(made)
    for earlier in db.session.scalars(
        select(DuplicateLink).where(
            DuplicateLink.target_thread_id == thread.id, DuplicateLink.undone_at.is_(None)
        )
    ):
        earlier.target_thread_id = target_id
    thread.status = ThreadStatus.DUPLICATE
    note_event(thread, ThreadEventKind.DUPLICATE, thread.author_id, moment)
    db.session.flush()
    bring_along(made)


def _was_linked(thread_id: int, target_id: int) -> bool:
    """Whether this very link is there, or was and somebody undid it here."""
    found = select(DuplicateLink.id).where(
        DuplicateLink.thread_id == thread_id, DuplicateLink.target_thread_id == target_id
    )
    return db.session.scalar(found.limit(1)) is not None


def _in_force(thread_id: int) -> DuplicateLink | None:
    return db.session.scalar(
        select(DuplicateLink).where(
            DuplicateLink.thread_id == thread_id, DuplicateLink.undone_at.is_(None)
        )
    )


def _final_target(thread_id: int) -> int | None:
    """The thread to which a link to this one leads; None where that is an article."""
    onward = _in_force(thread_id)
    return thread_id if onward is None else onward.target_thread_id


def _chosen(thread_ids: Sequence[int]) -> set[int]:
    """Threads in which an answer was accepted before, in force or not."""
    rows = db.session.scalars(
        select(AnswerMark.thread_id).where(
            AnswerMark.thread_id.in_(thread_ids), AnswerMark.kind == MarkKind.ACCEPTED
        )
    )
    return set(rows)


def _threads(keys: Iterable[str]) -> dict[str, Thread]:
    rows = db.session.scalars(select(Thread).where(Thread.import_key.in_(list(keys))))
    return {row.import_key or "": row for row in rows}


def _posts(keys: Iterable[str]) -> dict[str, Post]:
    rows = db.session.scalars(select(Post).where(Post.import_key.in_(list(keys))))
    return {row.import_key or "": row for row in rows}
