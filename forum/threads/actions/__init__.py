"""Everything that can be done to threads and posts, by capability."""

from forum.threads.actions.answering import (
    comment,
    post_answer,
    request_info,
    take_request_back,
)
from forum.threads.actions.asking import Question, ask
from forum.threads.actions.converting import answer_to_comment, comment_to_answer
from forum.threads.actions.curating import (
    lock,
    move,
    pin,
    retag,
    set_product,
    set_severity,
    set_type,
    unlock,
    unpin,
)
from forum.threads.actions.deleting import delete_post, restore_post
from forum.threads.actions.drafts import adopt_draft, discard_draft, save_draft
from forum.threads.actions.editing import Edit, StaleEdit, edit_post
from forum.threads.actions.ideas import move_idea
from forum.threads.actions.known_issues import (
    Known,
    fix_known_issue,
    mark_known_issue,
    unfix_known_issue,
    unmark_known_issue,
)
from forum.threads.actions.marking import mark, reopen, unmark
from forum.threads.actions.merging import merge
from forum.threads.actions.reading import mark_all_read, mark_read
from forum.threads.actions.redacting import find_words, redact
from forum.threads.actions.resting import rest, resume, say_not_yet
from forum.threads.actions.superseding import supersede, unsupersede
from forum.threads.actions.unmerging import unmerge

__all__ = [
    "Edit",
    "Known",
    "Question",
    "StaleEdit",
    "adopt_draft",
    "answer_to_comment",
    "ask",
    "comment",
    "comment_to_answer",
    "delete_post",
    "discard_draft",
    "edit_post",
    "find_words",
    "fix_known_issue",
    "lock",
    "mark",
    "mark_all_read",
    "mark_known_issue",
    "mark_read",
    "merge",
    "move",
    "move_idea",
    "pin",
    "post_answer",
    "redact",
    "reopen",
    "request_info",
    "rest",
    "restore_post",
    "resume",
    "retag",
    "save_draft",
    "say_not_yet",
    "set_product",
    "set_severity",
    "set_type",
    "supersede",
    "take_request_back",
    "unfix_known_issue",
    "unlock",
    "unmark",
    "unmark_known_issue",
    "unmerge",
    "unpin",
    "unsupersede",
]
