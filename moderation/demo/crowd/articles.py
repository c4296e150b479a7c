"""Articles of a crowd, each from a settled thread."""

from typing import Any

from sqlalchemy import insert, select

from forum.core.db import db, transactional
from forum.core.markup import MARKUP_VERSION
from forum.core.pages import slug
from forum.finding.actions import mark_stale
from forum.finding.keys import article_key
from forum.knowledge.models import Article, ArticleContributor, ArticleSource, ArticleStatus
from forum.threads import counters
from forum.threads.models import Thread
from moderation.demo.crowd import chatter
from moderation.demo.crowd.cast import Crowd, insert_rows

THREADS_PER_ARTICLE = 50


@transactional
def add_articles(cast: Crowd) -> None:
    """Articles on settled threads, and the counts over everything."""
    step = max(1, cast.settled // max(1, cast.threads // THREADS_PER_ARTICLE))
    ids = db.session.scalars(select(Thread.id).order_by(Thread.id).limit(cast.settled)).all()
    sources = list(enumerate(ids))[::step]
    rows = [_article(cast, number) for number, _thread_id in sources]
    articles = insert_rows(Article, rows)
    made = list(zip(articles, sources, strict=True))
    db.session.execute(
        insert(ArticleSource),
        [{"article_id": made_id, "thread_id": thread_id} for made_id, (_n, thread_id) in made],
    )
    db.session.execute(
        insert(ArticleContributor),
        [
            {"article_id": made_id, "user_id": cast.people[cast.author(number)]}
            for made_id, (number, _thread_id) in made
        ],
    )
    counters.recount_tags()
    mark_stale([article_key(article_id) for article_id in articles])


def _article(cast: Crowd, number: int) -> dict[str, Any]:
    title, language = chatter.title(number), chatter.language_of(number)
    published_at = cast.asked_at(number) + (cast.now - cast.asked_at(number)) / 2
    parts = cast.texts[language][number % 50 : number % 50 + 4]
    by = cast.people[1]
    return {
        "title": title,
        "slug": slug(title),
        "summary": title,
        "language": language,
        "category_id": cast.categories[number % len(cast.categories)],
        "status": ArticleStatus.PUBLISHED,
        "source": "\n\n".join(f"## Step {n}\n\n{text}" for n, (text, _html) in enumerate(parts)),
        "html": "".join(
            f'<h2 id="s-{n}">Step {n}</h2>{html}' for n, (_text, html) in enumerate(parts)
        ),
        "markup_version": MARKUP_VERSION,
        "author_id": by,
        "created_at": published_at,
        "updated_at": published_at,
        "status_changed_at": published_at,
        "status_changed_by_id": by,
        "published_at": published_at,
        "published_by_id": by,
    }
