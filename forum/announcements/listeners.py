"""When something is announced: pages show it at once, and those concerned are told."""

import textwrap
from collections.abc import Iterable

from sqlalchemy import or_, select, union

from forum.accounts.models import User
from forum.announcements.events import (
    AnnouncementEdited,
    AnnouncementPublished,
    AnnouncementUpdated,
    AnnouncementWithdrawn,
    ThreadAttached,
)
from forum.announcements.models import Announcement, AnnouncementThread, Reach
from forum.announcements.queries import RUNNING, threads_of, updates_of
from forum.categories.models import Audience, Category
from forum.core.db import after_commit, db
from forum.core.events import listens_to
from forum.core.markup import plain_text
from forum.core.pages import path_to
from forum.core.permissions import STAFF, Role
from forum.notifications import forgetting
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.reactions.models import Follow, SameProblem
from forum.threads.models import Thread

DETAIL_MAX_CHARS = 300  # as much as a mail says of it


@listens_to(
    AnnouncementPublished,
    AnnouncementEdited,
    AnnouncementUpdated,
    AnnouncementWithdrawn,
    ThreadAttached,
)
def show_at_once(_event: object) -> None:
    """The banner of this process is looked for afresh; others follow within the minute."""
    after_commit(RUNNING.forget)


@listens_to(AnnouncementPublished, AnnouncementUpdated)
def tell_those_concerned(event: AnnouncementPublished | AnnouncementUpdated) -> None:
    """One fact; the sweep finds the people: its circle, or at least those who have the problem."""
    about = threads_of([event.announcement_id])
    if event.tells_people or about:
        row = db.session.get_one(Announcement, event.announcement_id)
        updates = updates_of(row.id)
        happened(
            NotificationKind.ANNOUNCEMENT if event.tells_people else NotificationKind.INCIDENT,
            event.actor_id,
            elsewhere=(row.title, path_of(row.id)),
            detail=_beginning(updates[0].html if updates else row.html) if about else "",
        )


@listens_to(AnnouncementWithdrawn)
def forget_withdrawn(event: AnnouncementWithdrawn) -> None:
    """Nobody is told of what was taken back."""
    forgetting.of_path(path_of(event.announcement_id))


@finds_people(NotificationKind.ANNOUNCEMENT)
def people_of(happening: Happening) -> Iterable[int]:
    """Whom an announcement concerns: its circle and language; of a category, who follows there."""
    number = int(happening.path.rpartition("/")[2])
    row = db.session.get(Announcement, number)
    if row is None or row.withdrawn_at is not None:
        return ()
    people = select(User.id).where(User.role.in_(_roles(row)))
    if row.language:
        people = people.where(or_(User.language == "", User.language == row.language))
    if row.category_id is not None:
        follows = select(Follow.user_id).join(Thread, Thread.id == Follow.thread_id)
        people = people.where(User.id.in_(follows.where(Thread.category_id == row.category_id)))
    return {*db.session.scalars(people), *_those_who_have_it(row)}


@finds_people(NotificationKind.INCIDENT)
def people_who_have_it(happening: Happening) -> Iterable[int]:
    """Who asked about it, has it too, or follows one of its threads."""
    row = db.session.get(Announcement, int(happening.path.rpartition("/")[2]))
    return _those_who_have_it(row) if row is not None and row.withdrawn_at is None else ()


def _those_who_have_it(row: Announcement) -> Iterable[int]:
    about = select(AnnouncementThread.thread_id).where(
        AnnouncementThread.announcement_id == row.id, AnnouncementThread.detached_at.is_(None)
    )
    have_it = union(
        select(Thread.author_id).where(Thread.id.in_(about)),
        select(SameProblem.user_id).where(SameProblem.thread_id.in_(about)),
        select(Follow.user_id).where(Follow.thread_id.in_(about)),
    ).scalar_subquery()
    return db.session.scalars(
        select(User.id).where(User.id.in_(have_it), User.role.in_(_roles(row)))
    ).all()


def _beginning(html: str) -> str:
    return textwrap.shorten(plain_text(html), DETAIL_MAX_CHARS, placeholder=" …")


def path_of(announcement_id: int) -> str:
    """The address of an announcement."""
    return path_to("announcements.show", announcement_id=announcement_id)


def _roles(row: Announcement) -> set[Role]:
    category = db.session.get(Category, row.category_id) if row.category_id else None
    if row.reach is Reach.STAFF or (category and category.audience is Audience.STAFF):
        return set(STAFF)
    return {*STAFF, Role.AMBASSADOR} if row.reach is Reach.AMBASSADORS else set(Role)
