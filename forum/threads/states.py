"""How a thread's state is shown, in one place for lists, pages, desk, search and API."""

from flask_babel import gettext as _

from forum.core.pages import path_to
from forum.threads.lines import Line
from forum.threads.models import IdeaState, KnownIssueState, Thread, ThreadStatus

Marks = list[tuple[str, str]]


def knot_of(thread: Thread | Line) -> str:
    """The knot on the line: waiting, answered, solved, team, needs_info, duplicate or closed."""
    if thread.status is ThreadStatus.SOLVED:
        return "team" if thread.official_post_id is not None else "solved"
    if thread.locked_at is not None and thread.status is not ThreadStatus.DUPLICATE:
        return "closed"
    if thread.status is ThreadStatus.NEEDS_INFO and thread.silent_at is not None:
        return "closed"
    return thread.status.value


def marks_of(thread: Thread | Line) -> Marks:
    """At most two words about a thread: what stands behind its answer, or why it is special."""
    found: Marks = []
    if thread.pinned_at is not None:
        found.append(("pinned", _("Pinned")))
    if thread.known_issue is KnownIssueState.OPEN:
        found.append(("known_issue", _("Known issue")))
    elif thread.known_issue is KnownIssueState.FIXED:
        found.append(("solution", _("Fixed")))
    if thread.idea_state is not None:
        found.append(("idea", idea_text(thread.idea_state)))
    if thread.official_post_id is not None:
        found.append(("team", _("From the team")))
    elif thread.staff_answered_at is not None:
        found.append(("staff", _("The team answered")))
    if thread.accepted_post_id is not None or thread.verified_post_id is not None:
        found.append(("solution", _("Solution")))
    if thread.status is ThreadStatus.NEEDS_INFO and thread.silent_at is None:
        found.append(("needs_info", _("Needs details")))
    if thread.status is ThreadStatus.DUPLICATE:
        found.append(("duplicate", _("Asked before")))
    if thread.locked_at is not None:
        found.append(("locked", _("Locked")))
    return found[:2]


def idea_text(state: IdeaState) -> str:
    """How far an idea has come, in a word or two."""
    words: dict[IdeaState, str] = {
        IdeaState.CONSIDERING: _("Under consideration"),
        IdeaState.PLANNED: _("Planned"),
        IdeaState.DONE: _("Done"),
        IdeaState.DECLINED: _("Declined"),
    }
    return words[state]


def status_text(thread: Thread) -> str:
    """The state in words."""
    if thread.idea_state is not None and thread.status is not ThreadStatus.DUPLICATE:
        return idea_text(thread.idea_state)
    if thread.silent_at is not None:
        return str(
            _("Closed: the details never came")
            if thread.status is ThreadStatus.NEEDS_INFO
            else _("Answered")
        )
    words: dict[ThreadStatus, str] = {
        ThreadStatus.WAITING: _("Waiting for an answer"),
        ThreadStatus.ANSWERED: _("Answered, not confirmed yet"),
        ThreadStatus.SOLVED: _("Solved"),
        ThreadStatus.NEEDS_INFO: _("Waiting for details from the asker"),
        ThreadStatus.DUPLICATE: _("Asked before"),
    }
    return words[thread.status]


def thread_url(thread: Thread | Line) -> str:
    """Where the thread stands."""
    return path_to("threads.show", thread_id=thread.id, slug=thread.slug)
