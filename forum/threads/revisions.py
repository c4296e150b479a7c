"""The history of a post: each revision against the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.diff import Op, word_diff
from forum.threads.models import Revision


@dataclass(frozen=True, slots=True)
class Change:
    """One revision and how its words differ from the one before; the first differs from nothing."""

    revision: Revision
    title: list[tuple[Op, str]]
    text: list[tuple[Op, str]]


def compare(revisions: Sequence[Revision]) -> list[Change]:
    """Newest first, as they come."""
    changes: list[Change] = []
    for newer, older in zip(revisions, [*revisions[1:], None], strict=True):
        before = older or newer
        title = word_diff(before.title, newer.title) if before.title != newer.title else []
        changes.append(Change(newer, title, word_diff(before.source, newer.source)))
    return changes
