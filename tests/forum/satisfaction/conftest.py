"""Questions that were solved, and a clock that tests set forward."""

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.outbox import OutboxMail
from forum.notifications.jobs import tell_people
from forum.satisfaction import jobs, tokens
from forum.satisfaction.models import SatisfactionAsk
from forum.threads import actions as threads
from forum.threads.models import MarkKind, Thread
from tests.factories import Factory

SUBJECT = "How did it go?"


def solved(make: Factory, asker: User, kind: MarkKind = MarkKind.ACCEPTED, **more: str) -> Thread:
    """Their question, with an answer that solved it."""
    thread = make.thread("The hub falls off the Wi-Fi", author=asker, **more)  # type: ignore[arg-type]
    by_staff = kind is MarkKind.OFFICIAL
    helper = make.user(role="rep" if by_staff else "member")
    answer = make.answer(thread, "Restart it.", author=helper)
    marker = asker if kind is MarkKind.ACCEPTED else make.user(role="rep")
    threads.mark(marker, answer.id, kind)
    return thread


def sweep() -> None:
    """Everything that is due now, as the worker does it."""
    jobs.ask_how_it_went()
    tell_people()


def mails_to(person: User) -> list[OutboxMail]:
    """The mails that ask somebody how it went."""
    found = select(OutboxMail).where(OutboxMail.user_id == person.id).order_by(OutboxMail.id)
    return [mail for mail in db.session.scalars(found) if SUBJECT in mail.subject]


def asks() -> list[SatisfactionAsk]:
    """Everything that was asked so far."""
    return list(db.session.scalars(select(SatisfactionAsk).order_by(SatisfactionAsk.id)))


def page_of(row: SatisfactionAsk) -> str:
    """The address in the mail."""
    return tokens.path_of(row.id, row.user_id)
