"""The one page."""

from pathlib import Path

from flask import Blueprint, current_app, render_template

from forum.core.errors import NotFound
from forum.core.permissions import public
from moderation.styleguide.forms import (
    sample_article_form,
    sample_form,
    sample_form_with_errors,
)
from moderation.styleguide.parts import icons, parts
from moderation.styleguide.samples import samples

blueprint = Blueprint("styleguide", __name__)


@blueprint.get("/styleguide")
@public
def show() -> str:
    """Every component, drawn by its own macros."""
    if not current_app.config["THREADWELL"].debug:
        raise NotFound()
    root: Path = current_app.config["ROOT"]
    return render_template(
        "moderation/styleguide/index.html",
        parts=parts(root / "templates"),
        form=sample_form(),
        article_form=sample_article_form(),
        wrong=sample_form_with_errors(),
        icons=icons(root / "static"),
        **samples(),
    )
