"""Who may do what to an article, and when. Pure: plain values in, yes or no out."""

from forum.core.permissions import Actor, Permission
from forum.knowledge.models import READABLE, Article, ArticleStatus
from forum.threads.models import Thread, ThreadStatus

PUBLISHABLE = frozenset({ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW, ArticleStatus.NEEDS_REVIEW})
FAILING_READERS_MIN = 10  # fewer say nothing
FAILING_SHARE = 0.2  # of those who read it, more than this asked the same all the same
WITHDRAWABLE = READABLE | {ArticleStatus.IN_REVIEW, ArticleStatus.ARCHIVED}


def can_write(actor: Actor) -> bool:
    """Staff write articles."""
    return actor.can(Permission.WRITE_ARTICLE)


def is_resolved(thread: Thread) -> bool:
    """Whether somebody who would know stands behind an answer."""
    return thread.status is ThreadStatus.SOLVED and thread.best_post_id is not None


def can_submit(actor: Actor, article: Article) -> bool:
    """A draft can be handed to a reviewer."""
    return can_write(actor) and article.status is ArticleStatus.DRAFT


def can_publish(actor: Actor, article: Article) -> bool:
    """What is not public yet, and what is public but waited for a second look."""
    return actor.can(Permission.PUBLISH_ARTICLE) and article.status in PUBLISHABLE


def can_schedule(actor: Actor, article: Article) -> bool:
    """A time is set for what readers do not have yet."""
    return can_publish(actor, article) and not article.is_readable


def is_scheduled(actor: Actor, article: Article) -> bool:
    """Whether a time was set that can be taken back."""
    return actor.can(Permission.PUBLISH_ARTICLE) and article.publish_at is not None


def needs_second_person(actor: Actor, article: Article, second_pair_of_eyes: bool) -> bool:
    """Whether the first publication must be somebody else's: moderators publish their own."""
    return (
        second_pair_of_eyes
        and article.published_at is None
        and article.author_id == actor.id
        and not actor.can(Permission.EDIT_ANY)
    )


def edit_needs_second_person(actor: Actor, article: Article, second_pair_of_eyes: bool) -> bool:
    """Whether somebody else looks at an edit before readers have it; moderators need nobody."""
    return second_pair_of_eyes and article.is_readable and not actor.can(Permission.EDIT_ANY)


def can_withdraw(actor: Actor, article: Article) -> bool:
    """Back among the drafts; what nobody but writers sees yet, any writer may take back."""
    if article.status is ArticleStatus.IN_REVIEW:
        return can_write(actor)
    return actor.can(Permission.PUBLISH_ARTICLE) and article.status in WITHDRAWABLE


def can_archive(actor: Actor, article: Article) -> bool:
    """Out of everyone's sight, kept with its history."""
    return actor.can(Permission.PUBLISH_ARTICLE) and article.status is not ArticleStatus.ARCHIVED


def is_failing(readers: int, asked: int) -> bool:
    """Whether too many who read an article still ask what it answers."""
    return readers >= FAILING_READERS_MIN and asked / readers > FAILING_SHARE
