"""What a rep types about an incident."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
    ValidationError,
)

from forum.announcements.models import Reach
from forum.categories.models import Category
from forum.core import clock
from forum.core.fields import says_something, unix_lines
from forum.core.i18n import LANGUAGES
from forum.threads.forms import fits
from moderation.announcing.forms import title_field
from moderation.announcing.words import reach_name
from moderation.incidents.actions import IncidentText

NEW = 0  # the choice that begins a thread of its own
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def moment(field: Field) -> datetime | None:
    """What was typed, as a moment: these forms speak UTC."""
    typed: datetime | None = field.data
    return typed.replace(tzinfo=UTC) if typed is not None else None


class TimesForm(FlaskForm):  # type: ignore[misc]
    """What readers are promised."""

    expected_at = DateTimeLocalField(
        _l("Expected to end (UTC)"),
        format=MOMENT,
        description=_l("Leave it open if nobody knows yet. Nothing ends by itself."),
        validators=[Optional()],
    )
    next_update_at = DateTimeLocalField(
        _l("Next update by (UTC)"), format=MOMENT, validators=[Optional()]
    )


class IncidentForm(TimesForm):
    """How an incident begins."""

    title = title_field()
    body = TextAreaField(
        _l("Text"),
        description=_l("What is broken, for whom, and what they can do meanwhile."),
        filters=[unix_lines],
        validators=[says_something, fits],
    )
    starts_at = DateTimeLocalField(
        _l("Broken since (UTC)"), format=MOMENT, validators=[DataRequired(_l("Say since when."))]
    )
    reach = SelectField(_l("Who reads it"))
    language = SelectField(_l("In which language"))
    category_id = SelectField(_l("Category of a new question"), coerce=int)
    main = SelectField(_l("Where people write about it"), coerce=int, validate_choice=False)
    threads = SelectMultipleField(
        _l("Questions that are about it"), coerce=int, validate_choice=False
    )

    def offer(self, categories: Sequence[Category], words: str) -> "IncidentForm":
        """Let these be chosen, named in a language."""
        self.reach.choices = [SelectChoice(reach.value, reach_name(reach)) for reach in Reach]
        self.language.choices = [
            SelectChoice("", _("Shown in every language")),
            *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
        ]
        self.category_id.choices = [SelectChoice(row.id, row.name(words)) for row in categories]
        return self

    def validate_expected_at(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("It cannot end before it begins."))

    def text(self) -> IncidentText:
        """What was typed, as the action takes it."""
        return IncidentText(
            title=self.title.data,
            source=self.body.data,
            starts_at=moment(self.starts_at) or clock.now(),
            expected_at=moment(self.expected_at),
            next_update_at=moment(self.next_update_at),
            reach=Reach(self.reach.data),
            language=self.language.data,
        )


class UpdateForm(TimesForm):
    """What is known by now."""

    update = TextAreaField(
        _l("What is new"), filters=[unix_lines], validators=[says_something, fits]
    )


class EndForm(FlaskForm):  # type: ignore[misc]
    """How it ended."""

    ending = TextAreaField(
        _l("How it ended"),
        description=_l("Everybody who has it hears this, once."),
        filters=[unix_lines],
        validators=[says_something, fits],
    )
    settles = BooleanField(
        _l("This answers its questions"),
        description=_l(
            "It becomes the official answer where people write about it, and the other open "
            "questions lead there. Without it their clocks run on."
        ),
        default=True,
    )


class WatchForm(FlaskForm):  # type: ignore[misc]
    """When an incident is proposed."""

    reports = IntegerField(
        _l("Reports of the same"),
        description=_l(
            "Each person counts once: with a question, with “I have this too”, or with the same "
            "words on the ask page."
        ),
        validators=[
            InputRequired(_l("Write a whole number.")),
            NumberRange(2, 1000, _l("Between %(min)d and %(max)d, please.")),
        ],
    )
    minutes = IntegerField(
        _l("Within so many minutes"),
        validators=[
            InputRequired(_l("Write a whole number.")),
            NumberRange(5, 1440, _l("Between %(min)d and %(max)d, please.")),
        ],
    )
