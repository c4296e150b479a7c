"""One thread as the pane beside the list draws it."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from forum.core import clock
from forum.core.i18n import language
from forum.core.markup import plain_text
from forum.threads.models import Post, PostKind, Thread
from forum.threads.states import knot_of, thread_url
from moderation.watchlist import wording
from moderation.watchlist.filters import Filters
from moderation.watchlist.forms import DeskAnswerForm, DetailsForm, NoteForm, SeverityForm
from moderation.watchlist.models import Note, ThreadClock
from moderation.watchlist.queries import Work

EXCERPT_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class SaidView:
    """An answer or comment: folded to one line, opened by a click."""

    id: int
    is_answer: bool
    author_name: str
    standing: str
    team: str
    by_asker: bool
    created_at: datetime
    excerpt: str
    html: str
    mark: str  # "official", "accepted", "verified" or empty


@dataclass(frozen=True, slots=True)
class ClockView:
    """What the clock says: a tone, a line of words, and when it is due."""

    tone: str
    text: str
    due_text: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """The pane. ``act(name)`` is the address of one of its acts, with the filters of the list."""

    thread: Thread
    filters: Filters
    state: str
    public_url: str
    category: str
    author_url: str
    clock: ClockView
    claim: str
    is_mine: bool
    is_taken: bool
    question_html: str
    said: list[SaidView]
    notes: list[Note]
    asked_before: list[tuple[str, str, str, str]]  # knot, title, url, language
    answer_form: DeskAnswerForm
    note_form: NoteForm
    details_form: DetailsForm
    severity_form: SeverityForm

    def act(self, name: str) -> str:
        """The address of an act on this thread."""
        return url_for(f"desk.{name}", thread_id=self.thread.id, **self.filters.as_args())


@dataclass(slots=True)
class Forms:
    """The forms of the pane; one that was just refused stands here as it was typed."""

    answer: DeskAnswerForm | None = None
    note: NoteForm | None = None
    details: DetailsForm | None = None


def work_view(work: Work, viewer_id: int, filters: Filters, typed: Forms) -> WorkView:
    """The pane of a thread."""
    thread = work.thread
    answer = typed.answer or DeskAnswerForm(formdata=None, data={"body": work.draft})
    answer.fresh_key()
    is_mine = work.holder is not None and work.holder.id == viewer_id
    return WorkView(
        thread=thread,
        filters=filters,
        state=_state(work),
        public_url=thread_url(thread),
        category=thread.category.name(language()),
        author_url=url_for("people.show", name=thread.author.address),
        clock=clock_view(work.clock),
        claim=_claim(work, is_mine),
        is_mine=is_mine,
        is_taken=work.holder is not None and not is_mine,
        question_html=work.question.html,
        said=[_said(post, thread) for post in work.said],
        notes=list(work.notes),
        asked_before=[
            (knot_of(row), row.title, url_for("desk.thread", thread_id=row.id), row.language)
            for row in work.asked_before
        ],
        answer_form=answer,
        note_form=typed.note or NoteForm(formdata=None),
        details_form=typed.details or DetailsForm(formdata=None),
        severity_form=SeverityForm(formdata=None, data={"severity": thread.severity.value}),
    )


def _state(work: Work) -> str:
    ticking = work.clock is not None and work.clock.stopped_at is None
    late = work.clock is not None and ticking and work.clock.due_at < clock.now()
    return "late" if late else knot_of(work.thread)


def clock_view(row: ThreadClock | None) -> ClockView:
    """What there is to say of a clock."""
    if row is None:
        return ClockView("", _("Without a clock"), "")
    if row.stopped_at is not None:
        reason = wording.stopped(row.stop_reason) if row.stop_reason else ""
        return ClockView("", reason, "")
    now = clock.now()
    left = row.due_at - now
    due = wording.due_text(row.due_at)
    if row.due_at < now:
        return ClockView("late", _("Overdue by %(time)s", time=wording.span(-left)), due)
    tone = "soon" if left < wording.HOUR else ""
    return ClockView(tone, _("Due in %(time)s", time=wording.span(left)), due)


def _claim(work: Work, is_mine: bool) -> str:
    if work.holder is None or work.held_until is None:
        return ""
    left = wording.span(work.held_until - clock.now())
    if is_mine:
        return str(_("Claimed by you, %(time)s left", time=left))
    until = wording.time_of_day(work.held_until)
    return str(_("%(name)s is on it until %(time)s", name=work.holder.name, time=until))


def _said(post: Post, thread: Thread) -> SaidView:
    text = " ".join(plain_text(post.html).split())
    marks = {
        thread.verified_post_id: "verified",
        thread.accepted_post_id: "accepted",
        thread.official_post_id: "official",
    }
    return SaidView(
        id=post.id,
        is_answer=post.kind is PostKind.ANSWER,
        author_name=post.author.name,
        standing=post.author_standing,
        team=post.author_title,
        by_asker=post.author_id == thread.author_id,
        created_at=post.created_at,
        excerpt=text[:EXCERPT_MAX_CHARS],
        html=post.html,
        mark=marks.get(post.id, ""),
    )
