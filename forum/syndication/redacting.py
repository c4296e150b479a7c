"""A title that lost words is on no picture any more."""

from forum.core.db import after_commit
from forum.core.events import listens_to
from forum.syndication.pictures import forget_drawn
from forum.threads.events import WordsRedacted


@listens_to(WordsRedacted)
def forget_pictures(event: WordsRedacted) -> None:
    """All of them: whoever asks for one gets it drawn again."""
    if event.in_title:
        after_commit(forget_drawn)
