"""Settings: what people decide about their own account."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from forum.accounts import actions, queries, sessions
from forum.accounts.current import current_person
from forum.accounts.settings_forms import BioForm, LeaveForm, NameForm, PreferencesForm
from forum.core.errors import Refused
from forum.core.permissions import public, signed_in

blueprint = Blueprint("accounts", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("/register/inbox")
@public
def look_into_inbox() -> str:
    """What to do after joining."""
    return render_template("forum/accounts/look_into_inbox.html")


@blueprint.route("/settings")
@signed_in
def settings() -> str:
    """Profile and preferences."""
    return _profile_page()


def _profile_page(
    name: NameForm | None = None,
    bio: BioForm | None = None,
    preferences: PreferencesForm | None = None,
) -> str:
    person = current_person()
    return render_template(
        "forum/accounts/settings.html",
        name_form=name or NameForm(person, formdata=None),
        bio_form=bio or BioForm(obj=person, formdata=None),
        preferences_form=preferences or PreferencesForm(obj=person, formdata=None),
    )


@blueprint.route("/settings/name", methods=["POST"])
@signed_in
def rename() -> Page:
    """Go by another name."""
    form = NameForm(current_person())
    if not form.validate_on_submit():
        return _profile_page(name=form), 400
    try:
        actions.rename(current_person().id, form.name.data)
    except Refused as refusal:
        form.name.errors = [f"{refusal.message} {refusal.what_to_do}"]
        return _profile_page(name=form), refusal.status
    flash(_("Your name is changed. Links with the old one still lead to you."), "done")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/settings/bio", methods=["POST"])
@signed_in
def set_bio() -> Page:
    """Say something about oneself."""
    form = BioForm()
    if not form.validate_on_submit():
        return _profile_page(bio=form), 400
    actions.set_bio(current_person().id, form.bio.data)
    flash(_("Saved."), "done")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/settings/preferences", methods=["POST"])
@signed_in
def set_preferences() -> Page:
    """Language, theme, mail."""
    form = PreferencesForm()
    if not form.validate_on_submit():
        return _profile_page(preferences=form), 400
    actions.set_preferences(
        current_person().id, form.language.data, form.theme.data, form.wants_mail.data
    )
    flash(_("Saved."), "done")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/settings/security")
@signed_in
def security() -> str:
    """Password, two-factor, and where one is signed in."""
    person = current_person()
    return render_template(
        "forum/accounts/security.html",
        person=person,
        recovery_codes_left=len(person.mf_recovery_codes),
        sessions=queries.live_sessions(person.id),
        this_browser=sessions.token_hash(sessions.current_token() or ""),
    )


@blueprint.route("/settings/sessions/<int:session_id>/end", methods=["POST"])
@signed_in
def end_session(session_id: int) -> Response:
    """Sign out somewhere else."""
    sessions.end_one(current_person().id, session_id)
    flash(_("That device is signed out."), "done")
    return redirect(url_for("accounts.security"), 303)


@blueprint.route("/settings/sessions/end-others", methods=["POST"])
@signed_in
def end_other_sessions() -> Response:
    """Sign out everywhere else."""
    sessions.end_all(current_person().id, but=sessions.current_token())
    flash(_("You are signed out everywhere but here."), "done")
    return redirect(url_for("accounts.security"), 303)


@blueprint.route("/settings/account")
@signed_in
def account() -> str:
    """Taking one's data along, and leaving."""
    form = LeaveForm(current_person(), formdata=None)
    return render_template("forum/accounts/account.html", form=form)


@blueprint.route("/settings/account/delete", methods=["POST"])
@signed_in
def delete() -> Page:
    """Delete one's account."""
    form = LeaveForm(current_person())
    if not form.validate_on_submit():
        return render_template("forum/accounts/account.html", form=form), 400
    actions.leave(current_person().id)
    logout_user()
    flash(_("Your account is deleted. What you wrote stays under “Former member”."), "info")
    return redirect("/", 303)
