"""A draft about what many ask and nobody answered yet."""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.core.errors import NotFound
from forum.core.i18n import in_language
from forum.finding.clusters import members
from forum.knowledge.models import Article
from moderation.promotion.actions.writing import ArticleText, begin_article
from moderation.promotion.blocks import literal


def begin_about(actor: User, cluster_id: int) -> Article:
    """A draft that stands on every question that asks the same, with an empty solution.

    Raises:
        NotFound: nobody asked the same there, as far as the actor sees. NotAllowed.
    """
    threads = members(cluster_id, actor)
    if not threads:
        raise NotFound()
    first = threads[0]
    with in_language(first.language):
        problem, solution = _("Problem"), _("Solution")
    asked = "\n".join(f"- {literal(row.title)}" for row in threads)
    source = f"## {problem}\n\n{asked}\n\n## {solution}\n"
    text = ArticleText(first.title, source, first.category_id, first.language)
    return begin_article(actor, text, [row.id for row in threads])
