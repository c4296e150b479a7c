"""Tables of the threads room, by capability."""

from forum.threads.models.draft import Draft, Submission
from forum.threads.models.history import ThreadEvent, ThreadEventKind, ThreadRead
from forum.threads.models.known_issue import IdeaState, KnownIssue, KnownIssueState
from forum.threads.models.mark import SOLVING, AnswerMark, MarkKind, out_of_date
from forum.threads.models.merge import ThreadMerge
from forum.threads.models.post import STRAND, Post, PostKind, Revision
from forum.threads.models.tag import Tag, thread_tags
from forum.threads.models.thread import Severity, Thread, ThreadStatus, ThreadType

__all__ = [
    "SOLVING",
    "STRAND",
    "AnswerMark",
    "Draft",
    "IdeaState",
    "KnownIssue",
    "KnownIssueState",
    "MarkKind",
    "Post",
    "PostKind",
    "Revision",
    "Severity",
    "Submission",
    "Tag",
    "Thread",
    "ThreadEvent",
    "ThreadEventKind",
    "ThreadMerge",
    "ThreadRead",
    "ThreadStatus",
    "ThreadType",
    "out_of_date",
    "thread_tags",
]
