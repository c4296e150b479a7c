"""When something happens in a thread, its clock is set anew; what reps do here is logged."""

from typing import Protocol

from forum.core.events import listens_to
from forum.finding import events as finding
from forum.helping import events as helping
from forum.notifications.models import NotificationKind
from forum.threads import events as threads
from moderation.audit.log import record
from moderation.handling.listeners import tell
from moderation.watchlist.events import (
    AnswerTakenBack,
    ClaimReleased,
    NoteWritten,
    ThreadClaimed,
)
from moderation.watchlist.keeping import rebuild


class _InThread(Protocol):
    """Any event that names its thread."""

    @property
    def thread_id(self) -> int:
        """The thread's id."""
        ...


@listens_to(
    threads.ThreadAsked,
    threads.AnswerPosted,
    threads.CommentPosted,
    threads.PostConverted,
    threads.PostDeleted,
    threads.AnswerMarked,
    threads.AnswerUnmarked,
    threads.ThreadReopened,
    threads.InfoRequested,
    threads.ThreadRested,
    threads.ThreadResumed,
    threads.KnownIssueChanged,
    threads.IdeaMoved,
    threads.ThreadCurated,
    helping.TeamCalled,
    finding.DuplicateLinked,
    finding.DuplicateUnlinked,
)
def set_clock(event: _InThread) -> None:
    """The clock shows what the rows now say."""
    rebuild([event.thread_id])


@listens_to(ThreadClaimed)
def log_claim(event: ThreadClaimed) -> None:
    """Who took it, and from whom if an older claim had run out."""
    before = "" if event.over_from_id is None else f"user {event.over_from_id}"
    record(event.actor_id, "claim", "thread", event.thread_id, before=before)


@listens_to(ClaimReleased)
def log_release(event: ClaimReleased) -> None:
    """Who gave it back."""
    record(event.actor_id, "release", "thread", event.thread_id)


@listens_to(NoteWritten)
def log_note(event: NoteWritten) -> None:
    """That a note was written, not what it says."""
    record(event.actor_id, "note", "thread", event.thread_id, after=f"note {event.note_id}")


@listens_to(NoteWritten)
def tell_the_named(event: NoteWritten) -> None:
    """Colleagues named in a note hear of it."""
    if event.mentioned_ids:
        tell(NotificationKind.NOTED, event.actor_id, event.thread_id, event.mentioned_ids)


@listens_to(AnswerTakenBack)
def log_taking_back(event: AnswerTakenBack) -> None:
    """Who had second thoughts, about which answer."""
    record(event.actor_id, "take-back", "post", event.post_id)
