"""Webhooks under the desk: the list, the form, the log of one, and its buttons."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core.errors import Refused
from forum.core.permissions import Permission, requires
from moderation.desk import current_rep, desk
from moderation.webhooks import actions, queries, wording
from moderation.webhooks.forms import WebhookForm
from moderation.webhooks.models import WebhookEndpoint

blueprint = Blueprint("webhooks", __name__)
admin_only = requires(Permission.MANAGE_SITE, hidden=True)


@blueprint.get("/webhooks")
@admin_only
def index() -> str:
    """Every address that is told."""
    lines = queries.listed(current_rep())
    return render_template(
        "moderation/webhooks/index.html",
        desk_queue="webhooks",
        lines=lines,
        event_name=wording.event_name,
    )


@blueprint.get("/webhooks/new")
@admin_only
def new() -> str:
    """An empty form."""
    return _new_page(WebhookForm(formdata=None).offer())


@blueprint.post("/webhooks/new")
@admin_only
def create() -> Response | tuple[str, int]:
    """Add it, and show its secret this once; what cannot be saved comes back as it was typed."""
    form = WebhookForm().offer()
    if not form.validate():
        return _new_page(form), 400
    try:
        row = actions.create(current_rep(), form.url.data, form.kinds())
    except Refused as refusal:
        return _new_page(form.refuse(refusal)), refusal.status
    return _secret_page(row)


@blueprint.get("/webhooks/<int:endpoint_id>")
@admin_only
def show(endpoint_id: int) -> str:
    """One of them, to be changed, with what was sent to it."""
    row = queries.get_endpoint(endpoint_id, current_rep())
    return _page(row, WebhookForm(formdata=None).offer().fill(row))


@blueprint.post("/webhooks/<int:endpoint_id>")
@admin_only
def save(endpoint_id: int) -> Response | tuple[str, int]:
    """Let it stand elsewhere or be told of other things."""
    row = queries.get_endpoint(endpoint_id, current_rep())
    form = WebhookForm().offer()
    if not form.validate():
        return _page(row, form), 400
    try:
        actions.change(current_rep(), endpoint_id, form.url.data, form.kinds())
    except Refused as refusal:
        row = queries.get_endpoint(endpoint_id, current_rep())
        return _page(row, form.refuse(refusal)), refusal.status
    return _back(endpoint_id, _("Saved."))


@blueprint.post("/webhooks/<int:endpoint_id>/secret")
@admin_only
def renew_secret(endpoint_id: int) -> Response:
    """Another secret, shown this once."""
    return _secret_page(actions.renew_secret(current_rep(), endpoint_id))


@blueprint.post("/webhooks/<int:endpoint_id>/ping")
@admin_only
def ping(endpoint_id: int) -> Response:
    """Send a test."""
    actions.ping(current_rep(), endpoint_id)
    return _back(endpoint_id, _("A test is on its way; look at this page again in a moment."))


@blueprint.post("/webhooks/<int:endpoint_id>/stop")
@admin_only
def stop(endpoint_id: int) -> Response:
    """Send nothing there."""
    actions.stop(current_rep(), endpoint_id)
    return _back(endpoint_id, _("Stopped: nothing is sent there."))


@blueprint.post("/webhooks/<int:endpoint_id>/stop/delete")
@admin_only
def start(endpoint_id: int) -> Response:
    """Send again."""
    actions.start(current_rep(), endpoint_id)
    return _back(endpoint_id, _("It is told again of what happens from now on."))


@blueprint.post("/webhooks/<int:endpoint_id>/delete")
@admin_only
def remove(endpoint_id: int) -> Response:
    """Forget it."""
    actions.remove(current_rep(), endpoint_id)
    flash(_("Removed, with the log of what was sent there."), "done")
    return redirect(url_for("desk.webhooks.index"), 303)


@blueprint.post("/webhooks/<int:endpoint_id>/deliveries/<int:delivery_id>/replay")
@admin_only
def replay(endpoint_id: int, delivery_id: int) -> Response:
    """Send one thing once more."""
    actions.replay(current_rep(), endpoint_id, delivery_id)
    return _back(endpoint_id, _("It is sent once more."))


def _new_page(form: WebhookForm) -> str:
    return render_template("moderation/webhooks/new.html", desk_queue="webhooks", form=form)


def _secret_page(row: WebhookEndpoint) -> Response:
    page = render_template("moderation/webhooks/secret.html", desk_queue="webhooks", row=row)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(row: WebhookEndpoint, form: WebhookForm) -> str:
    page = queries.deliveries(row, request.args.get("after"))
    next_url = None
    if page.next_cursor:
        next_url = url_for("desk.webhooks.show", endpoint_id=row.id, after=page.next_cursor)
    return render_template(
        "moderation/webhooks/show.html",
        desk_queue="webhooks",
        row=row,
        form=form,
        deliveries=page.items,
        next_url=next_url,
        wording=wording,
    )


def _back(endpoint_id: int, done: str) -> Response:
    flash(done, "done")
    return redirect(url_for("desk.webhooks.show", endpoint_id=endpoint_id), 303)


desk.register_blueprint(blueprint)
