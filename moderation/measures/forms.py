"""What an admin decides about figures."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from forum.satisfaction.policy import NOT_ASKED_AFTER
from moderation.measures.policy import Colleagues

DAYS_MAX = NOT_ASKED_AFTER.days - 1


class MeasuresForm(FlaskForm):  # type: ignore[misc]
    """Whose work a rep sees, and when people are asked how it went."""

    colleagues = SelectField(
        _l("Whose work reps see here"),
        description=_l("Leads and admins see everybody's."),
        choices=[
            SelectChoice(Colleagues.NOBODY.value, _l("Their own")),
            SelectChoice(Colleagues.TEAM.value, _l("Their teams'")),
            SelectChoice(Colleagues.EVERYBODY.value, _l("Everybody's")),
        ],
    )
    days = IntegerField(
        _l("Days after a solution until people are asked how it went"),
        description=_l("0 asks nobody."),
        validators=[
            InputRequired(_l("A whole number, please.")),
            NumberRange(0, DAYS_MAX, _l("From %(min)s to %(max)s.")),
        ],
    )
