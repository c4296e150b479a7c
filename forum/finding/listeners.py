"""When something is asked, answered, marked or moved, the index learns of it."""

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.core.events import listens_to
from forum.finding import second_look, wordings
from forum.finding.actions import mark_stale, set_audiences, take_out
from forum.finding.events import DuplicateLinked, DuplicateUnlinked
from forum.finding.keys import Key, article_key, thread_key
from forum.finding.outcomes import attach_tried, carry_article
from forum.finding.releasing import release
from forum.knowledge.events import ArticleEdited, ArticlePublished, ArticleWithdrawn
from forum.knowledge.models import Article
from forum.notifications.actions import happened
from forum.notifications.models import NotificationKind
from forum.threads.events import (
    AnswerMarked,
    AnswerPosted,
    AnswerUnmarked,
    InfoRequested,
    KnownIssueChanged,
    PostConverted,
    PostDeleted,
    PostEdited,
    ThreadAsked,
    ThreadCurated,
    ThreadReopened,
    ThreadResumed,
    ThreadSolved,
)
from forum.threads.models import Post, PostKind, Thread

ThreadChange = (
    ThreadAsked
    | AnswerPosted
    | PostConverted
    | PostEdited
    | AnswerMarked
    | AnswerUnmarked
    | ThreadSolved
    | ThreadReopened
    | ThreadResumed
    | InfoRequested
    | KnownIssueChanged
)


@listens_to(
    ThreadAsked,
    AnswerPosted,
    PostConverted,
    PostEdited,
    AnswerMarked,
    AnswerUnmarked,
    ThreadSolved,
    ThreadReopened,
    ThreadResumed,
    InfoRequested,
    KnownIssueChanged,
)
def thread_says_something_else(event: ThreadChange) -> None:
    """Its texts, its state or what stands behind its answer changed."""
    mark_stale([thread_key(event.thread_id)])


@listens_to(PostDeleted)
def post_came_or_went(event: PostDeleted) -> None:
    """Words that went out of sight leave the index with the same commit."""
    key = thread_key(event.thread_id)
    if event.restored:
        mark_stale([key])
    else:
        take_out(key)


@listens_to(ThreadCurated)
def thread_was_curated(event: ThreadCurated) -> None:
    """Another category may have another audience, and that holds at once."""
    if event.verb == "delete":
        take_out(thread_key(event.thread_id))
        release(Key("thread", event.thread_id), event.actor_id)
    elif event.verb == "move":
        thread = db.session.get_one(Thread, event.thread_id)
        audience = _follow_category(thread_key(thread.id), thread.category_id)
        if audience is not Audience.PUBLIC:
            release(Key("thread", thread.id), event.actor_id)
    else:
        mark_stale([thread_key(event.thread_id)])


@listens_to(DuplicateLinked)
def tell_of_duplicate(event: DuplicateLinked) -> None:
    """Whoever waits here is told that the answer stands elsewhere; nobody need compare it again."""
    second_look.settle_linked(event.thread_id, event.target_key, event.actor_id)
    mark_stale([event.target_key])
    happened(NotificationKind.DUPLICATE, event.actor_id, thread_id=event.thread_id)


@listens_to(DuplicateUnlinked)
def it_is_another_question(event: DuplicateUnlinked) -> None:
    """What was taken back is not proposed again."""
    second_look.settle_unlinked(event.thread_id, event.target_key, event.actor_id)
    mark_stale([event.target_key])


@listens_to(PostEdited, PostDeleted, ThreadCurated)
def its_words_lead_elsewhere(event: PostEdited | PostDeleted | ThreadCurated) -> None:
    """A duplicate's title is also found where its answer stands; gone here, it is gone there."""
    target = wordings.target_key(event.thread_id)
    if target is None:
        return
    if _goes_out_of_sight(event):
        take_out(target)
    else:
        mark_stale([target])


@listens_to(ThreadAsked)
def suggestions_were_tried(event: ThreadAsked) -> None:
    """What did not help before asking stands with the question, which is compared once more."""
    second_look.plan(event.thread_id, event.ask_key)
    attach_tried(event.thread_id, event.ask_key)
    if event.read_article_id is not None:
        carry_article(event.thread_id, event.read_article_id, event.ask_key)


@listens_to(ArticlePublished, ArticleEdited)
def article_says_something_else(event: ArticlePublished | ArticleEdited) -> None:
    """An article that is read by people is found by them."""
    article = db.session.get_one(Article, event.article_id)
    audience = _follow_category(article_key(article.id), article.category_id)
    if audience is not Audience.PUBLIC:
        release(Key("article", article.id), event.actor_id)


@listens_to(ArticleWithdrawn)
def article_was_withdrawn(event: ArticleWithdrawn) -> None:
    """What is withdrawn is not found any more, from this commit on."""
    take_out(article_key(event.article_id))
    release(Key("article", event.article_id), event.actor_id)


def _goes_out_of_sight(event: PostEdited | PostDeleted | ThreadCurated) -> bool:
    if isinstance(event, PostDeleted):
        post = db.session.get_one(Post, event.post_id)
        return post.kind is PostKind.QUESTION and not event.restored
    return isinstance(event, ThreadCurated) and event.verb in {"delete", "move"}


def _follow_category(key: str, category_id: int) -> Audience:
    category = db.session.get_one(Category, category_id)
    set_audiences(key, [category.audience])
    return category.audience
