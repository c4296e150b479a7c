"""How the desk shows articles: states in words, changes in colours."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from forum.core.diff import Op, word_diff
from forum.knowledge.cards import status_text
from forum.knowledge.models import Article, ArticleRevision, ArticleStatus
from moderation.promotion.actions import ArticleText

__all__ = ["Change", "change_between", "change_to", "state_of", "state_tabs", "status_text"]
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


def _change(old_title: str, old: str, new_title: str, new: str) -> Change:
    title = word_diff(old_title, new_title) if old_title != new_title else []
    return Change(title, word_diff(old, new))
