"""What the team knows of a problem: that it is there, what helps meanwhile, that it is fixed."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, transactional
from forum.core.errors import Refused
from forum.core.events import publish
from forum.core.markup import MARKUP_VERSION
from forum.threads.actions.curating import curated
from forum.threads.actions.history import note_event
from forum.threads.actions.posting import Text
from forum.threads.events import KnownIssueChanged
from forum.threads.mentions import render
from forum.threads.models import KnownIssue, KnownIssueState, Thread, ThreadEventKind


@dataclass(frozen=True, slots=True)
class Known:
    """What the form holds; all of it may be missing. ``workaround`` is Markdown."""

    tracker_url: str = ""
    workaround: str = ""
    expected_on: date | None = None


def mark_known_issue(actor: User, thread_id: int, known: Known) -> Thread:
    """Call a thread a known issue, or say something else of one.

    Raises:
        NotFound, NotAllowed, or Refused for ideas and for what is not shown any more.
    """
    html, _mentioned = render(known.workaround)
    return _mark_known_issue(actor, thread_id, known, Text(known.workaround, html))


@transactional
def _mark_known_issue(actor: User, thread_id: int, known: Known, workaround: Text) -> Thread:
    thread = curated(actor, thread_id)
    if not thread.wants_answer:
        raise Refused(_("Only questions and problems can be known issues."))
    moment = clock.now()
    issue = _row(thread)
    before = thread.known_issue
    if issue is None:
        issue = KnownIssue(thread_id=thread.id, marked_at=moment, marked_by_id=actor.id)
        db.session.add(issue)
    issue.tracker_url, issue.expected_on = known.tracker_url, known.expected_on
    issue.workaround_source, issue.workaround_html = workaround.source, workaround.html
    issue.markup_version = MARKUP_VERSION
    if before is None:
        issue.marked_at, issue.marked_by_id = moment, actor.id
        issue.fixed_at, issue.fixed_in = None, ""
        thread.known_issue = KnownIssueState.OPEN
        note_event(thread, ThreadEventKind.KNOWN_ISSUE, actor.id, moment)
    db.session.flush()
    verb = "known-issue" if before is None else "edit-known-issue"
    publish(KnownIssueChanged(thread.id, actor.id, verb, known.tracker_url))
    return thread


@transactional
def unmark_known_issue(actor: User, thread_id: int) -> Thread:
    """It was none; what was known stays kept, should it be one again. Raises as above."""
    thread = curated(actor, thread_id)
    if thread.known_issue is not None:
        thread.known_issue = None
        note_event(thread, ThreadEventKind.NOT_KNOWN_ISSUE, actor.id, clock.now())
        db.session.flush()
        publish(KnownIssueChanged(thread.id, actor.id, "not-known-issue"))
    return thread


@transactional
def fix_known_issue(actor: User, thread_id: int, fixed_in: str = "") -> Thread:
    """It is fixed; whoever waits is told, unless they were told once already. Raises as above."""
    thread, issue = _known(actor, thread_id)
    if thread.known_issue is KnownIssueState.FIXED and issue.fixed_in == fixed_in:
        return thread
    moment = clock.now()
    first_fix = issue.told_at is None
    thread.known_issue = KnownIssueState.FIXED
    issue.fixed_at, issue.fixed_in = moment, fixed_in
    issue.told_at = issue.told_at or moment
    _turn(thread, ThreadEventKind.FIXED, actor, moment, fixed_in)
    publish(KnownIssueChanged(thread.id, actor.id, "fixed", fixed_in, first_fix))
    return thread


@transactional
def unfix_known_issue(actor: User, thread_id: int) -> Thread:
    """It is not fixed after all. Raises as above."""
    thread, issue = _known(actor, thread_id)
    if thread.known_issue is KnownIssueState.FIXED:
        thread.known_issue, issue.fixed_at, issue.fixed_in = KnownIssueState.OPEN, None, ""
        _turn(thread, ThreadEventKind.NOT_FIXED, actor, clock.now())
        publish(KnownIssueChanged(thread.id, actor.id, "not-fixed"))
    return thread


def _turn(
    thread: Thread, kind: ThreadEventKind, actor: User, moment: datetime, detail: str = ""
) -> None:
    thread.last_activity_at = max(thread.last_activity_at, moment)
    note_event(thread, kind, actor.id, moment, detail)
    db.session.flush()


def _known(actor: User, thread_id: int) -> tuple[Thread, KnownIssue]:
    thread = curated(actor, thread_id)
    issue = _row(thread)
    if issue is None or thread.known_issue is None:
        raise Refused(_("This is no known issue."), _("Mark it as one first."))
    return thread, issue


def _row(thread: Thread) -> KnownIssue | None:
    return db.session.get(KnownIssue, thread.id, populate_existing=True)
