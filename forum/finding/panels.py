"""What finding adds to thread pages: where the answer stands, the same question, what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from forum.core.permissions import Actor, Permission
from forum.core.slots import Panel, panel, public_panel
from forum.finding import links, proposals
from forum.finding.cards import load
from forum.finding.keys import article_key
from forum.finding.links import Place
from forum.finding.outcomes import outcome_text
from forum.finding.proposals import Proposal
from forum.threads.policy import owns


@dataclass(frozen=True, slots=True)
class AnsweredElsewhere:
    """Where a duplicate's answer stands, and whether the viewer may say that it does not."""

    thread_id: int
    place: Place
    is_own: bool
    may_unlink: bool


@dataclass(frozen=True, slots=True)
class SameQuestion:
    """The questions linked to a thread, and how many people have the problem in them."""

    places: Sequence[Place]
    total: int


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One suggestion that did not help, in words."""

    place: Place
    outcome: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Below a question: for its asker what was found after posting; for all what they tried."""

    found: Proposal | None
    tried: Sequence[TriedLine]


def register() -> None:
    """Fill the places on thread pages."""
    public_panel("thread.duplicates", answered_elsewhere)
    public_panel("thread.tried", already_tried)
    public_panel("thread.related", same_question)
    public_panel("ask.article", article_that_was_read)
    public_panel("thread.related", more_like_this)
    panel("thread.acts", link_form)


def answered_elsewhere(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """On a duplicate: the banner that leads to the answer."""
    found: dict[int, Panel] = {}
    for target in links.targets_of(thread_ids, viewer):
        is_own = owns(viewer, target.author_id)
        content = AnsweredElsewhere(
            thread_id=target.thread_id,
            place=target.place,
            is_own=is_own,
            may_unlink=is_own or viewer.can(Permission.CONFIRM_DUPLICATE),
        )
        found[target.thread_id] = Panel("forum/finding/duplicate_banner.html", content)
    return found


def same_question(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """On the thread that stays: who else asked it."""
    return {
        thread_id: Panel(
            "forum/finding/same_question.html",
            SameQuestion(places[: links.SAME_MAX], len(places)),
        )
        for thread_id, places in links.duplicates_of(thread_ids, viewer).items()
    }


def already_tried(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """Under a question: what its asker had read before, so that nobody answers with it again.

    The asker alone also sees what was found with the whole text.
    """
    panels = {}
    for thread_id, suggested in links.suggested_for(thread_ids, viewer).items():
        tried = [
            TriedLine(one.place, outcome_text(one.outcome)) for one in suggested if one.outcome
        ]
        found = proposals.for_asker(
            thread_id, [one for one in suggested if one.outcome is None], viewer
        )
        if tried or found:
            content = Suggestions(found, tried[: links.TRIED_MAX])
            panels[thread_id] = Panel("forum/finding/tried.html", content)
    return panels


def article_that_was_read(article_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """On the ask page: the article that somebody comes from, as far as they may see it."""
    keys = {article_key(article_id): article_id for article_id in article_ids}
    return {
        keys[key]: Panel("forum/finding/read_article.html", found)
        for key, found in load(keys, viewer).items()
    }


def link_form(thread_ids: Sequence[int], viewer: Actor) -> dict[int, Panel]:
    """For those who confirm duplicates: where to say what answers the question."""
    if not viewer.can(Permission.CONFIRM_DUPLICATE):
        return {}
    return {
        thread_id: Panel("forum/finding/duplicate_form.html", thread_id) for thread_id in thread_ids
    }


def more_like_this(thread_ids: Sequence[int], _viewer: Actor) -> dict[int, Panel]:
    """Beside a thread: a link to its like, filled in by the page once it is shown."""
    return {
        thread_id: Panel(
            "forum/finding/related_link.html", url_for("finding.related", thread_id=thread_id)
        )
        for thread_id in thread_ids
    }
