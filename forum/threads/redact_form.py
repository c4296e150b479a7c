"""The words to take out, and the second step."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from forum.core.fields import one_line, says_something, unix_lines
from forum.threads.actions.redacting import WORDS_MAX_CHARS, WORDS_MIN_CHARS


class RedactForm(FlaskForm):  # type: ignore[misc]
    """The first step: which words."""

    words = TextAreaField(
        _l("The words to take out"),
        filters=[unix_lines],
        validators=[
            says_something,
            Length(
                WORDS_MIN_CHARS,
                WORDS_MAX_CHARS,
                _l("Between %(min)d and %(max)d characters, please."),
            ),
        ],
    )


class ConfirmRedactForm(RedactForm):
    """The second step: the number of the thread, typed by hand."""

    number = StringField(_l("The number of the thread"), filters=[one_line])
    expected: int = 0

    def validate_number(self, field: Field) -> None:
        """Refuse what was not typed deliberately."""
        if (field.data or "").removeprefix("#") != str(self.expected):
            raise ValidationError(_("Type %(number)s.", number=self.expected))
