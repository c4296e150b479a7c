"""Forms of the desk. Each text has a name of its own: they stand on one page."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField

from forum.threads.forms import AnswerForm, fits, says_something, unix_lines
from forum.threads.models import Severity

DRAFT_FIELD = "body"  # the public page's answer form names it so too: one draft serves both


class DeskAnswerForm(AnswerForm):
    """An answer from the desk."""

    official = BooleanField(_l("This is the team's official answer"))


class NoteForm(FlaskForm):  # type: ignore[misc]
    """An internal note."""

    note = TextAreaField(
        _l("Internal note"), filters=[unix_lines], validators=[says_something, fits]
    )


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """Asking back for details."""

    details = TextAreaField(
        _l("What do you need to know?"), filters=[unix_lines], validators=[says_something, fits]
    )


class SeverityForm(FlaskForm):  # type: ignore[misc]
    """Correcting how bad it is."""

    severity = SelectField(
        _l("Severity"),
        choices=[
            (Severity.BLOCKING.value, _l("Blocking")),
            (Severity.CRITICAL.value, _l("Critical")),
            (Severity.MAJOR.value, _l("Major")),
            (Severity.MINOR.value, _l("Minor")),
            (Severity.TRIVIAL.value, _l("Trivial")),
        ],
    )
