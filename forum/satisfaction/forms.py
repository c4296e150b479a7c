"""What is said on the page behind the mail."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from forum.core.fields import one_line, unix_lines
from forum.satisfaction.models import COMMENT_MAX_CHARS
from forum.satisfaction.policy import BAD, FAIR, GOOD
from forum.threads.actions.resting import WORD_MAX_CHARS

TOO_LONG = _l("At most %(max)d characters, please.")


class SatisfactionForm(FlaskForm):  # type: ignore[misc]
    """A face, and perhaps some words."""

    score = RadioField(
        _l("How did it go?"),
        choices=[
            SelectChoice(GOOD, _l("Well")),
            SelectChoice(FAIR, _l("So-so")),
            SelectChoice(BAD, _l("Badly")),
        ],
        coerce=int,
        validators=[InputRequired(_l("Choose one of the three."))],
    )
    comment = TextAreaField(
        _l("What should we know?"),
        filters=[unix_lines],
        validators=[Optional(), Length(max=COMMENT_MAX_CHARS, message=TOO_LONG)],
    )


class AgainForm(FlaskForm):  # type: ignore[misc]
    """What is still wrong, in a few words."""

    word = StringField(
        _l("What is still wrong?"),
        filters=[one_line],
        validators=[Optional(), Length(max=WORD_MAX_CHARS, message=TOO_LONG)],
    )
