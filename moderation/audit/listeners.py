"""When staff act on what others wrote, the log gets a row in the same transaction."""

from forum.accounts.events import RoleChanged
from forum.announcements import events as announcements
from forum.categories.events import PlaceChanged
from forum.confidential import events as confidential
from forum.core.db import db
from forum.core.events import listens_to
from forum.finding.events import DuplicateLinked, DuplicateUnlinked
from forum.helping import events as helping
from forum.knowledge import events as knowledge
from forum.threads import events as threads
from forum.threads.models import Post, Thread, ThreadMerge
from moderation.audit.log import is_staff, record


@listens_to(threads.ThreadCurated)
def log_curation(event: threads.ThreadCurated) -> None:
    """Lock, move, retitle, retag, pin, severity, delete, restore."""
    if is_staff(event.actor_id):
        record(
            event.actor_id,
            event.verb,
            "thread",
            event.thread_id,
            event.before,
            event.after,
            event.reason,
        )


@listens_to(threads.ThreadMerged)
def log_merge(event: threads.ThreadMerged) -> None:
    """A question became part of another one; what it was called, where it is, and why."""
    merge = db.session.get_one(ThreadMerge, event.merge_id)
    title = db.session.get_one(Thread, event.thread_id).title
    into = f"thread {event.into_id}"
    record(event.actor_id, "merge", "thread", event.thread_id, title, into, merge.reason)


@listens_to(threads.ThreadUnmerged)
def log_unmerge(event: threads.ThreadUnmerged) -> None:
    """It is a question of its own again."""
    title = db.session.get_one(Thread, event.thread_id).title
    origin = f"thread {event.from_id}"
    record(event.actor_id, "unmerge", "thread", event.thread_id, origin, title)


@listens_to(threads.AnswerMarked)
def log_mark(event: threads.AnswerMarked) -> None:
    """Official, verified, out of date, or accepted for a silent asker."""
    if is_staff(event.actor_id):
        record(event.actor_id, f"mark-{event.kind}", "post", event.post_id)


@listens_to(threads.AnswerUnmarked)
def log_unmark(event: threads.AnswerUnmarked) -> None:
    """A mark taken back."""
    if is_staff(event.actor_id):
        record(event.actor_id, f"unmark-{event.kind}", "post", event.post_id)


@listens_to(threads.ThreadReopened)
def log_reopening(event: threads.ThreadReopened) -> None:
    """A thread reopened by staff."""
    if is_staff(event.actor_id):
        record(event.actor_id, "reopen", "thread", event.thread_id, reason=event.reason)


@listens_to(threads.InfoRequested)
def log_request(event: threads.InfoRequested) -> None:
    """The asker was asked for details."""
    record(event.actor_id, "needs-info", "thread", event.thread_id)


@listens_to(threads.KnownIssueChanged)
def log_known_issue(event: threads.KnownIssueChanged) -> None:
    """A known issue was marked, described, fixed, or taken back."""
    record(event.actor_id, event.verb, "thread", event.thread_id, after=event.after)


@listens_to(threads.IdeaMoved)
def log_idea(event: threads.IdeaMoved) -> None:
    """An idea came further, or was declined."""
    record(
        event.actor_id,
        "idea",
        "thread",
        event.thread_id,
        event.before,
        event.after,
        event.reason,
    )


@listens_to(confidential.PrivateDetailsAsked)
def log_private_question(event: confidential.PrivateDetailsAsked) -> None:
    """Somebody was asked for private details."""
    record(event.actor_id, "ask-private", "thread", event.thread_id)


@listens_to(confidential.PrivateDetailsRead)
def log_private_reading(event: confidential.PrivateDetailsRead) -> None:
    """Somebody read what an asker told the team alone."""
    record(event.actor_id, "read-private", "thread", event.thread_id)


@listens_to(confidential.PrivateTicketNamed)
def log_private_ticket(event: confidential.PrivateTicketNamed) -> None:
    """A thread goes on in a private ticket, or does so no more."""
    record(event.actor_id, "ticket", "thread", event.thread_id, after=event.ticket_url)


@listens_to(threads.PostEdited)
def log_edit(event: threads.PostEdited) -> None:
    """Somebody else's words were changed; the revisions hold what they were."""
    post = db.session.get_one(Post, event.post_id)
    if post.author_id != event.editor_id:
        newest = post.revision_number
        record(
            event.editor_id,
            "edit",
            "post",
            post.id,
            before=f"revision {newest - 1}",
            after=f"revision {newest}",
        )


