"""Words that were taken out of a thread leave the notes on it."""

from forum.core.blacking import Blacking, black_out
from forum.core.events import listens_to
from forum.threads.events import WordsRedacted
from moderation.watchlist.models import Note


@listens_to(WordsRedacted)
def take_out_of_notes(event: WordsRedacted) -> None:
    """What the team wrote to itself may quote them."""
    blacking = Blacking(event.words, event.mark)
    here = Note.thread_id.in_(event.thread_ids)
    black_out(blacking, Note.source, where=here)
    black_out(blacking, Note.html, where=here, is_html=True)
