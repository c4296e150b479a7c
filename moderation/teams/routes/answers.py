"""How these pages answer: saved and back to the list, or refused with everything typed."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.core.errors import Invalid, Refused


def saved(endpoint: str, said: str = "") -> Response:
    """Back to the list, with a word."""
    flash(said or _("Saved."), "done")
    return redirect(url_for(endpoint), 303)


def refusal_of(form: FlaskForm, act: Callable[[], Any]) -> int:
    """Do it; where a rule says no, put its words above the form and return the status."""
    try:
        act()
    except (Refused, Invalid) as refusal:
        form.form_errors.append(f"{refusal.message} {refusal.what_to_do}".strip())
        return refusal.status
    return 0
