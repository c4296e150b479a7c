"""The form of the room."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

ADDRESS_MAX_CHARS = 400


class StepForm(FlaskForm):  # type: ignore[misc]
    """What is to be added."""

    target = StringField(
        _("Address of an article"),
        description=_("Paste it from the browser."),
        validators=[
            DataRequired(_("Say which article it is.")),
            Length(max=ADDRESS_MAX_CHARS),
        ],
    )
