"""When what an article stands on changes, somebody should look at the article again."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from forum.categories.models import Audience, Category
from forum.core.db import db
from forum.core.events import listens_to
from forum.knowledge.events import ArticleEdited, ArticleNotHelpful
from forum.knowledge.models import READABLE, Article, ArticleRevision, ArticleSource
from forum.notifications.audiences import finds_people
from forum.notifications.models import Happening, NotificationKind
from forum.threads.events import (
    AnswerMarked,
    AnswerUnmarked,
    PostDeleted,
    PostEdited,
    ThreadCurated,
)
from forum.threads.models import SOLVING, AnswerMark, MarkKind, Post, Revision, Thread
from moderation.promotion.actions.tasks import open_task
from moderation.promotion.models import Cause


@listens_to(PostEdited)
def words_were_edited(event: PostEdited) -> None:
    """Only the very words that an article carries matter; the rest of a post may change freely."""
    post = db.session.get_one(Post, event.post_id)
    thread = db.session.get_one(Thread, event.thread_id)
    before = db.session.scalar(
        select(Revision).where(
            Revision.post_id == post.id, Revision.number == post.revision_number - 1
        )
    )
    if before is None:
        return
    said, says = (
        _plain(f"{before.title}\n{before.source}"),
        _plain(f"{thread.title}\n{post.source}"),
    )
    rows = db.session.execute(
        select(ArticleSource, Article)
        .join(Article, Article.id == ArticleSource.article_id)
        .where(ArticleSource.post_id == post.id, Article.status.in_(READABLE))
    )
    for row, article in rows.all():
        words = _plain(row.paragraph)
        is_carried = row.position is not None or words in _plain(article.source)
        if words and is_carried and words in said and words not in says:
            open_task(article.id, Cause.SOURCE_EDITED, thread_id=thread.id, post_id=post.id)


@listens_to(PostDeleted)
def post_went(event: PostDeleted) -> None:
    """Words out of sight should not be read elsewhere without a thought."""
    if not event.restored:
        for article_id in _articles(ArticleSource.post_id == event.post_id):
            open_task(
                article_id, Cause.SOURCE_GONE, thread_id=event.thread_id, post_id=event.post_id
            )


@listens_to(ThreadCurated)
def thread_went(event: ThreadCurated) -> None:
    """Nor those of a whole thread, or of one that only the team reads from now on."""
    if event.verb == "delete" or (event.verb == "move" and _is_for_staff(event.thread_id)):
        for article_id in _articles(ArticleSource.thread_id == event.thread_id):
            open_task(article_id, Cause.SOURCE_GONE, thread_id=event.thread_id)


@listens_to(AnswerUnmarked)
def solution_is_none(event: AnswerUnmarked) -> None:
    """Nobody who would know stands behind these words any more."""
    db.session.flush()
    post = db.session.get_one(Post, event.post_id)
    if post.is_gone or MarkKind(event.kind) not in SOLVING:
        return
    still = select(AnswerMark.id).where(
        AnswerMark.post_id == post.id,
        AnswerMark.kind.in_(SOLVING),
        AnswerMark.revoked_at.is_(None),
    )
    if db.session.scalar(still.limit(1)) is not None:
        return
    for article_id in _articles(ArticleSource.post_id == post.id):
        open_task(article_id, Cause.NOT_SOLVED, thread_id=event.thread_id, post_id=post.id)


@listens_to(AnswerMarked)
def team_says_otherwise(event: AnswerMarked) -> None:
    """Another official answer where the article took its words from, or one that is out of date."""
    kind = MarkKind(event.kind)
    if kind is MarkKind.SUPERSEDED:
        found = _articles(ArticleSource.post_id == event.post_id)
    elif kind is MarkKind.OFFICIAL:
        found = _articles(ArticleSource.thread_id == event.thread_id) - _articles(
            ArticleSource.post_id == event.post_id
        )
    else:
        return
    for article_id in sorted(found):
        open_task(article_id, Cause.OTHER_ANSWER, thread_id=event.thread_id, post_id=event.post_id)


@listens_to(ArticleNotHelpful)
def reader_says_why(event: ArticleNotHelpful) -> None:
    """What is missing for one reader is missing for others."""
    open_task(event.article_id, Cause.NOT_HELPFUL, detail=event.reason)


@listens_to(ArticleEdited)
def translations_fall_behind(event: ArticleEdited) -> None:
    """They follow words: an original that only moved to another place leaves them as they are."""
    translations = db.session.scalars(
        select(Article).where(Article.translation_of_id == event.article_id)
    ).all()
    if not translations:
        return
    now, before = db.session.scalars(
        select(ArticleRevision)
        .where(
            ArticleRevision.article_id == event.article_id,
            ArticleRevision.number.in_((event.revision, event.revision - 1)),
        )
        .order_by(ArticleRevision.number.desc())
    ).all()
    says_the_same = (now.title, now.source) == (before.title, before.source)
    for row in translations:
        if not says_the_same:
            open_task(row.id, Cause.ORIGINAL_CHANGED)
        elif row.translated_revision == before.number:
            row.translated_revision = now.number


@finds_people(NotificationKind.PROPOSAL_TAKEN)
@finds_people(NotificationKind.PROPOSAL_DECLINED)
@finds_people(NotificationKind.ARTICLE_TO_CHECK)
def named_in_it(happening: Happening) -> Iterable[int]:
    """Whoever proposed it, or answers for it."""
    return happening.mentioned_ids


def _articles(stands_on: ColumnElement[bool]) -> set[int]:
    """The articles that readers have and that stand on it."""
    rows = (
        select(ArticleSource.article_id)
        .join(Article, Article.id == ArticleSource.article_id)
        .where(stands_on, Article.status.in_(READABLE))
    )
    return set(db.session.scalars(rows))


def _is_for_staff(thread_id: int) -> bool:
    thread = db.session.get_one(Thread, thread_id)
    return db.session.get_one(Category, thread.category_id).audience is Audience.STAFF


def _plain(text: str) -> str:
    return " ".join(text.split())
