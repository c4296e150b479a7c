"""The private box of a thread, on a page of its own that is kept nowhere."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forum.accounts.current import current_actor, current_person
from forum.confidential import actions
from forum.confidential.forms import DetailsForm, TicketForm
from forum.confidential.queries import private_box
from forum.core import clock
from forum.core.permissions import Permission, requires, signed_in

blueprint = Blueprint("confidential", __name__)


@blueprint.get("/t/<int:thread_id>/private")
@signed_in
def show(thread_id: int) -> Response:
    """What the asker told the team."""
    return _page(thread_id)


@blueprint.post("/t/<int:thread_id>/private")
@signed_in
def write(thread_id: int) -> Response:
    """The asker writes; what was refused is kept as it was typed."""
    form = DetailsForm()
    if not form.validate_on_submit():
        return _page(thread_id, 400, details=form)
    actions.write_details(current_person(), thread_id, form.text.data)
    return _back(thread_id)


@blueprint.post("/t/<int:thread_id>/private/delete")
@signed_in
def erase(thread_id: int) -> Response:
    """The asker erases it."""
    actions.erase_details(current_person(), thread_id)
    return _back(thread_id)


@blueprint.post("/t/<int:thread_id>/private/ask")
@requires(Permission.CURATE, hidden=True)
def ask(thread_id: int) -> Response:
    """The team asks for it."""
    actions.ask_for_details(current_person(), thread_id)
    return _back(thread_id)


@blueprint.post("/t/<int:thread_id>/private/open")
@requires(Permission.CURATE, hidden=True)
def open_box(thread_id: int) -> Response:
    """Somebody of the team reads it, which is logged."""
    actions.open_box(current_person(), thread_id)
    return _back(thread_id)


@blueprint.post("/t/<int:thread_id>/private/ticket")
@requires(Permission.CURATE, hidden=True)
def name_ticket(thread_id: int) -> Response:
    """The team goes on elsewhere."""
    form = TicketForm()
    if not form.validate_on_submit():
        return _page(thread_id, 400, ticket=form)
    actions.name_ticket(
        current_person(), thread_id, form.ticket_url.data or "", form.ticket_note.data or ""
    )
    return _back(thread_id)


def _back(thread_id: int) -> Response:
    return redirect(url_for("confidential.show", thread_id=thread_id), 303)


def _page(
    thread_id: int,
    status: int = 200,
    details: DetailsForm | None = None,
    ticket: TicketForm | None = None,
) -> Response:
    box = private_box(thread_id, current_actor(), clock.now())
    kept = {"ticket_url": box.ticket_url, "ticket_note": box.ticket_note}
    page = render_template(
        "forum/confidential/show.html",
        box=box,
        form=details or DetailsForm(formdata=None, data={"text": box.text}),
        ticket=ticket or TicketForm(formdata=None, data=kept),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
