"""Mail as rows: written with the act that causes it, sent later, once, however often we are woken.

A row is claimed with a lease. A worker that dies lets the lease run out and another takes over;
the dedupe key and the Message-ID made from it keep one event one mail.
"""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock, jobs, settings
from forum.core.db import Base, UtcDateTime, after_commit, db, transactional
from forum.core.leases import is_due, is_free
from forum.core.mail import transport
from forum.core.mail_headers import WholeSubjects

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # one mail is a dozen SMTP steps, each with a time-out of its own
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
KEYS_PER_STATEMENT = 400
SWEEP_MAILS = 50  # what is left waits for the next sweep, so that a slow server blocks nothing
# Two small indexes: what was sent stays for years and is not looked through for what was not.
_TO_SEND = text("sent_at IS NULL AND parked_at IS NULL")
_SET_ASIDE = text("parked_at IS NOT NULL")


class OutboxMail(Base):
    """One mail to one address, until it is sent or set aside."""

    __tablename__ = "outbox_mails"
    __table_args__ = (
        Index(
            "ix_outbox_mails_to_send", "due_at", sqlite_where=_TO_SEND, postgresql_where=_TO_SEND
        ),
        Index(
            "ix_outbox_mails_set_aside",
            "parked_at",
            sqlite_where=_SET_ASIDE,
            postgresql_where=_SET_ASIDE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class Mail:
    """What one mail says, and to whom; the same ``dedupe_key`` twice is one mail."""

    dedupe_key: str
    recipient: str
    subject: str
    text: str
    html: str = ""
    user_id: int | None = None


def queue_mail(
    dedupe_key: str,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    user_id: int | None = None,
) -> None:
    """Write one mail to the outbox, inside the transaction of the act that causes it.

    The same ``dedupe_key`` a second time changes nothing.
    """
    queue_mails([Mail(dedupe_key, recipient, subject, text, html, user_id)])


def queue_mails(mails: Sequence[Mail]) -> None:
    """The same for many, a few hundred to a statement."""
    for start in range(0, len(mails), KEYS_PER_STATEMENT):
        _queue(mails[start : start + KEYS_PER_STATEMENT])
    if mails:
        after_commit(jobs.wake)


def _queue(mails: Sequence[Mail]) -> None:
    wanted = {mail.dedupe_key: mail for mail in mails}
    known = set(
        db.session.scalars(
            select(OutboxMail.dedupe_key).where(OutboxMail.dedupe_key.in_(list(wanted)))
        )
    )
    moment = clock.now()
    rows = [
        {
            "dedupe_key": key,
            "recipient": mail.recipient,
            "user_id": mail.user_id,
            "subject": " ".join(mail.subject.split())[:300],  # a line break: another header
            "text": mail.text,
            "html": mail.html,
            "created_at": moment,
            "due_at": moment,
        }
        for key, mail in wanted.items()
        if key not in known
    ]
    if rows:
        db.session.execute(insert(OutboxMail), rows)


@transactional
def _claim() -> OutboxMail | None:
    """The next mail that is due, leased: one at a time, so that no lease runs out in a queue."""
    moment = clock.now()
    mail = db.session.scalar(
        select(OutboxMail)
        .where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.parked_at.is_(None),
            is_due(OutboxMail.due_at, moment, BACKOFF[-1]),
            is_free(OutboxMail.leased_until, moment, LEASE),
        )
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if mail is not None:
        mail.leased_until = moment + LEASE
        mail.attempts += 1
    return mail


@transactional
def _settle(mail_id: int, error: str | None) -> None:
    mail = db.session.get(OutboxMail, mail_id, populate_existing=True)
    if mail is None:
        return
    mail.leased_until = None
    if error is None:
        mail.sent_at = clock.now()
    elif mail.attempts > len(BACKOFF):
        mail.parked_at, mail.last_error = clock.now(), error
    else:
        mail.due_at, mail.last_error = clock.now() + BACKOFF[mail.attempts - 1], error


@jobs.sweep
def send_due_mail() -> None:
    """Send what is due; what fails waits longer each time and is set aside after six tries."""
    for _turn in range(SWEEP_MAILS):
        mail = _claim()
        if mail is None:
            return
        _settle(mail.id, _try(mail))
    jobs.wake()


def _try(mail: OutboxMail) -> str | None:
    """Send one mail; what it met, None where it was taken."""
    error = "the site ended whenever it tried"
    if mail.attempts <= len(BACKOFF) + 1:  # more were never settled: each of them ended the process
        try:
            transport().send(_message(mail))
        except Exception as failure:  # whatever a mail meets, those behind it must still go
            error = f"{type(failure).__name__}: {failure}"[:500]
        else:
            return None
    logger.warning("mail %s was not sent: %s", mail.id, error)
    return error


def set_aside() -> Select[OutboxMail]:
    """What could not be sent in six tries, oldest first; not what nobody waits for any more."""
    return (
        select(OutboxMail)
        .where(OutboxMail.parked_at.is_not(None), OutboxMail.recipient != "")
        .order_by(OutboxMail.parked_at, OutboxMail.id)
    )


@transactional
def try_again() -> int:
    """Send what was set aside as if it were new; returns how many mails that are."""
    mails = db.session.scalars(set_aside()).all()
    for mail in mails:
        mail.parked_at, mail.attempts, mail.due_at = None, 0, clock.now()
    after_commit(jobs.wake)
    return len(mails)


def state() -> str:
    """For ``/readyz``: "ok", or what does not get through; to whom stands in the log."""
    aside = db.session.scalar(select(func.count()).select_from(set_aside().subquery())) or 0
    if aside:
        return f"failed: {aside} mails were set aside; run `flask mail failed`"
    failing = db.session.scalar(
        select(func.count()).where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.parked_at.is_(None),
            OutboxMail.last_error != "",
        )
    )
    return f"failing: {failing} mails wait for another try, see the log" if failing else "ok"


@transactional
def unsend_to(user_id: int) -> None:
    """Forget what was not sent yet to a person who left."""
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.user_id == user_id, OutboxMail.sent_at.is_(None))
        .values(parked_at=clock.now(), recipient="", text="", html="", subject="")
    )


def unsend(dedupe_keys: Select[str]) -> None:
    """Forget those of these mails that were not sent yet, inside the caller's transaction."""
    db.session.execute(
        delete(OutboxMail)
        .where(OutboxMail.dedupe_key.in_(dedupe_keys), OutboxMail.sent_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def _message(mail: OutboxMail) -> EmailMessage:
    config = current_app.config["THREADWELL"]
    message = EmailMessage(policy=WholeSubjects())
    message["From"] = Address(settings.site_name(), addr_spec=config.mail_from)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    digest = hashlib.sha256(mail.dedupe_key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@{config.site_host or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message
