"""How many visits are shown no suggestions."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from forum.finding.holding_back import PERCENT_MAX


class HoldBackForm(FlaskForm):  # type: ignore[misc]
    """A share of the visits to the ask page."""

    percent = IntegerField(
        _l("Hold suggestions back from this share of visits, in per cent"),
        description=_l(
            "0 turns it off. These visitors see no suggestions while they write, so some ask what "
            "was answered before; in return you learn how many questions suggestions save. 5 to "
            "10 per cent are enough for most sites."
        ),
        validators=[
            InputRequired(_l("Write a whole number.")),
            NumberRange(0, PERCENT_MAX, _l("Between %(min)d and %(max)d, please.")),
        ],
    )
