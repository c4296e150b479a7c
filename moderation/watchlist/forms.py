"""Forms of the desk. Each text has a name of its own: they stand on one page."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from forum.core.fields import says_something, unix_lines
from forum.threads.forms import AnswerForm, fits
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
            SelectChoice(Severity.BLOCKING.value, _l("Blocking")),
            SelectChoice(Severity.CRITICAL.value, _l("Critical")),
            SelectChoice(Severity.MAJOR.value, _l("Major")),
            SelectChoice(Severity.MINOR.value, _l("Minor")),
            SelectChoice(Severity.TRIVIAL.value, _l("Trivial")),
        ],
    )
