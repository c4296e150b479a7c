"""When something happens in a thread, its figures are counted anew."""

from typing import Protocol

from forum.core.events import listens_to
from forum.finding import events as finding
from forum.threads import events as threads
from moderation.handling import events as handling
from moderation.measures.keeping import mark_stale
from moderation.watchlist import events as watchlist


class _InThread(Protocol):
    """Any event that names its thread."""

    @property
    def thread_id(self) -> int:
        """The thread's id."""
        ...


@listens_to(
    threads.AnswerPosted,
    threads.CommentPosted,
    threads.PostConverted,
    threads.PostEdited,
    threads.PostDeleted,
    threads.AnswerMarked,
    threads.AnswerUnmarked,
    threads.ThreadReopened,
    threads.InfoRequested,
    threads.ThreadRested,
    threads.ThreadResumed,
    threads.KnownIssueChanged,
    threads.ThreadCurated,
    finding.DuplicateLinked,
    finding.DuplicateUnlinked,
    watchlist.ThreadClaimed,
    watchlist.ClaimReleased,
    watchlist.AnswerTakenBack,
    watchlist.NoteWritten,
    handling.ThreadAssigned,
)
def count_anew(event: _InThread) -> None:
    """What happened may change what it adds."""
    mark_stale([event.thread_id])


@listens_to(threads.ThreadMerged)
def count_both(event: threads.ThreadMerged) -> None:
    """The one counts no more, the other has more answers."""
    mark_stale([event.thread_id, event.into_id])


@listens_to(threads.ThreadUnmerged)
def count_both_again(event: threads.ThreadUnmerged) -> None:
    """Each is one of its own again."""
    mark_stale([event.thread_id, event.from_id])
