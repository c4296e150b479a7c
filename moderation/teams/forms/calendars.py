"""A calendar: name, zone, hours of each weekday, days off."""

from typing import Self
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from forum.core.fields import one_line, unix_lines
from moderation.teams.actions import CalendarText
from moderation.teams.business_time import Calendar
from moderation.teams.forms.asked import WEEKDAYS, AskedForm
from moderation.teams.models import NAME_MAX_CHARS
from moderation.teams.typed import (
    EndsFirst,
    NotADay,
    NotHours,
    Overlap,
    TwiceOff,
    as_typed,
    days_as_typed,
    days_off_of,
    shifts_of,
)

TEXT_MAX_CHARS = 16_000
TOO_LONG = _l("At most %(max)d characters, please.")
DAYS = tuple(f"day_{number}" for number in range(7))


def _hours(label: object) -> StringField:
    return StringField(label, filters=[one_line], validators=[Length(max=200, message=TOO_LONG)])


class CalendarForm(AskedForm):
    """Hours are typed as "9:00–12:00, 13:00–18:00"; an empty day is a day off."""

    calendar_id = HiddenField()  # which one is being changed: the preview comes back to it
    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a name.")),
            Length(max=NAME_MAX_CHARS, message=TOO_LONG),
        ],
    )
    zone = StringField(
        _l("Time zone"),
        description=_l("Region and city, such as Europe/Berlin."),
        filters=[one_line],
        validators=[DataRequired(_l("Say in which time zone these hours are."))],
    )
    day_0, day_1, day_2, day_3, day_4, day_5, day_6 = map(_hours, WEEKDAYS)
    days_off = TextAreaField(
        _l("Days off"),
        description=_l("One a line, with a name where you like: 2026-12-25 Christmas Day."),
        filters=[unix_lines],
        validators=[Length(max=TEXT_MAX_CHARS, message=TOO_LONG)],
    )

    def validate_zone(self, field: Field) -> None:
        """One that exists."""
        if field.data and field.data not in available_timezones():
            raise ValidationError(
                _l(
                    "There is no time zone %(zone)s. Write one such as Europe/Berlin.",
                    zone=field.data,
                )
            )

    def _validate_day(self, field: Field) -> None:
        """Hours that make sense."""
        try:
            shifts_of(DAYS.index(field.name), field.data or "")
        except EndsFirst as error:
            raise ValidationError(
                _l(
                    "%(hours)s ends before it begins. Work past midnight stands on both days: "
                    "22:00–24:00, and 0:00–6:00 on the next.",
                    hours=error.part,
                )
            ) from None
        except NotHours as error:
            raise ValidationError(
                _l("“%(part)s” is no hours. Write them as 9:00–18:00.", part=error.part)
            ) from None
        except Overlap as error:
            raise ValidationError(
                _l(
                    "%(one)s and %(other)s overlap.",
                    one=as_typed([error.one]),
                    other=as_typed([error.other]),
                )
            ) from None

    validate_day_0 = validate_day_1 = validate_day_2 = validate_day_3 = _validate_day
    validate_day_4 = validate_day_5 = validate_day_6 = _validate_day

    def validate_days_off(self, field: Field) -> None:
        """Dates, each once."""
        try:
            days_off_of(field.data or "")
        except TwiceOff as error:
            raise ValidationError(
                _l("This day stands there twice: %(day)s.", day=error.part)
            ) from None
        except NotADay as error:
            raise ValidationError(
                _l("“%(line)s” is no date. Write it as 2026-12-25.", line=error.part)
            ) from None

    def validate(self, extra_validators: object = None) -> bool:
        """Every field, and that somebody works at all."""
        if not super().validate(extra_validators):
            return False
        if not any(self[day].data for day in DAYS):
            self.form_errors.append(_l("Nobody would ever work. Write hours on one day at least."))
            return False
        return True

    def text(self) -> CalendarText:
        """What was typed, as it is kept."""
        shifts = [
            shift
            for number, day in enumerate(DAYS)
            for shift in shifts_of(number, self[day].data or "")
        ]
        off = days_off_of(self.days_off.data or "")
        return CalendarText(self.name.data, self.zone.data, tuple(shifts), off)

    def calendar(self) -> Calendar:
        """What was typed, as clocks would count by it."""
        text = self.text()
        return Calendar(text.zone, text.shifts, frozenset(off.day for off in text.days_off))

    @classmethod
    def of(cls, text: CalendarText, calendar_id: int | None = None) -> Self:
        """The form with what holds now."""
        hours = {
            day: as_typed([shift for shift in text.shifts if shift.weekday == number])
            for number, day in enumerate(DAYS)
        }
        off = days_as_typed(text.days_off)
        known = "" if calendar_id is None else str(calendar_id)
        given = {"calendar_id": known, "name": text.name, "zone": text.zone, "days_off": off}
        return cls(formdata=None, data={**given, **hours})
