"""Why a question was left out, in words."""

from flask_babel import gettext as _

from forum.threads.models import Thread
from moderation.together.policy import Obstacle


def left_out(obstacle: Obstacle, thread: Thread, name: str) -> str:
    """One sentence; ``name`` is who has claimed it. What is gone is named by its number alone."""
    title = thread.title
    words: dict[Obstacle, str] = {
        Obstacle.GONE: _("Question %(number)s is not there any more.", number=thread.id),
        Obstacle.LOCKED: _("“%(title)s” was locked.", title=title),
        Obstacle.LINKED: _("“%(title)s” was linked elsewhere.", title=title),
        Obstacle.SOLVED: _("“%(title)s” was settled.", title=title),
        Obstacle.CLAIMED: _("%(name)s is on “%(title)s”.", name=name, title=title),
        Obstacle.ANSWERED: _("“%(title)s” was answered.", title=title),
    }
    return words[obstacle]
