"""Whom an answer for many questions concerns: each person hears of it once."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, delete, select, union

from forum.accounts.models import User
from forum.categories.models import Category
from forum.categories.queries import audiences_of
from forum.core.db import db
from forum.core.pages import path_to
from forum.finding.keys import Key
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.reactions.models import Follow, SameProblem
from forum.threads.mentions import render
from forum.threads.models import Thread


def concerned(thread_ids: Sequence[int]) -> Select[int]:
    """The ids of all who asked these questions, have the same problem, or follow them."""
    every = union(
        select(Thread.author_id.label("user_id")).where(Thread.id.in_(thread_ids)),
        select(SameProblem.user_id).where(SameProblem.thread_id.in_(thread_ids)),
        select(Follow.user_id).where(Follow.thread_id.in_(thread_ids)),
    ).subquery()
    return (
        select(User.id)
        .join(every, every.c.user_id == User.id)
        .where(User.active.is_(True), User.deleted_at.is_(None))
    )


def tell_of_answer(actor_id: int, thread_id: int, post_id: int, source: str) -> None:
    """One fact for the answer and its mark: who waits hears of the solution, who is named of that.

    Whoever waits and is named hears that it is solved.
    """
    waiting = set(db.session.scalars(concerned([thread_id])))
    _html, named = render(source)
    happened(
        NotificationKind.OFFICIAL,
        actor_id,
        thread_id=thread_id,
        post_id=post_id,
        mentioned_ids=[person for person in named if person not in waiting],
    )


def tell_of_link(actor_id: int, target: Key, thread_ids: Sequence[int]) -> None:
    """The answer stood there before: one fact for all questions, so that nobody hears it twice."""
    people = sorted(db.session.scalars(concerned(thread_ids)))
    kind = NotificationKind.DUPLICATE
    if target.kind == "article":
        happened(kind, actor_id, article_id=target.id, mentioned_ids=people)
        return
    title = db.session.get_one(Thread, target.id).title
    place = (title, path_to("threads.short", thread_id=target.id))
    happened(kind, actor_id, thread_id=target.id, mentioned_ids=people, elsewhere=place)


def forget_link(actor_id: int, target: Key) -> None:
    """It was taken back before anybody was told."""
    column = Happening.thread_id if target.kind == "thread" else Happening.article_id
    db.session.execute(
        delete(Happening).where(
            Happening.kind == NotificationKind.DUPLICATE,
            Happening.actor_id == actor_id,
            column == target.id,
            Happening.told_at.is_(None),
        )
    )


@finds_people(NotificationKind.DUPLICATE)
def those_who_asked(happening: Happening) -> Iterable[int]:
    """Those it was written down for, as far as they may read a question when they are told.

    Who may read an article is asked by whoever tells of articles.
    """
    people = db.session.scalars(select(User).where(User.id.in_(happening.mentioned_ids))).all()
    if happening.thread_id is None:
        return [person.id for person in people]
    thread = db.session.get(Thread, happening.thread_id)
    if thread is None or thread.is_gone:
        return ()
    audience = db.session.get_one(Category, thread.category_id).audience
    return [person.id for person in people if audience in audiences_of(person)]
