"""When something is announced: pages show it at once, and those concerned are told."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from forum.accounts.models import User
from forum.announcements.events import (
    AnnouncementEdited,
    AnnouncementPublished,
    AnnouncementUpdated,
    AnnouncementWithdrawn,
)
from forum.announcements.models import Announcement, Reach
from forum.announcements.queries import RUNNING
from forum.categories.models import Audience, Category
from forum.core.db import after_commit, db
from forum.core.events import listens_to
from forum.core.pages import path_to
from forum.core.permissions import STAFF, Role
from forum.notifications import forgetting
from forum.notifications.actions import happened
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.reactions.models import Follow
from forum.threads.models import Thread


@listens_to(AnnouncementPublished, AnnouncementEdited, AnnouncementUpdated, AnnouncementWithdrawn)
def show_at_once(_event: object) -> None:
    """The banner of this process is looked for afresh; others follow within the minute."""
    after_commit(RUNNING.forget)


@listens_to(AnnouncementPublished, AnnouncementUpdated)
def tell_those_concerned(event: AnnouncementPublished | AnnouncementUpdated) -> None:
    """One fact; the sweep finds the people."""
    if event.tells_people:
        row = db.session.get_one(Announcement, event.announcement_id)
        happened(
            NotificationKind.ANNOUNCEMENT, event.actor_id, elsewhere=(row.title, path_of(row.id))
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
    return db.session.scalars(people).all()


def path_of(announcement_id: int) -> str:
    """The address of an announcement."""
    return path_to("announcements.show", announcement_id=announcement_id)


def _roles(row: Announcement) -> set[Role]:
    category = db.session.get(Category, row.category_id) if row.category_id else None
    if row.reach is Reach.STAFF or (category and category.audience is Audience.STAFF):
        return set(STAFF)
    return {*STAFF, Role.AMBASSADOR} if row.reach is Reach.AMBASSADORS else set(Role)
