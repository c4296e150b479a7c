"""One thread as the pane beside the list draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.i18n import language
from forum.core.markup import plain_text
from forum.threads.models import Post, PostKind, Thread
from forum.threads.states import knot_of, thread_url
from moderation.replies.queries import FilledReply
from moderation.watchlist import wording
from moderation.watchlist.clocks import PAUSED
from moderation.watchlist.filters import Filters
from moderation.watchlist.forms import (
    REPLIES_FIELD,
    DeskAnswerForm,
    DetailsForm,
    NoteForm,
    SnoozeForm,
)
from moderation.watchlist.models import Note, ThreadClock
from moderation.watchlist.queries import Work
from moderation.watchlist.turns import Line, lines_of

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
class ClockLine:
    """One clock of a thread, or the pause both are in: its name, and how it stands."""

    name: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """What the clock says: a tone, a line of words, and when it is due; then each clock."""

    tone: str
    text: str
    due_text: str
    lines: Sequence[ClockLine] = ()


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
    turns: list[Line]
    assignee: str
    is_assigned_to_me: bool
    rests_until: str
    inserted: FilledReply | None
    answer_form: DeskAnswerForm
    note_form: NoteForm
    details_form: DetailsForm
    snooze_form: SnoozeForm

    def act(self, name: str) -> str:
        """The address of an act on this thread."""
        return url_for(f"desk.{name}", thread_id=self.thread.id, **self.filters.as_args())


@dataclass(slots=True)
class Forms:
    """The forms of the pane; one that was just refused stands here as it was typed."""

    answer: DeskAnswerForm | None = None
    note: NoteForm | None = None
    details: DetailsForm | None = None
    snooze: SnoozeForm | None = None


def work_view(
    work: Work, rep: User, filters: Filters, typed: Forms, inserted: FilledReply | None = None
) -> WorkView:
    """The pane of a thread; ``inserted`` is put into the answer for those without scripts."""
    thread = work.thread
    is_mine = work.holder is not None and work.holder.id == rep.id
    answer = typed.answer or _answer_form(work, inserted).see(thread, is_mine)
    answer.fresh_key()
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
        turns=lines_of(work.turns),
        assignee=work.assignee.name if work.assignee is not None else work.team,
        is_assigned_to_me=work.assignee is not None and work.assignee.id == rep.id,
        rests_until=wording.due_text(work.rests_until) if work.rests_until else "",
        inserted=inserted,
        answer_form=answer,
        note_form=typed.note or NoteForm(formdata=None),
        details_form=typed.details or DetailsForm(formdata=None),
        snooze_form=typed.snooze or SnoozeForm(formdata=None),
    )


def _answer_form(work: Work, inserted: FilledReply | None) -> DeskAnswerForm:
    body, replies = work.draft.get("body", ""), work.draft.get(REPLIES_FIELD, "")
    if inserted is not None:
        body = "\n\n".join(part for part in (body.rstrip(), inserted.text) if part)
        replies = ",".join(part for part in (replies, str(inserted.id)) if part)
    return DeskAnswerForm(formdata=None, data={"body": body, REPLIES_FIELD: replies})


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
        return ClockView("", reason, "", _clock_lines(row))
    now = clock.now()
    left = row.due_at - now
    due = wording.due_text(row.due_at)
    if row.due_at < now:
        late = _("Overdue by %(time)s", time=wording.span(-left))
        return ClockView("late", late, due, _clock_lines(row))
    tone = "soon" if left < wording.HOUR else ""
    return ClockView(tone, _("Due in %(time)s", time=wording.span(left)), due, _clock_lines(row))


def _clock_lines(row: ThreadClock) -> list[ClockLine]:
    """First answer and solution; and why neither counts on, where they are paused."""
    lines = [
        _clock_line(row, _("First answer"), row.first_stopped_at, row.first_due_at),
        _clock_line(row, _("Solution"), row.resolved_at, row.resolution_due_at),
    ]
    if row.stop_reason in PAUSED and row.stopped_at is not None:
        since = wording.due_text(row.stopped_at)
        why = wording.stopped(row.stop_reason)
        text = _("%(why)s, since %(time)s", why=why, time=since)
        lines.append(ClockLine(_("Paused"), text, ""))
    return lines


def _clock_line(
    row: ThreadClock, name: str, given_at: datetime | None, due_at: datetime
) -> ClockLine:
    if given_at is not None:
        return ClockLine(name, _("given %(time)s", time=wording.due_text(given_at)), "")
    if row.stopped_at is not None:
        return ClockLine(name, _("stands still"), "")
    late = due_at < clock.now()
    text = wording.due_text(due_at)
    said = _("was due %(time)s", time=text) if late else _("due %(time)s", time=text)
    return ClockLine(name, said, "late" if late else "")


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
