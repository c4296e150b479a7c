"""The page of the site's settings, and what a colour would look like before it is saved."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.core import settings
from forum.core.pages import wants_fragment
from forum.core.permissions import Permission, requires
from forum.core.web import takes_up_to
from forum.uploads.policy import FILE_MAX_BYTES
from moderation.desk import current_rep, desk
from moderation.settings import actions
from moderation.settings.forms import SiteForm, form_of
from moderation.settings.report import report_on

BESIDES_THE_FILE = 64 * 1024  # what a form around it takes


@desk.get("/settings", endpoint="settings")
@requires(Permission.MANAGE_SITE, hidden=True)
def show() -> Response:
    """What holds now."""
    return _page(form_of(settings.current()), settings.current().accent)


@desk.post("/settings", endpoint="save_settings")
@requires(Permission.MANAGE_SITE, hidden=True)
def save() -> Response:
    """Keep what was typed."""
    form = SiteForm()
    if not form.validate():
        return _page(form, settings.current().accent, 400)
    changed = actions.change_site(current_rep(), form.text())
    flash(_("Saved. Every page has it now.") if changed else _("Nothing had changed."), "done")
    return redirect(url_for("desk.settings"), 303)


@desk.post("/settings/logo", endpoint="put_logo")
@requires(Permission.MANAGE_SITE, hidden=True)
@takes_up_to(FILE_MAX_BYTES + BESIDES_THE_FILE)
def put_logo() -> Response:
    """Show the picture that was sent in the place of the knot."""
    file = request.files.get("logo")
    sent = file.read() if file else b""
    if not sent:
        flash(_("Choose a picture first."), "error")
        return redirect(url_for("desk.settings"), 303)
    actions.put_logo(current_rep(), sent)
    flash(_("The logo is on every page now."), "done")
    return redirect(url_for("desk.settings"), 303)


@desk.post("/settings/logo/delete", endpoint="remove_logo")
@requires(Permission.MANAGE_SITE, hidden=True)
def remove_logo() -> Response:
    """Back to the knot."""
    actions.remove_logo(current_rep())
    flash(_("The knot stands beside the name again."), "done")
    return redirect(url_for("desk.settings"), 303)


@desk.post("/settings/preview", endpoint="preview_settings")
@requires(Permission.MANAGE_SITE, hidden=True)
def preview() -> Response:
    """What the accent that was typed would do; nothing is kept."""
    form = SiteForm()
    if not form.validate():
        if wants_fragment():
            return make_response("", 204)  # half typed: the last colour stays
        return _page(form, settings.current().accent, 400)
    accent = form.text().accent
    if wants_fragment():
        return make_response(
            render_template("moderation/settings/preview.html", report=report_on(accent))
        )
    return _page(form, accent)


def _page(form: SiteForm, accent: str, status: int = 200) -> Response:
    page = render_template(
        "moderation/settings/page.html",
        form=form,
        report=report_on(accent),
        desk_queue="settings",
    )
    return make_response(page, status)
