"""Articles of the demo, each paragraph with the post whose words it carries."""

from collections.abc import Iterable
from datetime import timedelta

from forum.accounts.models import User
from forum.core.db import db
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.core.permissions import Permission
from forum.knowledge.models import (
    Article,
    ArticleContributor,
    ArticleFeedback,
    ArticleRevision,
    ArticleSource,
    ArticleStatus,
)
from forum.knowledge.sections import rendered
from forum.threads.models import Tag, ThreadEvent, ThreadEventKind
from moderation.demo.cast import Cast
from moderation.demo.content import ArticleText
from moderation.demo.provenance import Origin, origins
from moderation.demo.staff_log import log

WRITTEN_BEFORE = timedelta(days=1)  # a draft waits that long until somebody publishes it
FEEDBACK_AFTER = timedelta(hours=9)
VIEWS_PER_ANSWER = 23  # about one reader in so many says whether it helped


def add_articles(cast: Cast, articles: tuple[ArticleText, ...]) -> None:
    """Drafts, articles in review and published ones, originals before their translations."""
    for text in sorted(articles, key=lambda article: bool(article.translation_of)):
        article = _article(cast, text)
        db.session.add(article)
        db.session.flush()
        cast.articles[text.key] = article
        db.session.add(
            ArticleRevision(
                article_id=article.id,
                number=1,
                title=article.title,
                source=article.source,
                editor_id=article.author_id,
                created_at=article.created_at,
            )
        )
        played = [cast.threads[key] for key in text.threads]
        found = origins(text.body, played)
        db.session.add_all(_source(article, origin) for origin in found)
        _credit(cast, article, text, found)
        _add_feedback(cast, article, text)
        _log(cast, article, [row.thread.id for row in played])
    db.session.flush()


def _article(cast: Cast, text: ArticleText) -> Article:
    author = cast.people[text.author]
    status = ArticleStatus(text.status)
    published_at = cast.at(text.days_ago)
    created_at = published_at - WRITTEN_BEFORE
    is_published = status is ArticleStatus.PUBLISHED
    changed_by = _publisher(cast, author) if is_published else author
    original = cast.articles[text.translation_of].id if text.translation_of else None
    return Article(
        title=text.title,
        slug=slug(text.title),
        summary=text.summary,
        language=text.language,
        category_id=cast.categories[text.category].id,
        status=status,
        source=text.body,
        html=rendered(text.body),
        markup_version=MARKUP_VERSION,
        author_id=author.id,
        created_at=created_at,
        updated_at=published_at if is_published else created_at,
        status_changed_at=published_at,
        status_changed_by_id=changed_by.id,
        published_at=published_at if is_published else None,
        published_by_id=changed_by.id if is_published else None,
        translation_of_id=original,
        translated_revision=1 if original else None,
        view_count=VIEWS_PER_ANSWER * (len(text.helpful) + len(text.not_helpful)),
        import_key=f"demo:article:{text.key}",
        tags=_tags(cast, text),
    )


def _publisher(cast: Cast, author: User) -> User:
    """Somebody else than the author: two people stand behind a published article."""
    return next(
        person
        for person in cast.people.values()
        if person.can(Permission.PUBLISH_ARTICLE) and person.id != author.id
    )


def _tags(cast: Cast, text: ArticleText) -> list[Tag]:
    tags = {tag.slug: tag for key in text.threads for tag in cast.threads[key].tags}
    return [tags[name] for name in sorted(tags)]


def _source(article: Article, origin: Origin) -> ArticleSource:
    return ArticleSource(
        article_id=article.id,
        thread_id=origin.post.thread_id,
        post_id=origin.post.id,
        post_revision=origin.post.revision_number,
        paragraph=origin.words,
        position=origin.position,
    )


def _credit(cast: Cast, article: Article, text: ArticleText, found: Iterable[Origin]) -> None:
    named = {cast.people[key].id for key in text.contributors}
    wrote = {origin.post.author_id for origin in found}
    db.session.add_all(
        ArticleContributor(article_id=article.id, user_id=user_id)
        for user_id in sorted((named | wrote) - {article.author_id})
    )


def _add_feedback(cast: Cast, article: Article, text: ArticleText) -> None:
    said = [(key, True) for key in text.helpful] + [(key, False) for key in text.not_helpful]
    for number, (key, helpful) in enumerate(said, start=1):
        since = article.published_at or article.created_at
        db.session.add(
            ArticleFeedback(
                article_id=article.id,
                reader_key=f"user:{cast.people[key].id}",
                helpful=helpful,
                created_at=cast.not_after_now(since + number * FEEDBACK_AFTER),
            )
        )


def _log(cast: Cast, article: Article, thread_ids: list[int]) -> None:
    author = cast.person(article.author_id)
    origin = f"thread {thread_ids[0]}" if thread_ids else ""
    log(author, "draft", "article", article.id, article.created_at, after=origin)
    if article.status is ArticleStatus.IN_REVIEW:
        log(author, "submit", "article", article.id, article.status_changed_at)
    if article.published_at is None or article.published_by_id is None:
        return
    publisher = cast.person(article.published_by_id)
    log(publisher, "publish", "article", article.id, article.published_at)
    db.session.add_all(
        ThreadEvent(
            thread_id=thread_id,
            kind=ThreadEventKind.ARTICLE,
            actor_id=publisher.id,
            detail=str(article.id),
            created_at=article.published_at,
        )
        for thread_id in thread_ids
    )
