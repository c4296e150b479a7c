"""Editing a post: a new revision, or a conflict in which neither text is lost."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db, locked, transactional
from forum.core.errors import Conflict, NotAllowed
from forum.core.events import publish
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.threads import policy
from forum.threads.actions.drafts import discard_draft
from forum.threads.actions.posting import Text
from forum.threads.events import PostEdited, ThreadCurated
from forum.threads.mentions import render
from forum.threads.models import Post, PostKind, Revision, Thread
from forum.threads.queries import ensure_visible


@dataclass(frozen=True, slots=True)
class Edit:
    """What the edit form holds. ``based_on`` is the revision number the editor started from."""

    source: str
    based_on: int
    title: str = ""
    reason: str = ""


class StaleEdit(Conflict):
    """Somebody saved another version meanwhile; carries what stands there now."""

    def __init__(self, post: Post, title: str) -> None:
        super().__init__(
            _("Somebody else changed this post while you were writing. Both texts are below."),
            _("Put them together and save again."),
        )
        self.post = post
        self.title = title


def edit_post(editor: User, post_id: int, edit: Edit, at: datetime | None = None) -> Post:
    """Save a new revision. Where nothing differs nothing is saved.

    Raises:
        NotFound, NotAllowed, or StaleEdit when ``based_on`` is not the newest revision.
    """
    html, _mentioned = render(edit.source)
    return _edit_post(editor, post_id, edit, Text(edit.source, html), at or clock.now())


@transactional
def _edit_post(editor: User, post_id: int, edit: Edit, text: Text, moment: datetime) -> Post:
    post = locked(Post, post_id)
    thread = locked(Thread, post.thread_id)
    ensure_visible(editor, thread, post)
    is_question = post.kind is PostKind.QUESTION
    new_title = edit.title if is_question and edit.title else thread.title
    changes_title = is_question and new_title != thread.title
    changes_text = text.source != post.source
    if changes_text and not policy.can_edit(editor, post, thread):
        raise NotAllowed()
    if changes_title and not policy.can_edit_title(editor, thread):
        raise NotAllowed()
    if not changes_text and not changes_title:
        return post
    if edit.based_on != post.revision_number:
        raise StaleEdit(post, thread.title)
    old_title = thread.title
    post.revision_number += 1
    post.source, post.html, post.markup_version = text.source, text.html, MARKUP_VERSION
    post.edited_at, post.edited_by_id = moment, editor.id
    if changes_title:
        thread.title, thread.slug = new_title, slug(new_title)
    db.session.add(
        Revision(
            post_id=post.id,
            number=post.revision_number,
            title=new_title if is_question else post.title,
            source=text.source,
            editor_id=editor.id,
            reason=edit.reason,
            created_at=moment,
        )
    )
    db.session.flush()
    discard_draft(f"user:{editor.id}", f"edit:{post.id}")
    publish(PostEdited(thread.id, post.id, editor.id))
    if changes_title and editor.id != thread.author_id:
        publish(ThreadCurated(thread.id, editor.id, "retitle", old_title, new_title, edit.reason))
    return post
