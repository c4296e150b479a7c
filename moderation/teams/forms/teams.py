"""A team: name, hours, people."""

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from forum.accounts.models import User
from forum.core.fields import one_line
from moderation.teams.actions import TeamText
from moderation.teams.forms.calendars import TOO_LONG
from moderation.teams.models import NAME_MAX_CHARS, Calendar, Team


class TeamForm(FlaskForm):  # type: ignore[misc]
    """Who leads a team is in it."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a name.")),
            Length(max=NAME_MAX_CHARS, message=TOO_LONG),
        ],
    )
    calendar = SelectField(_l("Works by"), coerce=int)
    members = SelectMultipleField(_l("Members"), coerce=int)
    leads = SelectMultipleField(_l("Leads"), coerce=int)

    def offering(self, calendars: Sequence[Calendar], staff: Sequence[User]) -> Self:
        """With calendars and colleagues to choose from."""
        self.calendar.choices = [SelectChoice(calendar.id, calendar.name) for calendar in calendars]
        people = [SelectChoice(person.id, person.name) for person in staff]
        self.members.choices = self.leads.choices = people
        return self

    def text(self) -> TeamText:
        """What was typed, as it is kept."""
        return TeamText(
            self.name.data,
            self.calendar.data,
            frozenset(self.members.data or ()),
            frozenset(self.leads.data or ()),
        )

    @classmethod
    def of(cls, team: Team) -> Self:
        """The form with what holds now."""
        data = {
            "name": team.name,
            "calendar": team.calendar_id,
            "members": [one.user_id for one in team.members],
            "leads": [one.user_id for one in team.members if one.is_lead],
        }
        return cls(formdata=None, data=data)
