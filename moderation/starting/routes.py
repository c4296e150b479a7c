"""Getting started, under the desk: for each product what to read first, in order."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.categories.models import Product
from forum.categories.queries import get_place
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import language
from forum.core.permissions import Permission, requires
from forum.finding.targets import target_of
from forum.knowledge.queries.paths import PATH_MAX
from moderation.desk import desk
from moderation.starting import actions, queries
from moderation.starting.forms import StepForm

blueprint = Blueprint("paths", __name__, url_prefix="/paths")
editors_only = requires(Permission.PUBLISH_ARTICLE, hidden=True)


@blueprint.get("")
@editors_only
def index() -> str:
    """Every product, and how many steps it has."""
    return render_template(
        "moderation/starting/index.html", desk_queue="paths", rows=queries.numbers()
    )


@blueprint.get("/<int:product_id>")
@editors_only
def path(product_id: int) -> str:
    """What is chosen for a product, and what could be."""
    return _page(product_id, StepForm(formdata=None))


@blueprint.post("/<int:product_id>/add")
@editors_only
def add(product_id: int) -> Response | tuple[str, int]:
    """Choose one."""
    form = StepForm()
    get_place(Product, product_id)
    if not form.validate():
        return _page(product_id, form), 400
    try:
        actions.add(current_person(), product_id, target_of(form.target.data))
    except NotFound:
        form.target.errors = [_("That is no article of this site.")]
        return _page(product_id, form), 400
    except (Invalid, Refused) as refusal:
        form.target.errors = [f"{refusal.message} {refusal.what_to_do}".strip()]
        return _page(product_id, form), refusal.status
    return _back(product_id, _("Added at the end."))


@blueprint.post("/steps/<int:step_id>/up")
@editors_only
def up(step_id: int) -> Response:
    """One place higher."""
    return _back(actions.move(current_person(), step_id, up=True), step_id=step_id)


@blueprint.post("/steps/<int:step_id>/down")
@editors_only
def down(step_id: int) -> Response:
    """One place lower."""
    return _back(actions.move(current_person(), step_id, up=False), step_id=step_id)


@blueprint.post("/steps/<int:step_id>/delete")
@editors_only
def remove(step_id: int) -> Response:
    """Take it out."""
    product_id = actions.remove(current_person(), step_id)
    return _back(product_id, _("Removed from the list. What it led to is still there."))


def _back(product_id: int, done: str = "", step_id: int | None = None) -> Response:
    if done:
        flash(done, "done")
    anchor = f"step-{step_id}" if step_id else None
    return redirect(url_for("desk.paths.path", product_id=product_id, _anchor=anchor), 303)


def _page(product_id: int, form: StepForm) -> str:
    viewer, product = current_person(), get_place(Product, product_id)
    rows = queries.chosen(product, viewer, language())
    return render_template(
        "moderation/starting/path.html",
        desk_queue="paths",
        product=product,
        form=form,
        rows=rows,
        proposals=queries.proposals(viewer, rows),
        most=PATH_MAX,
    )


desk.register_blueprint(blueprint)
