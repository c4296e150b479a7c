"""Common questions under the desk: what is chosen, what could be, and the order."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import language
from forum.core.permissions import Permission, requires
from forum.finding.targets import target_of
from forum.knowledge.queries.faq import FAQ_MAX
from moderation.desk import desk
from moderation.faq import actions, queries
from moderation.faq.forms import ChooseForm

blueprint = Blueprint("faq", __name__, url_prefix="/faq")
editors_only = requires(Permission.PUBLISH_ARTICLE, hidden=True)


@blueprint.get("")
@editors_only
def index() -> str:
    """What is chosen, and what could be."""
    return _page(ChooseForm(formdata=None))


@blueprint.post("/add")
@editors_only
def add() -> Response | tuple[str, int]:
    """Choose one."""
    form = ChooseForm()
    if not form.validate():
        return _page(form), 400
    try:
        actions.add(current_person(), target_of(form.target.data))
    except NotFound:
        form.target.errors = [_("That is neither a question nor an article of this site.")]
        return _page(form), 400
    except (Invalid, Refused) as refusal:
        form.target.errors = [f"{refusal.message} {refusal.what_to_do}".strip()]
        return _page(form), refusal.status
    return _back(_("Added at the end."))


@blueprint.post("/<int:entry_id>/up")
@editors_only
def up(entry_id: int) -> Response:
    """One place higher."""
    actions.move(current_person(), entry_id, up=True)
    return _back("", entry_id)


@blueprint.post("/<int:entry_id>/down")
@editors_only
def down(entry_id: int) -> Response:
    """One place lower."""
    actions.move(current_person(), entry_id, up=False)
    return _back("", entry_id)


@blueprint.post("/<int:entry_id>/delete")
@editors_only
def remove(entry_id: int) -> Response:
    """Take it out."""
    actions.remove(current_person(), entry_id)
    return _back(_("Removed from the list. What it led to is still there."))


def _back(done: str, entry_id: int | None = None) -> Response:
    if done:
        flash(done, "done")
    anchor = f"entry-{entry_id}" if entry_id else None
    return redirect(url_for("desk.faq.index", _anchor=anchor), 303)


def _page(form: ChooseForm) -> str:
    viewer = current_person()
    rows = queries.chosen(viewer, language())
    return render_template(
        "moderation/faq/index.html",
        desk_queue="faq",
        form=form,
        rows=rows,
        proposals=queries.proposals(viewer, [row.entry for row in rows]),
        most=FAQ_MAX,
    )


desk.register_blueprint(blueprint)
