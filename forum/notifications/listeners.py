"""Facts worth telling: each becomes one row here, and the sweep does the telling."""

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.events import ArticlePublished, ArticleWithdrawn
from forum.notifications import forgetting
from forum.notifications.actions import happened, says_more
from forum.notifications.models import NotificationKind
from forum.threads.events import (
    AnswerMarked,
    AnswerPosted,
    CommentPosted,
    IdeaMoved,
    InfoRequested,
    KnownIssueChanged,
    PostDeleted,
    ThreadCurated,
)
from forum.threads.models import MarkKind, Thread

_TOLD_MARKS = {
    MarkKind.ACCEPTED: NotificationKind.ACCEPTED,
    MarkKind.VERIFIED: NotificationKind.SOLVED,
    MarkKind.OFFICIAL: NotificationKind.OFFICIAL,
}


@listens_to(AnswerPosted)
def tell_of_answer(event: AnswerPosted) -> None:
    """Followers and whoever is mentioned."""
    happened(
        NotificationKind.ANSWER,
        event.author_id,
        thread_id=event.thread_id,
        post_id=event.post_id,
        mentioned_ids=event.mentioned_ids,
    )


@listens_to(CommentPosted)
def tell_of_comment(event: CommentPosted) -> None:
    """Whoever wrote what is commented on, and whoever is mentioned."""
    happened(
        NotificationKind.COMMENT,
        event.author_id,
        thread_id=event.thread_id,
        post_id=event.post_id,
        mentioned_ids=event.mentioned_ids,
    )


@listens_to(AnswerMarked)
def tell_of_solution(event: AnswerMarked) -> None:
    """Everyone who waits for the solution, and whoever wrote it; in one line with the answer."""
    kind = _TOLD_MARKS.get(MarkKind(event.kind))
    if kind is not None and not says_more(kind, event.actor_id, event.post_id):
        happened(kind, event.actor_id, thread_id=event.thread_id, post_id=event.post_id)


@listens_to(InfoRequested)
def tell_asker_what_is_missing(event: InfoRequested) -> None:
    """The asker, who alone can tell more."""
    happened(
        NotificationKind.NEEDS_INFO,
        event.actor_id,
        thread_id=event.thread_id,
        post_id=event.post_id,
        mentioned_ids=event.mentioned_ids,
    )


@listens_to(KnownIssueChanged)
def tell_of_fix(event: KnownIssueChanged) -> None:
    """Everyone who waits for it, once for ever."""
    if event.first_fix:
        happened(
            NotificationKind.FIXED, event.actor_id, thread_id=event.thread_id, detail=event.after
        )


@listens_to(IdeaMoved)
def tell_of_idea(event: IdeaMoved) -> None:
    """Everyone who follows the idea; nobody of a state that was only taken back."""
    if event.after:
        happened(
            NotificationKind(f"idea_{event.after}"),
            event.actor_id,
            thread_id=event.thread_id,
            detail=event.reason,
        )


@listens_to(ArticlePublished)
def thank_contributors(event: ArticlePublished) -> None:
    """Everyone whose words the article stands on."""
    if event.first_time:
        happened(NotificationKind.ARTICLE, event.actor_id, article_id=event.article_id)


@listens_to(PostDeleted)
def forget_removed_post(event: PostDeleted) -> None:
    """Nobody is told of what is gone."""
    if not event.restored:
        forgetting.of_post(event.post_id)


@listens_to(ThreadCurated)
def forget_removed_thread(event: ThreadCurated) -> None:
    """Nor of what went where they may not follow."""
    if event.verb == "delete":
        forgetting.of_thread(event.thread_id)
    elif event.verb == "move":
        thread = db.session.get_one(Thread, event.thread_id)
        if db.session.get_one(Category, thread.category_id).audience is Audience.STAFF:
            forgetting.of_thread(event.thread_id, but_for_staff=True)


@listens_to(ArticleWithdrawn)
def forget_withdrawn_article(event: ArticleWithdrawn) -> None:
    """Nor of an article that only writers still see."""
    forgetting.of_article(event.article_id)
