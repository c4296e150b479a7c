"""Threads of the demo with their posts, votes and whoever has the problem too."""

from datetime import datetime, timedelta

from forum.accounts.models import User
from forum.core.db import db
from forum.core.markup import MARKUP_VERSION, render
from forum.core.pages import slug
from forum.reactions.models import Follow, SameProblem, Vote
from forum.threads.models import (
    Post,
    PostKind,
    Revision,
    Severity,
    Tag,
    Thread,
    ThreadStatus,
    ThreadType,
)
from moderation.demo.cast import Cast, Played
from moderation.demo.content import PostText, ThreadText
from moderation.demo.hours import in_hours
from moderation.teams.catalogue import main_calendar

VOTE_AFTER = timedelta(hours=1)  # each following vote an hour later than the one before


def add_threads(cast: Cast, threads: tuple[ThreadText, ...]) -> None:
    """Everything that was written, and one-click reactions to it."""
    tags = {name: Tag(slug=name) for text in threads for name in text.tags}
    db.session.add_all(tags.values())
    db.session.flush()
    for text in threads:
        played = _add_thread(cast, text, tags)
        cast.threads[text.key] = played
        _add_followers(cast, text, played)
        for post, written in zip(played.posts, text.posts, strict=True):
            _add_votes(cast, post, written)
    db.session.flush()


def _add_thread(cast: Cast, text: ThreadText, tags: dict[str, Tag]) -> Played:
    author = cast.people[text.author]
    asked_at = in_hours(main_calendar(), cast.at(text.days_ago), cast.now)
    thread = Thread(
        title=text.title,
        slug=slug(text.title),
        type=ThreadType(text.type),
        status=ThreadStatus.WAITING,
        severity=Severity(text.severity),
        language=text.language,
        version=text.version,
        category_id=cast.categories[text.category].id,
        product_id=cast.products[text.product].id if text.product else None,
        author_id=author.id,
        created_at=asked_at,
        last_activity_at=asked_at,
        view_count=text.views,
        import_key=f"demo:thread:{text.key}",
        tags=[tags[name] for name in text.tags],
    )
    db.session.add(thread)
    db.session.flush()
    question = _post(thread, author, PostKind.QUESTION, text.body, asked_at)
    question.version = text.version
    db.session.add(question)
    db.session.flush()
    played = Played(thread, question, [], tuple(thread.tags))
    for written in text.posts:
        post = _post(
            thread,
            cast.people[written.author],
            PostKind(written.kind),
            written.body,
            cast.not_after_now(asked_at + timedelta(hours=written.after_hours)),
        )
        if post.kind is PostKind.COMMENT:
            post.parent_id = played.post(written.on).id
        db.session.add(post)
        db.session.flush()
        played.posts.append(post)
    _number(played)
    db.session.add_all(
        _revision(post, thread.title if post is question else "")
        for post in (question, *played.posts)
    )
    return played


def _post(thread: Thread, author: User, kind: PostKind, source: str, moment: datetime) -> Post:
    thread.last_position += kind is not PostKind.QUESTION
    return Post(
        thread_id=thread.id,
        kind=kind,
        position=thread.last_position,
        author_id=author.id,
        author_standing=author.standing,
        author_title=author.title,
        source=source,
        html=render(source).html,
        markup_version=MARKUP_VERSION,
        score=0,
        created_at=moment,
    )


def _number(played: Played) -> None:
    """Positions by the time of writing: the content lists comments where they stand."""
    written = sorted(played.posts, key=lambda post: (post.created_at, post.id))
    if written == played.posts:
        return
    for step in (-1, 1):  # by way of negative numbers: no two posts may share a place
        for position, post in enumerate(written, start=1):
            post.position = step * position
        db.session.flush()


def _revision(post: Post, title: str) -> Revision:
    return Revision(
        post_id=post.id,
        number=1,
        title=title,
        source=post.source,
        editor_id=post.author_id,
        created_at=post.created_at,
    )


def _add_votes(cast: Cast, post: Post, text: PostText) -> None:
    votes = [(key, 1) for key in text.up] + [(key, -1) for key in text.down]
    for number, (key, value) in enumerate(votes, start=1):
        db.session.add(
            Vote(
                user_id=cast.people[key].id,
                post_id=post.id,
                value=value,
                created_at=cast.not_after_now(post.created_at + number * VOTE_AFTER),
            )
        )
    post.score = sum(value for _key, value in votes)


def _add_followers(cast: Cast, text: ThreadText, played: Played) -> None:
    """Whoever wrote follows; whoever has it too waits for the solution."""
    thread = played.thread
    for key in text.same:
        moment = cast.not_after_now(thread.created_at + VOTE_AFTER)
        db.session.add(
            SameProblem(user_id=cast.people[key].id, thread_id=thread.id, created_at=moment)
        )
    first_words = {post.author_id: post.created_at for post in reversed(played.posts)}
    since = {cast.people[key].id: thread.created_at for key in (*text.same, *text.follows)}
    since |= first_words | {thread.author_id: thread.created_at}
    waiting = {cast.people[key].id for key in text.same}
    waiting -= {cast.people[key].id for key in text.follows} | set(first_words)
    db.session.add_all(
        Follow(
            user_id=user_id,
            thread_id=thread.id,
            solution_only=user_id in waiting,
            created_at=cast.not_after_now(moment),
        )
        for user_id, moment in since.items()
    )
