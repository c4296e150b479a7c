"""Words that were taken out of a thread leave the reports that named it."""

from forum.core.blacking import Blacking, black_out
from forum.core.events import listens_to
from forum.core.outbox import OutboxMail
from forum.threads.events import WordsRedacted
from moderation.reporting.mails import KEYS


@listens_to(WordsRedacted)
def take_out_of_reports(event: WordsRedacted) -> None:
    """A title stands in them whole."""
    blacking = Blacking(event.words, event.mark)
    reports = OutboxMail.dedupe_key.startswith(KEYS, autoescape=True)
    black_out(blacking, OutboxMail.text, where=reports)
    black_out(blacking, OutboxMail.html, where=reports, is_html=True)
