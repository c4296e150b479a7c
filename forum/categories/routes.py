"""Where admins look after categories and products; to everyone else there is no such place."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor
from forum.categories import actions, queries
from forum.categories.forms import CategoryForm, PlaceForm
from forum.categories.models import Category, Product
from forum.core.errors import Refused
from forum.core.permissions import Permission, requires

blueprint = Blueprint("places", __name__, url_prefix="/admin")


@blueprint.get("/places")
@requires(Permission.MANAGE_PLACES, hidden=True)
def index() -> str:
    """Everything there is, in its order."""
    return render_template(
        "forum/categories/places.html",
        categories=queries.everything(),
        products=queries.all_products(),
    )


@blueprint.get("/categories/new")
@requires(Permission.MANAGE_PLACES, hidden=True)
def new_category() -> str:
    """An empty form."""
    return _category_page(CategoryForm(formdata=None).with_parents(queries.everything()))


@blueprint.post("/categories/new")
@requires(Permission.MANAGE_PLACES, hidden=True)
def make_category() -> Response:
    """Make it."""
    form = CategoryForm().with_parents(queries.everything())
    if not form.validate_on_submit():
        return make_response(_category_page(form), 400)
    try:
        actions.make_category(
            current_actor(),
            form.chosen_address(),
            form.text(),
            form.parent.data or None,
            form.audience,
        )
    except Refused as refusal:
        form.form_errors.append(f"{refusal.message} {refusal.what_to_do}")
        return make_response(_category_page(form), 409)
    return _done()


@blueprint.get("/categories/<int:category_id>")
@requires(Permission.MANAGE_PLACES, hidden=True)
def category(category_id: int) -> str:
    """A category to change."""
    found = queries.get_place(Category, category_id)
    form = CategoryForm(formdata=None, obj=found).without_what_is_fixed()
    return _category_page(form, found)


@blueprint.post("/categories/<int:category_id>")
@requires(Permission.MANAGE_PLACES, hidden=True)
def edit_category(category_id: int) -> Response:
    """Change it."""
    found = queries.get_place(Category, category_id)
    form = CategoryForm().without_what_is_fixed()
    if not form.validate_on_submit():
        return make_response(_category_page(form, found), 400)
    actions.edit_category(current_actor(), found.id, form.text())
    return _done()


@blueprint.get("/products/new")
@requires(Permission.MANAGE_PLACES, hidden=True)
def new_product() -> str:
    """An empty form."""
    return _product_page(PlaceForm(formdata=None))


@blueprint.post("/products/new")
@requires(Permission.MANAGE_PLACES, hidden=True)
def make_product() -> Response:
    """Make it."""
    form = PlaceForm()
    if not form.validate_on_submit():
        return make_response(_product_page(form), 400)
    try:
        actions.make_product(current_actor(), form.chosen_address(), form.text())
    except Refused as refusal:
        form.form_errors.append(f"{refusal.message} {refusal.what_to_do}")
        return make_response(_product_page(form), 409)
    return _done()


@blueprint.get("/products/<int:product_id>")
@requires(Permission.MANAGE_PLACES, hidden=True)
def product(product_id: int) -> str:
    """A product to change."""
    found = queries.get_place(Product, product_id)
    form = PlaceForm(formdata=None, obj=found).without_what_is_fixed()
    return _product_page(form, found)


@blueprint.post("/products/<int:product_id>")
@requires(Permission.MANAGE_PLACES, hidden=True)
def edit_product(product_id: int) -> Response:
    """Change it."""
    found, form = queries.get_place(Product, product_id), PlaceForm().without_what_is_fixed()
    if not form.validate_on_submit():
        return make_response(_product_page(form, found), 400)
    actions.edit_product(current_actor(), found.id, form.text())
    return _done()


@blueprint.post("/products/<int:product_id>/retire")
@requires(Permission.MANAGE_PLACES, hidden=True)
def retire(product_id: int) -> Response:
    """Offer it no more."""
    actions.retire(current_actor(), product_id)
    return _done()


@blueprint.post("/products/<int:product_id>/retire/delete")
@requires(Permission.MANAGE_PLACES, hidden=True)
def bring_back(product_id: int) -> Response:
    """Offer it again."""
    actions.bring_back(current_actor(), product_id)
    return _done()


def _category_page(form: CategoryForm, found: Category | None = None) -> str:
    return render_template("forum/categories/category_form.html", form=form, category=found)


def _product_page(form: PlaceForm, found: Product | None = None) -> str:
    return render_template("forum/categories/product_form.html", form=form, product=found)


def _done() -> Response:
    flash(_("Saved."), "done")
    return redirect(url_for("places.index"), 303)
