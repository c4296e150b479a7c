"""Facet labels of documents: how they are written, and how a chosen facet becomes one again.

The index treats them as opaque; only this module knows what stands before and after the colon.
"""

from collections.abc import Iterable, Mapping, Sequence

from forum.knowledge.models import Article
from forum.threads.models import KnownIssueState, Thread, ThreadStatus

STAFF = "staff:yes"  # somebody of the team answered
KNOWN = "known:yes"  # a known issue that is not fixed yet
OFFICIAL = "official:yes"  # the team says: this is the answer


def category(slug: str) -> str:
    """Of one category."""
    return f"category:{slug}"


def product(slug: str) -> str:
    """About one product."""
    return f"product:{slug}"


def tag(slug: str) -> str:
    """With one tag."""
    return f"tag:{slug}"


def state(status: str) -> str:
    """Where a thread stands."""
    return f"state:{status}"


def language(code: str) -> str:
    """Written in one language."""
    return f"lang:{code}"


def kind(value: str) -> str:
    """A thread, or an article."""
    return f"kind:{value}"


def author(user_id: int) -> str:
    """Begun by one person."""
    return f"user:{user_id}"


def of_thread(thread: Thread, categories: Sequence[str]) -> tuple[str, ...]:
    """Everything a thread can be filtered by; ``categories`` are the slugs of its place.

    Its product and its tags are loaded.
    """
    found = [
        kind("thread"),
        *(category(slug) for slug in categories),
        state(thread.status),
        language(thread.language),
        author(thread.author_id),
        *(tag(row.slug) for row in thread.tags),
    ]
    if thread.product is not None:
        found.append(product(thread.product.slug))
    if thread.staff_answered_at is not None:
        found.append(STAFF)
    if thread.official_post_id is not None:
        found.append(OFFICIAL)
    if thread.known_issue is KnownIssueState.OPEN:
        found.append(KNOWN)
    return tuple(found)


def of_article(article: Article, categories: Sequence[str]) -> tuple[str, ...]:
    """Everything an article can be filtered by: it is solved, and the team's word, by nature."""
    return (
        kind("article"),
        *(category(slug) for slug in categories),
        state(ThreadStatus.SOLVED),
        language(article.language),
        author(article.author_id),
        *(tag(row.slug) for row in article.tags),
        STAFF,
        OFFICIAL,
    )


def grouped(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Counts by facet and value: ``{"state": {"solved": 3}}``."""
    found: dict[str, dict[str, int]] = {}
    for label, count in counts.items():
        facet, _colon, value = label.partition(":")
        found.setdefault(facet, {})[value] = count
    return found


def joined(parts: Iterable[str | None]) -> tuple[str, ...]:
    """The labels that were chosen, each once, in a fixed order."""
    return tuple(sorted({part for part in parts if part}))
