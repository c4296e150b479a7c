"""The form of the faq room."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

ADDRESS_MAX_CHARS = 400


class ChooseForm(FlaskForm):  # type: ignore[misc]
    """What is to be added."""

    target = StringField(
        _("Address of an article or a solved question"),
        description=_("Paste it from the browser, or write the number of the question."),
        validators=[
            DataRequired(_("Say which question or article it is.")),
            Length(max=ADDRESS_MAX_CHARS),
        ],
    )
