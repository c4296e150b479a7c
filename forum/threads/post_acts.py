"""What one person may do to one post, beyond the buttons that stand below it."""

from dataclasses import dataclass

from forum.core.permissions import Actor
from forum.threads import policy
from forum.threads.models import Post, PostKind, Thread


@dataclass(frozen=True, slots=True)
class PostActs:
    """What the menu of a post offers."""

    edit: bool
    delete: bool
    restore: bool
    to_answer: bool
    to_comment: bool
    supersede: bool
    unsupersede: bool
    redact: bool


def acts_on(post: Post, thread: Thread, viewer: Actor, is_out_of_date: bool) -> PostActs:
    """What this viewer may do now."""
    is_question = post.kind is PostKind.QUESTION
    is_answer = post.kind is PostKind.ANSWER
    convert = policy.can_convert(viewer, post, thread)
    supersede = is_answer and not post.is_gone and policy.can_supersede(viewer, thread)
    return PostActs(
        edit=policy.can_edit(viewer, post, thread)
        or (is_question and policy.can_edit_title(viewer, thread)),
        delete=policy.can_delete(viewer, post, thread),
        restore=policy.can_restore(viewer, thread if is_question else post),
        to_answer=convert and post.kind is PostKind.COMMENT,
        to_comment=convert and is_answer,
        supersede=supersede and not is_out_of_date,
        unsupersede=supersede and is_out_of_date,
        redact=policy.can_redact(viewer, thread),
    )
