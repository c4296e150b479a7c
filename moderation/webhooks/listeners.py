"""What happens in the community and on the desk, as news for programs outside."""

from sqlalchemy import func, select

from forum.announcements import events as announcements
from forum.announcements.models import Announcement, AnnouncementKind
from forum.core import clock
from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.events import ArticlePublished
from forum.threads.events import AnswerMarked, ThreadAsked
from forum.threads.models import AnswerMark, MarkKind
from moderation.watchlist.events import ClockSignalled
from moderation.webhooks.kinds import EventKind
from moderation.webhooks.telling import News, tell


@listens_to(ThreadAsked)
def tell_of_question(event: ThreadAsked) -> None:
    """Somebody asked."""
    tell(News(EventKind.QUESTION_CREATED, event.thread_id))


@listens_to(AnswerMarked)
def tell_of_official_answer(event: AnswerMarked) -> None:
    """The team says so."""
    if event.kind != MarkKind.OFFICIAL:
        return
    db.session.flush()
    marks = select(func.max(AnswerMark.id)).where(
        AnswerMark.post_id == event.post_id, AnswerMark.kind == MarkKind.OFFICIAL
    )
    tell(News(EventKind.ANSWER_OFFICIAL, event.post_id, occasion=str(db.session.scalar(marks))))


@listens_to(ArticlePublished)
def tell_of_article(event: ArticlePublished) -> None:
    """Everyone may read it; again, where it had been withdrawn."""
    tell(News(EventKind.ARTICLE_PUBLISHED, event.article_id, occasion=_now()))


@listens_to(announcements.AnnouncementPublished)
def tell_of_incident(event: announcements.AnnouncementPublished) -> None:
    """Something is broken."""
    _of_incident(EventKind.INCIDENT_STARTED, event.announcement_id)


@listens_to(announcements.AnnouncementUpdated)
def tell_of_incidents_course(event: announcements.AnnouncementUpdated) -> None:
    """What is known by now, or that it is over."""
    kind = EventKind.INCIDENT_CLOSED if event.closes else EventKind.INCIDENT_UPDATED
    _of_incident(kind, event.announcement_id)


@listens_to(ClockSignalled)
def tell_of_clock(event: ClockSignalled) -> None:
    """A thread is about to be late, or is."""
    kind = EventKind.CLOCK_BREACHED if event.is_late else EventKind.CLOCK_DUE_SOON
    occasion = f"{event.clock}:{event.due_at.isoformat()}"
    tell(News(kind, event.thread_id, occasion, event.clock, event.due_at))


def _of_incident(kind: EventKind, announcement_id: int) -> None:
    announced = db.session.get_one(Announcement, announcement_id)
    if announced.kind is AnnouncementKind.INCIDENT:
        tell(News(kind, announcement_id, occasion=_now()))


def _now() -> str:
    return clock.now().isoformat()
