"""How the desk shows articles: states in words, changes in colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core.diff import Op, word_diff
from forum.core.permissions import Permission
from forum.knowledge.cards import status_text
from forum.knowledge.models import Article, ArticleRevision, ArticleStatus
from moderation.promotion.actions import ArticleText
from moderation.promotion.models import Cause, WaitingEdit

__all__ = [
    "Change",
    "cause_text",
    "change_between",
    "change_by",
    "change_to",
    "publishers",
    "state_of",
    "state_tabs",
    "status_text",
]
NAMES_SHOWN = 5
Tab = tuple[str, str, bool, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What two texts differ in; an empty title means that it stayed."""

    title: list[tuple[Op, str]]
    text: list[tuple[Op, str]]


def state_of(name: str | None) -> ArticleStatus:
    """The state with this name; drafts when there is none."""
    return next((state for state in ArticleStatus if state == name), ArticleStatus.DRAFT)


def state_tabs(counts: Mapping[ArticleStatus, int], chosen: ArticleStatus) -> list[Tab]:
    """One tab for each state, as ``components/tabs.html`` takes them."""
    return [
        (
            status_text(state),
            url_for("desk.promotion.queue", state=state.value),
            state is chosen,
            counts[state],
        )
        for state in ArticleStatus
    ]


def change_between(before: ArticleRevision | None, after: ArticleRevision) -> Change:
    """What a revision changed; the first one changed nothing, it only says something."""
    if before is None:
        return Change([("same", after.title)], [("same", after.source)])
    return _change(before.title, before.source, after.title, after.source)


def change_to(article: Article, text: ArticleText) -> Change:
    """What saving this text now would change."""
    return _change(article.title, article.source, text.title, text.source)


def change_by(article: Article, edit: WaitingEdit) -> Change:
    """What an edit that waits would change."""
    return _change(article.title, article.source, edit.title, edit.source)


def publishers(people: Sequence[User], viewer: User) -> list[str]:
    """The names of some others who may publish an article."""
    may = [
        row.name for row in people if row.can(Permission.PUBLISH_ARTICLE) and row.id != viewer.id
    ]
    return may[:NAMES_SHOWN]


def cause_text(cause: Cause) -> str:
    """Why somebody should look at an article again."""
    words = {
        Cause.SOURCE_EDITED: _("Words it carries were edited where they came from"),
        Cause.SOURCE_GONE: _("What it was made of is not shown any more"),
        Cause.NOT_SOLVED: _("Its solution is no longer accepted, verified or official"),
        Cause.OTHER_ANSWER: _("The team gave another answer to the question"),
        Cause.AGE: _("Nobody has looked at it for long"),
        Cause.STILL_ASKED: _("People read it and ask all the same"),
        Cause.ORIGINAL_CHANGED: _("The article it is a translation of has changed"),
        Cause.NOT_HELPFUL: _("A reader says what is missing"),
    }
    return str(words[cause])


def _change(old_title: str, old: str, new_title: str, new: str) -> Change:
    title = word_diff(old_title, new_title) if old_title != new_title else []
    return Change(title, word_diff(old, new))
