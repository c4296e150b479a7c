"""The two buttons of the page behind the mail."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from forum.core.fields import one_line
from forum.threads.actions.resting import WORD_MAX_CHARS


class WorksForm(FlaskForm):  # type: ignore[misc]
    """Which answer it was; with only one there is no need to say."""

    answer = IntegerField(validators=[Optional(), NumberRange(1, 2**31 - 1)])


class NotYetForm(FlaskForm):  # type: ignore[misc]
    """What is still wrong, in a few words."""

    word = StringField(
        _l("What is still wrong?"),
        filters=[one_line],
        validators=[Optional(), Length(max=WORD_MAX_CHARS)],
    )