@listens_to(threads.PostDeleted)
def log_deletion(event: threads.PostDeleted) -> None:
    """Somebody else's post was taken out of sight, or brought back."""
    post = db.session.get_one(Post, event.post_id)
    if post.author_id != event.actor_id:
        verb = "restore-post" if event.restored else "delete-post"
        record(event.actor_id, verb, "post", post.id, reason=event.reason)


@listens_to(threads.PostConverted)
def log_conversion(event: threads.PostConverted) -> None:
    """Somebody else's comment became an answer, or the other way round."""
    post = db.session.get_one(Post, event.post_id)
    if post.author_id != event.actor_id:
        record(event.actor_id, "convert", "post", post.id, after=event.kind)


@listens_to(DuplicateLinked)
def log_duplicate(event: DuplicateLinked) -> None:
    """A thread was linked to what answers it."""
    if is_staff(event.actor_id):
        record(event.actor_id, "duplicate", "thread", event.thread_id, after=event.target_key)


@listens_to(DuplicateUnlinked)
def log_no_duplicate(event: DuplicateUnlinked) -> None:
    """A thread is a question of its own again."""
    if is_staff(event.actor_id):
        record(event.actor_id, "not-duplicate", "thread", event.thread_id, before=event.target_key)


@listens_to(knowledge.ArticleDrafted)
def log_draft(event: knowledge.ArticleDrafted) -> None:
    """An article was begun; from which thread, if from one."""
    origin = "" if event.thread_id is None else f"thread {event.thread_id}"
    record(event.actor_id, "draft", "article", event.article_id, after=origin)


@listens_to(knowledge.ArticleEdited)
def log_article_edit(event: knowledge.ArticleEdited) -> None:
    """An article says something else now."""
    record(
        event.actor_id,
        "edit",
        "article",
        event.article_id,
        before=f"revision {event.revision - 1}",
        after=f"revision {event.revision}",
    )


@listens_to(knowledge.ArticleSubmitted)
def log_submission(event: knowledge.ArticleSubmitted) -> None:
    """A draft waits for a second person."""
    record(event.actor_id, "submit", "article", event.article_id)


@listens_to(knowledge.ArticlePublished)
def log_publication(event: knowledge.ArticlePublished) -> None:
    """Everyone may read it."""
    record(event.actor_id, "publish", "article", event.article_id)


@listens_to(knowledge.ArticleWithdrawn)
def log_withdrawal(event: knowledge.ArticleWithdrawn) -> None:
    """Back to the drafts, or into the archive."""
    record(
        event.actor_id,
        "withdraw",
        "article",
        event.article_id,
        event.before.value,
        event.after.value,
    )


@listens_to(announcements.AnnouncementPublished)
def log_announcement(event: announcements.AnnouncementPublished) -> None:
    """Something was announced."""
    record(event.actor_id, "announce", "announcement", event.announcement_id)


@listens_to(announcements.AnnouncementEdited)
def log_announcement_edit(event: announcements.AnnouncementEdited) -> None:
    """An announcement says something else now."""
    record(event.actor_id, "edit", "announcement", event.announcement_id)


@listens_to(announcements.AnnouncementUpdated)
def log_announcement_update(event: announcements.AnnouncementUpdated) -> None:
    """Something was added to an announcement, perhaps its end."""
    verb = "close-announcement" if event.closes else "update-announcement"
    record(event.actor_id, verb, "announcement", event.announcement_id)


@listens_to(announcements.AnnouncementWithdrawn)
def log_announcement_withdrawal(event: announcements.AnnouncementWithdrawn) -> None:
    """An announcement was taken back."""
    record(event.actor_id, "withdraw", "announcement", event.announcement_id)


@listens_to(helping.TeamCalled)
def log_call(event: helping.TeamCalled) -> None:
    """The team was called to a question: by an ambassador, for the team to read."""
    record(event.actor_id, "call-team", "thread", event.thread_id, reason=event.reason)


@listens_to(helping.ScopeChanged)
def log_scope(event: helping.ScopeChanged) -> None:
    """Somebody is to help elsewhere."""
    record(event.actor_id, "help-scope", "user", event.user_id, event.before, event.after)


@listens_to(RoleChanged)
def log_role(event: RoleChanged) -> None:
    """Somebody may do other things; changes without an actor come from rules and the console."""
    if event.actor_id is not None:
        record(event.actor_id, "role", "user", event.user_id, event.before, event.after)


@listens_to(PlaceChanged)
def log_place(event: PlaceChanged) -> None:
    """A category or a product was made, changed, retired or brought back."""
    record(event.actor_id, event.verb, event.kind, event.row_id, event.before, event.after)
