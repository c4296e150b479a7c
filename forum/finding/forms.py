"""Forms of finding."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from forum.finding.keys import KEY_MAX_CHARS
from forum.finding.models import Outcome
from forum.finding.outcomes import ASK_KEY_MAX_CHARS, TEXT_MAX_CHARS


class OutcomeForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """One press of a button under a suggestion."""

    key = HiddenField(validators=[DataRequired(), Length(max=KEY_MAX_CHARS)])
    ask_key = HiddenField(validators=[Length(max=ASK_KEY_MAX_CHARS)])
    outcome = HiddenField(validators=[AnyOf([outcome.value for outcome in Outcome])])
    text = HiddenField(filters=[lambda text: (text or "")[:TEXT_MAX_CHARS]])


class OpenedForm(FlaskForm):  # type: ignore[misc]  # as above
    """Which suggestion somebody went to read."""

    key = HiddenField(validators=[DataRequired(), Length(max=KEY_MAX_CHARS)])
    ask_key = HiddenField(validators=[DataRequired(), Length(max=ASK_KEY_MAX_CHARS)])


class DuplicateForm(FlaskForm):  # type: ignore[misc]  # as above
    """Where the answer stands: an address, a number or a key."""

    target = StringField(validators=[DataRequired(), Length(max=400)])
