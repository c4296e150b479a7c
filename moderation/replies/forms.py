"""Forms of the replies room."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from forum.core.errors import Refused
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.paging import whole_number
from moderation.replies.actions import ReplyText
from moderation.replies.models import CannedReply
from moderation.replies.placeholders import Placeholder, unknown
from moderation.teams.models import Team

NAME_MAX_CHARS = 80
BODY_MAX_CHARS = 8000
_TOO_LONG = _l("Please keep it below %(max)d characters.")


def _or_nothing(text: str | None) -> str:
    return text or ""


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """What a canned reply is called and says."""

    name = StringField(
        _l("Name"),
        description=_l("By it colleagues find the reply; customers never see it."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a name.")),
            says_something,
            Length(max=NAME_MAX_CHARS, message=_TOO_LONG),
        ],
    )
    team = SelectField(
        _l("Who can insert it"),
        coerce=int,
        description=_l("A team's own replies are offered to nobody else."),
    )
    body_en = TextAreaField(
        _l("Text in English"),
        filters=[unix_lines, _or_nothing],
        validators=[Length(max=BODY_MAX_CHARS, message=_TOO_LONG)],
    )
    body_ru = TextAreaField(
        _l("Text in Russian"),
        filters=[unix_lines, _or_nothing],
        validators=[Length(max=BODY_MAX_CHARS, message=_TOO_LONG)],
    )
    revision = HiddenField()

    def validate_body_en(self, field: Field) -> None:
        """Refuse a reply that says nothing in either language, or names what nobody knows."""
        if not field.data.strip() and not self.body_ru.data.strip():
            raise ValidationError(_("Write the text in English, in Russian or in both."))
        refuse_unknown(field.data)

    def validate_body_ru(self, field: Field) -> None:
        """Refuse placeholders that nobody knows."""
        refuse_unknown(field.data)

    def offer(self, teams: Sequence[Team], kept: int | None = None) -> "ReplyForm":
        """Let these teams be chosen, or everybody; ``kept`` stays although it is not among them."""
        ids = {team.id for team in teams}
        self.team.choices = [
            SelectChoice(0, _("Everybody on the desk")),
            *(SelectChoice(team.id, team.name) for team in teams),
        ]
        if kept is not None and kept not in ids:
            self.team.choices.append(SelectChoice(kept, _("A team that was given up")))
        return self

    def fill(self, row: CannedReply) -> "ReplyForm":
        """Show what a reply says now."""
        self.name.data, self.body_en.data, self.body_ru.data = row.name, row.body_en, row.body_ru
        self.revision.data, self.team.data = str(row.revision), row.team_id or 0
        return self

    def refuse(self, refusal: Refused) -> "ReplyForm":
        """Say beside the fields what the rules said."""
        self.name.errors = (*self.name.errors, f"{refusal.message} {refusal.what_to_do}")
        return self

    def text(self) -> ReplyText:
        """What was typed, as the actions take it."""
        team_id = self.team.data or None
        return ReplyText(self.name.data, self.body_en.data, self.body_ru.data, team_id)

    def opened_revision(self) -> int:
        """The revision that was opened; none that ever was where the field says nothing."""
        return whole_number(self.revision.data) or 0


def refuse_unknown(text: str) -> None:
    """Refuse a text with placeholders that nobody knows; raises ValidationError."""
    meaningless = unknown(text)
    if meaningless:
        known = ", ".join(f"{{{placeholder.value}}}" for placeholder in Placeholder)
        raise ValidationError(
            _(
                "Nothing is known to fill in for %(word)s. These are known: %(words)s.",
                word=f"{{{meaningless[0]}}}",
                words=known,
            )
        )
