"""Everything one thread page shows, in four statements whatever the number of posts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.permissions import Actor
from forum.core.statements import ViewerKind, kind_of, parameters
from forum.threads.models import (
    STRAND,
    AnswerMark,
    Draft,
    MarkKind,
    Post,
    PostKind,
    Tag,
    Thread,
    ThreadEvent,
    ThreadRead,
    out_of_date,
)
from forum.threads.queries.posts import ANSWERS_PER_PAGE
from forum.threads.queries.visibility import (
    joined_tags,
    visible_posts,
    visible_to,
)
from forum.threads.shown import ShownPost

_OF_THE_AUTHOR = 3  # columns; those before are the post's
_POST = tuple(getattr(Post, name) for name in ShownPost._fields[:-_OF_THE_AUTHOR])


class Sort(StrEnum):
    """In which order answers stand below the best one."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Said:
    """A mark in force, or a turn in the thread's life: who, what, when."""

    kind: str
    post_id: int | None
    detail: str
    at: datetime
    name: str
    person_id: int | None
    newer_id: int | None = None  # with a mark that says "out of date": what holds instead


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread with what one page of it shows."""

    thread: Thread
    question: ShownPost
    best: ShownPost | None
    answers: Sequence[ShownPost]
    comments: dict[int, list[ShownPost]]
    marks: dict[int, list[Said]]
    timeline: Sequence[Said]
    sort: Sort
    page: int
    pages: int
    read_position: int | None
    draft: str

    @property
    def post_ids(self) -> list[int]:
        """Question first, then every answer on the page."""
        best = [self.best.id] if self.best is not None else []
        return [self.question.id, *best, *(post.id for post in self.answers)]


def thread_page(thread_id: int, viewer: Actor, sort: Sort = Sort.BEST, page: int = 1) -> ThreadPage:
    """The page of a thread; raises NotFound."""
    row = (
        db.session.execute(
            _thread_statement(kind_of(viewer)),
            parameters(viewer, thread_id=thread_id, place=f"answer:{thread_id}"),
        )
        .unique()
        .first()
    )
    if row is None:
        raise NotFound()
    thread, read_position, draft = row
    posts = _posts(thread, viewer, sort, page)
    by_id = {post.id: post for post in posts}
    comments: dict[int, list[ShownPost]] = defaultdict(list)
    for post in posts:
        if post.kind is PostKind.COMMENT and post.parent_id is not None:
            comments[post.parent_id].append(post)
    for said in comments.values():
        said.sort(key=lambda post: post.position)
    question = next((post for post in posts if post.kind is PostKind.QUESTION), None)
    if question is None:
        raise NotFound()
    best = by_id.get(thread.best_post_id) if thread.best_post_id else None
    answers = [post for post in posts if post.kind in STRAND and post is not best]
    marks, timeline = _history(thread.id)
    old = {
        post_id
        for post_id, said in marks.items()
        if any(mark.kind == MarkKind.SUPERSEDED for mark in said)
    }
    return ThreadPage(
        thread=thread,
        question=question,
        best=best,
        answers=_sorted(answers, sort, old),
        comments=comments,
        marks=marks,
        timeline=timeline,
        sort=sort,
        page=page,
        pages=max(1, -(-(thread.answer_count + thread.merged_count) // ANSWERS_PER_PAGE)),
        read_position=read_position,
        draft=str((draft or {}).get("body", "")),
    )


@cache
def _thread_statement(kind: ViewerKind) -> Select[*tuple[Any, ...]]:
    """The thread and its tags, how far the viewer has read, and what they left unsent."""
    read = and_(ThreadRead.thread_id == Thread.id, ThreadRead.user_id == kind.id)
    unsent = and_(Draft.user_id == kind.id, Draft.place == bindparam("place"))
    return (
        joined_tags(visible_to(kind))
        .outerjoin(ThreadRead, read)
        .outerjoin(Draft, unsent)
        .outerjoin(Thread.product)
        .outerjoin(Thread.issue)
        .add_columns(ThreadRead.position, Draft.fields)
        .options(contains_eager(Thread.product), contains_eager(Thread.issue))
        .where(Thread.id == bindparam("thread_id"))
        .order_by(Tag.slug)
    )


def _posts(thread: Thread, viewer: Actor, sort: Sort, page: int) -> Sequence[ShownPost]:
    """Question, best answer, one page of answers and all their comments: one statement."""
    chosen = parameters(
        viewer,
        thread_id=thread.id,
        best_id=thread.best_post_id or 0,
        offset=(page - 1) * ANSWERS_PER_PAGE,
    )
    rows = db.session.execute(_posts_statement(kind_of(viewer), sort), chosen)
    return [ShownPost._make(row) for row in rows]


@cache
def _posts_statement(kind: ViewerKind, sort: Sort) -> Select[*tuple[Any, ...]]:
    order = {
        Sort.BEST: (
            Post.kind == PostKind.MERGED,  # a question, however many votes it has, answers nothing
            out_of_date(Post.id),
            Post.score.desc(),
            Post.position,
        ),
        Sort.NEWEST: (Post.position.desc(),),
        Sort.OLDEST: (Post.position,),
    }[sort]
    here = Post.thread_id == bindparam("thread_id")
    best_id: BindParameter[int] = bindparam("best_id")
    answers = (
        select(Post.id)
        .where(here, Post.kind.in_(STRAND), visible_posts(kind))
        .order_by(*order)
        .limit(ANSWERS_PER_PAGE)
        .offset(bindparam("offset"))
        .subquery()
    )
    shown = select(answers.c.id)
    question_id = select(Post.id).where(and_(here, Post.position == 0)).scalar_subquery()
    return (
        select(*_POST, User.stored_name, User.role, User.deleted_at)
        .join(User, User.id == Post.author_id)
        .where(
            here,
            visible_posts(kind),
            or_(
                Post.position == 0,
                Post.id == best_id,
                Post.id.in_(shown),
                Post.parent_id.in_(shown),
                Post.parent_id == best_id,
                Post.parent_id == question_id,
            ),
        )
    )


def _sorted(answers: list[ShownPost], sort: Sort, old: set[int]) -> list[ShownPost]:
    """As the statement sorts them; what is out of date is never among the best."""
    if sort is Sort.BEST:
        return sorted(
            answers,
            key=lambda post: (
                post.kind is PostKind.MERGED,
                post.id in old,
                -post.score,
                post.position,
            ),
        )
    return sorted(answers, key=lambda post: post.position, reverse=sort is Sort.NEWEST)


def _history(thread_id: int) -> tuple[dict[int, list[Said]], list[Said]]:
    """Marks in force by post, and the public timeline, oldest first: one statement."""
    rows = db.session.execute(_history_statement(), {"thread_id": thread_id}).all()
    marks: dict[int, list[Said]] = defaultdict(list)
    timeline: list[Said] = []
    for source, kind, post_id, detail, at, name, person_id, newer_id in sorted(
        rows, key=lambda row: row[4]
    ):
        said = Said(kind, post_id, detail, at, name or "", person_id, newer_id)
        if source == "mark":
            marks[post_id].append(said)
        else:
            timeline.append(said)
    return marks, timeline


@cache
def _history_statement() -> Select[*tuple[Any, ...]]:
    marker, actor, newer = aliased(User), aliased(User), aliased(Post)
    shown = and_(
        newer.id == AnswerMark.newer_post_id,
        newer.kind == PostKind.ANSWER,
        newer.deleted_at.is_(None),
        newer.hidden_at.is_(None),
    )
    thread_id: BindParameter[int] = bindparam("thread_id")
    marked = (
        select(
            literal("mark").label("source"),
            cast(AnswerMark.kind, String).label("kind"),
            AnswerMark.post_id.label("post_id"),
            literal("").label("detail"),
            AnswerMark.created_at.label("at"),
            marker.name.label("name"),
            marker.id.label("person_id"),
            newer.id.label("newer_id"),
        )
        .join(marker, marker.id == AnswerMark.by_id)
        .outerjoin(newer, shown)
        .where(AnswerMark.thread_id == thread_id, AnswerMark.revoked_at.is_(None))
    )
    happened = (
        select(
            literal("event"),
            cast(ThreadEvent.kind, String),
            null(),
            ThreadEvent.detail,
            ThreadEvent.created_at,
            actor.name,
            actor.id,
            null(),
        )
        .outerjoin(actor, actor.id == ThreadEvent.actor_id)
        .where(ThreadEvent.thread_id == thread_id)
    )
    both = union_all(marked, happened).subquery()
    return select(*both.c)
