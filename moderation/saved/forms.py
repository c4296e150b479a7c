"""The form of a saved view."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forum.core.fields import one_line, says_something
from moderation.saved.models import NAME_MAX_CHARS, SavedView


class ViewForm(FlaskForm):  # type: ignore[misc]
    """A name, and whom it is for."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            says_something,
            Length(max=NAME_MAX_CHARS, message=_l("Please keep it below %(max)d characters.")),
        ],
    )
    team = SelectField(_l("For"), coerce=int)

    def offer(self, teams: Sequence[tuple[int, str]]) -> "ViewForm":
        """Let oneself, or one of these teams, be chosen."""
        self.team.choices = [
            SelectChoice(0, _("Only me")),
            *(SelectChoice(team_id, name) for team_id, name in teams),
        ]
        return self

    def fill(self, view: SavedView) -> "ViewForm":
        """Show what a view is called and whom it is for."""
        self.name.data, self.team.data = view.name, view.team_id or 0
        return self
