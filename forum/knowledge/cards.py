"""How articles stand in lists."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from forum.knowledge.models import Article, ArticleStatus


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What ``components/article_card.html`` draws."""

    id: int
    title: str
    url: str
    summary: str
    language: str
    category_name: str
    updated_at: datetime
    helped: int
    marks: tuple[tuple[str, str], ...]


def article_url(article: Article) -> str:
    """The address of an article."""
    return url_for("knowledge.show", article_id=article.id, slug=article.slug)


def status_text(status: ArticleStatus) -> str:
    """Where an article stands, in a word or two."""
    words = {
        ArticleStatus.DRAFT: _("Draft"),
        ArticleStatus.IN_REVIEW: _("In review"),
        ArticleStatus.PUBLISHED: _("Published"),
        ArticleStatus.NEEDS_REVIEW: _("Needs review"),
        ArticleStatus.ARCHIVED: _("Archived"),
    }
    return str(words[status])


def card(article: Article, language: str) -> ArticleCard:
    """An article, loaded with its category, for a list in a reader's language."""
    hidden = (("neutral", status_text(article.status)),) if not article.is_readable else ()
    return ArticleCard(
        id=article.id,
        title=article.title,
        url=article_url(article),
        summary=article.summary,
        language=article.language,
        category_name=article.category.name(language),
        updated_at=article.updated_at,
        helped=article.helpful_count,
        marks=hidden,
    )
