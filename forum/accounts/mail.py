"""Flask-Security's mail: our words, in the recipient's language, through the outbox."""

import secrets
from typing import Any

import email_validator
from flask import Flask, render_template
from flask_babel import gettext as _
from flask_security.mail_util import EmailValidateException, MailUtil

from forum.core import clock, i18n, outbox
from forum.core.db import transactional

ADDRESS_MAX_CHARS = 254
FOLDER = "email"
EXISTING = "welcome_existing"


class OutboxMail(MailUtil):
    """Renders ``templates/email/<event>/`` itself and queues the result."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def send_mail(self, template: str, *_rendered: Any, **context: Any) -> None:
        """Queue a mail; what Flask-Security passes beside the template and context is not used."""
        user = context["user"]
        context = {name: value for name, value in context.items() if name not in _NOT_OURS}
        send(template.split("/")[1], user, context)

    def normalize(self, email: str) -> str:
        """The address as it is stored and looked up: checked, in lower case."""
        return self.validate(email)

    def validate(self, email: str) -> str:
        """The same; no name server is asked.

        Raises:
            EmailValidateException: it is no address.
        """
        try:
            checked = email_validator.validate_email(
                email.strip()[: ADDRESS_MAX_CHARS + 1], check_deliverability=False
            )
        except email_validator.EmailNotValidError:
            raise EmailValidateException(_("This does not look like an e-mail address.")) from None
        return checked.normalized.lower()


_NOT_OURS = frozenset({"security", "subject", "recipient", "sender", "body", "html"})


def send(event: str, user: Any, context: dict[str, Any]) -> None:
    """Queue the mail of an event for a person, in their language.

    ``templates/email/<event>/`` holds ``subject.txt``, ``text.txt`` and ``page.html``.
    """
    with i18n.in_language(user.language or i18n.language()):
        subject, text, html = (
            render_template(f"{FOLDER}/{event}/{part}", **context)
            for part in ("subject.txt", "text.txt", "page.html")
        )
    _queue(_dedupe_key(event, user.id), user.email, subject, text, html, user.id)


def _dedupe_key(event: str, user_id: int) -> str:
    if event == EXISTING:  # strangers cause it: an address hears of it once an hour
        return f"{event}:{user_id}:{clock.now():%Y%m%d%H}"
    return f"{event}:{user_id}:{secrets.token_hex(8)}"


@transactional
def _queue(*mail: Any) -> None:
    outbox.queue_mail(*mail)
