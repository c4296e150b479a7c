"""``/demo/mail``: where a demo's mail arrives."""

from flask import Blueprint, current_app, render_template

from forum.core.errors import NotFound
from forum.core.permissions import public
from moderation.demo.mailbox import Letter, letters, pieces

blueprint = Blueprint("demo", __name__, url_prefix="/demo")


@blueprint.get("/mail")
@public
def mail() -> str:
    """All messages, newest first."""
    return render_template("moderation/demo/mail.html", letters=_letters())


@blueprint.get("/mail/<name>")
@public
def letter(name: str) -> str:
    """One message, with links to follow."""
    found = next((letter for letter in _letters() if letter.name == name), None)
    if found is None:
        raise NotFound()
    site_url = current_app.config["THREADWELL"].site_url
    parts = list(pieces(found.text, site_url))
    return render_template("moderation/demo/letter.html", letter=found, pieces=parts)


def _letters() -> list[Letter]:
    settings = current_app.config["THREADWELL"]
    if not settings.demo:
        raise NotFound()
    return letters(settings.instance / "mail")
