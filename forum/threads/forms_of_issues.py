"""Forms for known issues and ideas."""

from typing import Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, Length, Optional, ValidationError

from forum.core.fields import one_line, unix_lines
from forum.threads.actions.known_issues import Known
from forum.threads.forms import REASON_MAX_CHARS, VERSION_MAX_CHARS, fits
from forum.threads.models import IdeaState, KnownIssue

URL_MAX_CHARS = 500


def web_address(label: object) -> StringField:
    """A field for an address of the web, which may stay empty."""
    return StringField(
        label,
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=URL_MAX_CHARS),
            URL(require_tld=False, message=_l("An address begins with https://")),
            _of_the_web,
        ],
    )


def _of_the_web(_form: FlaskForm, field: StringField) -> None:
    if not (field.data or "").lower().startswith(("http://", "https://")):
        raise ValidationError(_l("An address begins with https://"))


class KnownIssueForm(FlaskForm):  # type: ignore[misc]
    """What is known."""

    tracker_url = web_address(_l("Where it is tracked"))
    workaround = TextAreaField(
        _l("What helps meanwhile"), filters=[unix_lines], validators=[Optional(), fits]
    )
    expected_on = DateField(_l("When it should be fixed"), validators=[Optional()])

    @classmethod
    def showing(cls, issue: KnownIssue | None) -> Self:
        """The form with what is known so far."""
        if issue is None:
            return cls(formdata=None)
        kept = {
            "tracker_url": issue.tracker_url,
            "workaround": issue.workaround_source,
            "expected_on": issue.expected_on,
        }
        return cls(formdata=None, data=kept)

    def known(self) -> Known:
        """What was typed."""
        return Known(self.tracker_url.data or "", self.workaround.data or "", self.expected_on.data)


class FixedForm(FlaskForm):  # type: ignore[misc]
    """Since which version it is gone."""

    fixed_in = StringField(
        _l("Fixed in"), filters=[one_line], validators=[Optional(), Length(max=VERSION_MAX_CHARS)]
    )


class IdeaForm(FlaskForm):  # type: ignore[misc]
    """How far an idea has come, and why."""

    state = SelectField(
        choices=[
            SelectChoice("", _l("Nothing said yet")),
            SelectChoice(IdeaState.CONSIDERING.value, _l("Under consideration")),
            SelectChoice(IdeaState.PLANNED.value, _l("Planned")),
            SelectChoice(IdeaState.DONE.value, _l("Done")),
            SelectChoice(IdeaState.DECLINED.value, _l("Declined")),
        ]
    )
    reason = StringField(filters=[one_line], validators=[Optional(), Length(max=REASON_MAX_CHARS)])

    def chosen(self) -> IdeaState | None:
        """The state, or None for nothing."""
        return IdeaState(self.state.data) if self.state.data else None
