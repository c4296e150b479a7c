"""Who may do what to an article, and when. Pure: plain values in, yes or no out."""

from forum.core.permissions import Actor, Permission
from forum.knowledge.models import READABLE, Article, ArticleStatus
from forum.threads.models import Thread, ThreadStatus

PUBLISHABLE = frozenset({ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW, ArticleStatus.NEEDS_REVIEW})
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


def needs_second_person(actor: Actor, article: Article, second_pair_of_eyes: bool) -> bool:
    """Whether the first publication must be somebody else's: moderators publish their own."""
    return (
        second_pair_of_eyes
        and article.published_at is None
        and article.author_id == actor.id
        and not actor.can(Permission.EDIT_ANY)
    )


def can_withdraw(actor: Actor, article: Article) -> bool:
    """Back among the drafts; what nobody but writers sees yet, any writer may take back."""
    if article.status is ArticleStatus.IN_REVIEW:
        return can_write(actor)
    return actor.can(Permission.PUBLISH_ARTICLE) and article.status in WITHDRAWABLE


def can_archive(actor: Actor, article: Article) -> bool:
    """Out of everyone's sight, kept with its history."""
    return actor.can(Permission.PUBLISH_ARTICLE) and article.status is not ArticleStatus.ARCHIVED
