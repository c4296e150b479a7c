"""Words that were taken out of a thread leave inbox lines and every mail about it at once.

A mail that was not sent yet is written anew, since it may hold only the beginning of the words.
"""

from sqlalchemy import or_, select

from forum.accounts.models import User
from forum.core.blacking import Blacking, black_out
from forum.core.db import db
from forum.core.events import listens_to
from forum.core.outbox import OutboxMail
from forum.notifications.forgetting import mail_key
from forum.notifications.mails import mail_of
from forum.notifications.models import Happening, Notification
from forum.threads.events import WordsRedacted


@listens_to(WordsRedacted)
def take_out_of_news(event: WordsRedacted) -> None:
    """Lines, facts and mails, sent and unsent."""
    blacking = Blacking(event.words, event.mark)
    about = Happening.thread_id.in_(event.thread_ids)
    black_out(blacking, Happening.title, Happening.detail, where=about)
    lines = Notification.thread_id.in_(event.thread_ids)
    black_out(blacking, Notification.title, where=lines)
    _write_unsent_anew(event)
    keys = select(mail_key(Notification.happening_id, Notification.user_id)).where(lines)
    mails = OutboxMail.dedupe_key.in_(keys)
    black_out(blacking, OutboxMail.subject, OutboxMail.text, where=mails)
    black_out(blacking, OutboxMail.html, where=mails, is_html=True)


def _write_unsent_anew(event: WordsRedacted) -> None:
    unsent = db.session.execute(
        select(OutboxMail, Happening, User, Notification.kind)
        .join(
            Notification,
            mail_key(Notification.happening_id, Notification.user_id) == OutboxMail.dedupe_key,
        )
        .join(Happening, Happening.id == Notification.happening_id)
        .join(User, User.id == Notification.user_id)
        .where(
            Notification.thread_id.in_(event.thread_ids),
            OutboxMail.sent_at.is_(None),
            or_(OutboxMail.text != "", OutboxMail.subject != ""),
        )
        .execution_options(populate_existing=True)
    )
    for mail, happening, user, kind in unsent:
        mail.subject, mail.text, mail.html = mail_of(happening, user, kind)
    db.session.flush()
