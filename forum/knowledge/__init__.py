"""The public side of the knowledge base: articles that grew out of threads."""

from flask import Flask

from forum.core.slots import public_panel
from forum.knowledge import listeners, merging, redacting
from forum.knowledge.commands import knowledge
from forum.knowledge.models import Article, ArticleRevision
from forum.knowledge.panels import articles_of_categories, articles_of_threads, linked_articles
from forum.knowledge.routes import blueprint
from forum.uploads.holders import column_holds_pictures

__all__ = ["listeners", "merging", "redacting", "register"]


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(blueprint)
    app.cli.add_command(knowledge)
    public_panel("thread.article", articles_of_threads)
    public_panel("category.aside", articles_of_categories)
    public_panel("linked.articles", linked_articles)
    column_holds_pictures(Article.source)
    column_holds_pictures(ArticleRevision.source)
