"""For which question the preview is: asked on a weekday, at an hour."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from forum.core.fields import one_line
from moderation.teams.typed import NotHours, minute_of

FRIDAY, LATE = 4, "17:30"  # where a week-end shows
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)


class AskedForm(FlaskForm):  # type: ignore[misc]
    """When the question of the preview is asked."""

    asked_day = SelectField(
        _l("Asked on"),
        coerce=int,
        default=FRIDAY,
        choices=[SelectChoice(number, name) for number, name in enumerate(WEEKDAYS)],
    )
    asked_time = StringField(_l("at"), default=LATE, filters=[one_line])

    def validate_asked_time(self, field: Field) -> None:
        """An hour of the day."""
        try:
            minute_of(field.data or "")
        except NotHours:
            raise ValidationError(_l("Write the time as 17:30.")) from None

    @property
    def asked(self) -> tuple[int, int]:
        """The weekday and the minute of the day."""
        return self.asked_day.data, minute_of(self.asked_time.data or "")
