"""The buttons below posts, put there through the thread page's slot."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.pages import path_to
from forum.core.permissions import Actor
from forum.core.slots import Panel
from forum.reactions.queries import Reactions, reactions_of

TEMPLATE = "forum/reactions/buttons.html"


@dataclass(frozen=True, slots=True)
class Press:
    """One button: where it posts to, and whether it was pressed before."""

    url: str
    text: str
    icon: str
    pressed: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """What ``buttons.html`` draws below one post."""

    id: str
    is_question: bool
    presses: Sequence[Press]
    score: int
    same_text: str = ""  # how many have it too, for the asker
    votes_text: str = ""  # how many votes, for those who may not vote here


def buttons(post_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """One row of buttons for each post; the template's macros draw it."""
    found = reactions_of(post_ids, viewer)
    texts = _Texts()
    return {post_id: Panel(TEMPLATE, texts.row(reactions)) for post_id, reactions in found.items()}


class _Texts:
    """Words of the buttons in the reader's language, looked up once for a whole page."""

    def __init__(self) -> None:
        self.helpful, self.wrong = _("Helpful"), _("Wrong")
        self.worked, self.no_help = _("It worked for me"), _("Didn't help")

    def row(self, found: Reactions) -> Buttons:
        """The buttons of one post for one person."""
        same_text = votes_text = ""
        if found.is_question:
            presses = _of_thread(found)
            count = found.thread.same_count
            if count and not found.may_have_same:
                same_text = ngettext("%(num)s has this too", "%(num)s have this too", count)
        elif found.may_vote:
            presses = self._votes(found)
        else:
            presses = []
            votes_text = ngettext("%(num)s vote", "%(num)s votes", found.post.score)
        if found.may_tell:
            presses += self._outcomes(found)
        return Buttons(
            id=f"reactions-{found.post.id}",
            is_question=found.is_question,
            presses=presses,
            score=found.post.score,
            same_text=same_text,
            votes_text=votes_text,
        )

    def _votes(self, found: Reactions) -> list[Press]:
        post_id, up, down = found.post.id, found.my_vote == 1, found.my_vote == -1
        return [
            Press(
                _path("unvote" if up else "vote", post_id), self.helpful, "up", up, found.post.score
            ),
            Press(_path("unvote" if down else "vote_down", post_id), self.wrong, "down", down),
        ]

    def _outcomes(self, found: Reactions) -> list[Press]:
        post_id, yes, no = found.post.id, found.outcome is True, found.outcome is False
        return [
            Press(_path("untold" if yes else "worked", post_id), self.worked, "check", yes),
            Press(_path("untold" if no else "did_not_help", post_id), self.no_help, "close", no),
        ]


def _path(act: str, post_id: int) -> str:
    return path_to(f"reactions.{act}", post_id=post_id)


def _of_thread(found: Reactions) -> list[Press]:
    thread, presses = found.thread, []
    if found.may_have_same:
        same = path_to(
            "reactions.not_same" if found.has_same else "reactions.same", thread_id=thread.id
        )
        presses.append(
            Press(same, _("I have this too"), "people", found.has_same, thread.same_count)
        )
    follow = path_to(
        "reactions.unfollow" if found.follows else "reactions.follow", thread_id=thread.id
    )
    text = _("Following") if found.follows else _("Follow")
    return [*presses, Press(follow, text, "bell", found.follows)]
