"""Words that were taken out of a thread are not in what was said to the team of it either."""

from forum.core.blacking import Blacking, black_out
from forum.core.events import listens_to
from forum.helping.models import TeamCall
from forum.threads.events import WordsRedacted


@listens_to(WordsRedacted)
def take_out_of_calls(event: WordsRedacted) -> None:
    """Why the team was called to these threads."""
    blacking = Blacking(event.words, event.mark)
    black_out(blacking, TeamCall.reason, where=TeamCall.thread_id.in_(event.thread_ids))
