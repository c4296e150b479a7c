"""What the pages of promotion share."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.core.permissions import Permission, requires

articles = Blueprint("promotion", __name__, url_prefix="/articles")
threads = Blueprint("promotion", __name__)
writer_only = requires(Permission.WRITE_ARTICLE, hidden=True)
publisher_only = requires(Permission.PUBLISH_ARTICLE, hidden=True)


def back_to_editor(article_id: int, done: str) -> Response:
    """Say what was done, in the editor."""
    flash(done, "done")
    return redirect(url_for("desk.promotion.edit", article_id=article_id), 303)


def back(article_id: int, done: str) -> Response:
    """Say what was done, where it was done: in the list or in the editor."""
    if request.form.get("from") == "list":
        flash(done, "done")
        return redirect(url_for("desk.promotion.check"), 303)
    return back_to_editor(article_id, done)


def refuse_form(article_id: int, form: FlaskForm) -> Response:
    """Say what is wrong with a small form beside the editor; the editor's text is not in it."""
    for errors in form.errors.values():
        for error in errors:
            flash(str(error), "warning")
    return redirect(url_for("desk.promotion.edit", article_id=article_id), 303)
