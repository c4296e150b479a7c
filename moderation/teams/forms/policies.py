"""A policy: whose work it is, and how long things may take."""

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length as Chars
from wtforms.validators import StopValidation, ValidationError

from forum.categories.models import Category
from forum.core.fields import one_line
from forum.core.i18n import language
from forum.threads.models import Severity
from moderation.teams.actions import PolicyText
from moderation.teams.business_time import Calendar
from moderation.teams.forms.asked import AskedForm
from moderation.teams.lengths import Length, parse
from moderation.teams.models import LENGTH_MAX_CHARS, Team
from moderation.teams.promises import Allowance, Promise
from moderation.teams.words import length_text

WORST_FIRST = tuple(reversed(Severity))
SHORT_CHARS = 2 * LENGTH_MAX_CHARS  # typed with more spaces and words than it is kept with


def _readable(_form: object, field: Field) -> None:
    """A length of time, not below nothing."""
    typed = field.data or ""
    if typed.startswith(("-", "−", "–")):
        raise StopValidation(_l("A time cannot be less than nothing."))
    try:
        parse(typed)
    except ValueError:
        raise StopValidation(_l("Write a length such as 8 h, 1 d or 1 h 30.")) from None


def _more_than_nothing(_form: object, field: Field) -> None:
    """Something is due after some time, never at once."""
    if parse(field.data) == Length():
        raise ValidationError(_l("Nobody answers in no time. Write at least a minute."))


def _length(label: object, *more: object, description: object = "") -> StringField:
    too_long = _l("At most %(max)d characters, please.")
    rules = [Chars(max=SHORT_CHARS, message=too_long), _readable, *more]
    return StringField(label, description=description, filters=[one_line], validators=rules)


class PolicyForm(AskedForm):
    """Two lengths for every severity, the community's window, and what a member's answer gives."""

    policy_id = HiddenField()  # which one is being changed: the preview comes back to it
    category = SelectField(_l("Category"), coerce=int)
    team = SelectField(_l("Answered by"), coerce=int)
    community = _length(
        _l("Community window"),
        description=_l(
            "Before the team's time begins. Blocking, critical and team-only questions have none."
        ),
    )
    deferral = _length(
        _l("Given by a member's answer"),
        description=_l("More time for the team, once: to see whether it was enough."),
    )
    first_blocking = _length(_l("First answer to blocking"), _more_than_nothing)
    first_critical = _length(_l("First answer to critical"), _more_than_nothing)
    first_major = _length(_l("First answer to major"), _more_than_nothing)
    first_minor = _length(_l("First answer to minor"), _more_than_nothing)
    first_trivial = _length(_l("First answer to trivial"), _more_than_nothing)
    resolution_blocking = _length(_l("Solution of blocking"), _more_than_nothing)
    resolution_critical = _length(_l("Solution of critical"), _more_than_nothing)
    resolution_major = _length(_l("Solution of major"), _more_than_nothing)
    resolution_minor = _length(_l("Solution of minor"), _more_than_nothing)
    resolution_trivial = _length(_l("Solution of trivial"), _more_than_nothing)

    def offering(self, teams: Sequence[Team]) -> Self:
        """With teams to choose from."""
        self.team.choices = [SelectChoice(team.id, team.name) for team in teams]
        return self

    def in_categories(self, categories: Sequence[Category]) -> Self:
        """For a new one: with categories to choose from."""
        self.category.choices = [SelectChoice(row.id, row.name(language())) for row in categories]
        return self

    def for_known(self) -> Self:
        """For one that is there: its category stays."""
        del self.category
        return self

    def rows(self) -> list[tuple[Severity, Field, Field]]:
        """The lengths of each severity, the worst first."""
        return [
            (one, self[f"first_{one.value}"], self[f"resolution_{one.value}"])
            for one in WORST_FIRST
        ]

    def fits(self, calendar: Calendar) -> bool:
        """Whether no solution is due before its first answer; says where one would be."""
        for severity, allowance in self.text().allowances.items():
            if allowance.resolution.on(calendar.day) < allowance.first.on(calendar.day):
                self[f"resolution_{severity.value}"].errors = [
                    _l("The solution cannot be due before the first answer.")
                ]
        return not self.errors

    def text(self) -> PolicyText:
        """What was typed, as it is kept."""
        return PolicyText(
            self.team.data,
            parse(self.community.data),
            parse(self.deferral.data),
            {one: Allowance(parse(a.data), parse(b.data)) for one, a, b in self.rows()},
        )

    def promise(self, calendar: Calendar) -> Promise:
        """What was typed, as clocks would count by it."""
        text = self.text()
        return Promise(calendar, text.community, text.deferral, text.allowances)

    @classmethod
    def of(cls, text: PolicyText, policy_id: int | None = None) -> Self:
        """The form with what holds now, or with what a new one begins with."""
        data: dict[str, object] = {
            "policy_id": "" if policy_id is None else str(policy_id),
            "team": text.team_id,
            "community": length_text(text.community),
            "deferral": length_text(text.deferral),
        }
        for severity, allowance in text.allowances.items():
            data[f"first_{severity.value}"] = length_text(allowance.first)
            data[f"resolution_{severity.value}"] = length_text(allowance.resolution)
        return cls(formdata=None, data=data)
