"""What happened, in a sentence."""

from flask_babel import gettext as _

from forum.core.pages import absolute, path_to
from forum.notifications.models import Happening, Notification, NotificationKind


def sentence(kind: NotificationKind, name: str) -> str:
    """One line for the inbox and for a mail's subject; ``name`` is who did it."""
    words: dict[NotificationKind, str] = {
        NotificationKind.ANSWER: _("%(name)s answered", name=name),
        NotificationKind.COMMENT: _("%(name)s commented on what you wrote", name=name),
        NotificationKind.MENTION: _("%(name)s mentioned you", name=name),
        NotificationKind.SOLVED: _("There is a solution now"),
        NotificationKind.OFFICIAL: _("The team gave its answer"),
        NotificationKind.ACCEPTED: _("Your answer solved it. Thank you!"),
        NotificationKind.NEEDS_INFO: _("%(name)s needs to know more from you", name=name),
        NotificationKind.NEEDS_INFO_STILL: _("The team still waits for details from you"),
        NotificationKind.CHECK: _("Did this answer help?"),
        NotificationKind.SATISFACTION: _("How did it go?"),
        NotificationKind.FIXED: _("The problem is fixed"),
        NotificationKind.IDEA_CONSIDERING: _("The team is thinking about this idea"),
        NotificationKind.IDEA_PLANNED: _("This idea is planned"),
        NotificationKind.IDEA_DONE: _("This idea is done"),
        NotificationKind.IDEA_DECLINED: _("The team decided against this idea"),
        NotificationKind.PRIVATE_ASKED: _(
            "%(name)s asks for something that only the team should see", name=name
        ),
        NotificationKind.PRIVATE_WRITTEN: _("%(name)s left private details", name=name),
        NotificationKind.PRIVATE_TICKET: _(
            "%(name)s goes on with you in a private ticket", name=name
        ),
        NotificationKind.DUPLICATE: _("The same question was answered before"),
        NotificationKind.MERGED: _("A question you follow became part of this one"),
        NotificationKind.ARTICLE: _("Your words are part of an article now"),
        NotificationKind.ARTICLE_CHANGED: _("The article that answers your question has changed"),
        NotificationKind.FOLLOWED_CHANGED: _("An article you follow has changed"),
        NotificationKind.FOLLOWED_BACK: _("An article you follow is published again"),
        NotificationKind.FOLLOWED_REPLACED: _("This article takes the place of one you follow"),
        NotificationKind.FOLLOWED_TRANSLATED: _("An article you follow is there in your language"),
        NotificationKind.PROPOSAL_TAKEN: _("The thread you proposed is becoming an article"),
        NotificationKind.PROPOSAL_DECLINED: _("The thread you proposed does not become an article"),
        NotificationKind.ARTICLE_TO_CHECK: _("An article you answer for wants a look"),
        NotificationKind.ANNOUNCEMENT: _("From the team"),
        NotificationKind.INCIDENT: _("News about a problem that you have, too"),
        NotificationKind.INCIDENT_PROPOSED: _("Many people report the same at once"),
        NotificationKind.ASSIGNED: _("%(name)s handed a question to you", name=name),
        NotificationKind.RETURNED: _("A question is back in the queue"),
        NotificationKind.NOTED: _("%(name)s named you in an internal note", name=name),
        NotificationKind.DUE_SOON: _("A question is due within the hour"),
        NotificationKind.OVERDUE: _("A question is overdue"),
    }
    return words[kind]


def place(line: Happening | Notification) -> str:
    """Where it happened."""
    if line.path:
        return line.path
    thread_id, article_id, post_id = line.thread_id, line.article_id, line.post_id
    if post_id is not None:
        return path_to("threads.post", post_id=post_id)
    if thread_id is not None:
        return path_to("threads.short", thread_id=thread_id)
    return path_to("knowledge.show", article_id=article_id) if article_id else "/"


def whole_place(line: Happening | Notification) -> str:
    """The same as a whole address, for mails."""
    return absolute(place(line))
