"""The same article in other languages."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from moderation.promotion import actions
from moderation.promotion.routes.base import articles, back_to_editor, writer_only


@articles.post("/<int:article_id>/translate")
@writer_only
def translate(article_id: int) -> Response:
    """A draft in another language, with the words of the original to write over."""
    draft = actions.translate(current_person(), article_id, request.form.get("language", ""))
    return back_to_editor(draft.id, _("The draft holds the original: write over it, and save."))


@articles.post("/<int:article_id>/up-to-date")
@writer_only
def up_to_date(article_id: int) -> Response:
    """The translation says what the original says now."""
    actions.up_to_date(current_person(), article_id)
    return back_to_editor(article_id, _("It says what the original says now."))
