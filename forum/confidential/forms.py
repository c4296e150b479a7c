"""The private box, and where it goes on."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional

from forum.core.fields import one_line, says_something, unix_lines
from forum.threads.forms import fits
from forum.threads.forms_of_issues import web_address

NOTE_MAX_CHARS = 300


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """What only the team should see."""

    text = TextAreaField(
        _l("Only for you and the team"), filters=[unix_lines], validators=[says_something, fits]
    )


class TicketForm(FlaskForm):  # type: ignore[misc]
    """The private ticket."""

    ticket_url = web_address(_l("Address of the private ticket"))
    ticket_note = StringField(
        _l("A word for the asker"),
        filters=[one_line],
        validators=[Optional(), Length(max=NOTE_MAX_CHARS)],
    )
