"""Threads of a crowd with their posts, votes, follows and marks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from forum.core.db import db, transactional
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.finding.actions import mark_stale
from forum.finding.keys import thread_key
from forum.reactions import actions as reactions
from forum.reactions.models import Follow, Vote
from forum.threads import counters
from forum.threads.models import (
    AnswerMark,
    MarkKind,
    Post,
    PostKind,
    Revision,
    Severity,
    Thread,
    ThreadStatus,
    thread_tags,
)
from moderation.demo.crowd import chatter
from moderation.demo.crowd.cast import BODIES, TAGS, Crowd, insert_rows
from moderation.watchlist import keeping


@transactional
def add_threads(cast: Crowd, numbers: range) -> None:
    """Write the threads of these numbers; every count and clock is rebuilt by its own room."""
    ids = insert_rows(Thread, [_thread(cast, number) for number in numbers])
    placed = list(zip(ids, numbers, strict=True))
    db.session.execute(
        insert(thread_tags),
        [
            {"thread_id": thread_id, "tag_id": cast.tags[number * step % TAGS]}
            for thread_id, number in placed
            for step in (1, 3)
            if step == 1 or number * 2 % TAGS
        ],
    )
    _add_posts(cast, placed)
    counters.recount(ids)
    reactions.recount(ids)
    keeping.rebuild(ids)
    mark_stale([thread_key(thread_id) for thread_id in ids])


def _thread(cast: Crowd, number: int) -> dict[str, Any]:
    title, asked_at = chatter.title(number), cast.asked_at(number)
    return {
        "title": title,
        "slug": slug(title),
        "status": ThreadStatus.WAITING,
        "severity": list(Severity)[number % 3],
        "language": chatter.language_of(number),
        "category_id": cast.categories[number % len(cast.categories)],
        "author_id": cast.people[cast.author(number)],
        "created_at": asked_at,
        "last_activity_at": asked_at,
        "view_count": number % 300,
    }


def _add_posts(cast: Crowd, placed: Sequence[tuple[int, int]]) -> None:
    rows = [
        _post(cast, thread_id, number, position)
        for thread_id, number in placed
        for position in range(cast.answers(number) + 1)
    ]
    posts = list(zip(insert_rows(Post, rows), rows, strict=True))
    titles = {thread_id: chatter.title(number) for thread_id, number in placed}
    db.session.execute(
        insert(Revision),
        [
            {
                "post_id": post_id,
                "number": 1,
                "title": "" if row["position"] else titles[row["thread_id"]],
                "source": row["source"],
                "editor_id": row["author_id"],
                "created_at": row["created_at"],
            }
            for post_id, row in posts
        ],
    )
    _add_reactions(cast, dict(placed), posts)


def _post(cast: Crowd, thread_id: int, number: int, position: int) -> dict[str, Any]:
    author = cast.author(number) if position == 0 else cast.answerer(number, position - 1)
    source, html = cast.texts[chatter.language_of(number)][(number * 5 + position * 11) % BODIES]
    asked_at = cast.asked_at(number)
    return {
        "thread_id": thread_id,
        "kind": PostKind.ANSWER if position else PostKind.QUESTION,
        "position": position,
        "author_id": cast.people[author],
        "author_standing": cast.standings[author],
        "source": source,
        "html": html,
        "markup_version": MARKUP_VERSION,
        "score": position % 3,
        "created_at": asked_at + (cast.now - asked_at) * min(0.9, 0.01 * position),
    }


def _add_reactions(
    cast: Crowd, numbers: dict[int, int], posts: Sequence[tuple[int, dict[str, Any]]]
) -> None:
    """Votes behind the scores, the askers' follows, and the marks that settle threads."""
    votes, follows, marks = [], [], []
    for post_id, row in posts:
        number, at = numbers[row["thread_id"]], row["created_at"]
        votes += [
            {"user_id": cast.people[-1 - step], "post_id": post_id, "value": 1, "created_at": at}
            for step in range(row["score"])
        ]
        if row["position"] == 0:
            who = {"user_id": row["author_id"], "thread_id": row["thread_id"]}
            follows.append(who | {"created_at": at})
        elif row["position"] == 1 and not cast.is_open(number):
            by_staff = row["author_standing"] == "staff"
            marks.append(
                {
                    "thread_id": row["thread_id"],
                    "post_id": post_id,
                    "kind": MarkKind.OFFICIAL if by_staff else MarkKind.ACCEPTED,
                    "by_id": row["author_id"] if by_staff else cast.people[cast.author(number)],
                    "created_at": at,
                }
            )
    for model, rows in ((Vote, votes), (Follow, follows), (AnswerMark, marks)):
        if rows:
            db.session.execute(insert(model), rows)
