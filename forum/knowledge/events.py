"""What happened to an article. Ids only: a listener loads what it needs."""

from dataclasses import dataclass

from forum.knowledge.models import ArticleStatus


@dataclass(frozen=True, slots=True)
class ArticleDrafted:
    """Somebody began an article: from a thread, or (``thread_id`` None) from an empty page."""

    article_id: int
    actor_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleEdited:
    """An article says something else now; ``revision`` is the number of what it says."""

    article_id: int
    actor_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class ArticleSubmitted:
    """A draft waits for somebody to review it."""

    article_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class ArticlePublished:
    """Everyone may read it now. ``first_time`` is false when it had been published before.

    ``was_readable`` where everyone could read it already, and somebody only looked at it again.
    """

    article_id: int
    actor_id: int
    first_time: bool = True
    was_readable: bool = False


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    """It went back to the drafts or into the archive; ``before`` and ``after`` are its states.

    ``successor_id`` is what took its place.
    """

    article_id: int
    actor_id: int
    before: ArticleStatus
    after: ArticleStatus
    successor_id: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleNotHelpful:
    """A reader said what was missing in it."""

    article_id: int
    reason: str
