"""Forms of the announcing room."""

from collections.abc import Sequence
from datetime import UTC

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from forum.announcements.models import Announcement, AnnouncementKind, Reach
from forum.announcements.words import kind_name
from forum.categories.models import Category
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.i18n import LANGUAGES
from forum.threads.forms import fits
from moderation.announcing.actions import AnnouncementText
from moderation.announcing.words import reach_name

TITLE_MAX_CHARS = 160


def title_field() -> StringField:
    """The line of a banner."""
    return StringField(
        _l("Title"),
        description=_l("The one sentence people read on top of the page."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a title.")),
            says_something,
            Length(max=TITLE_MAX_CHARS, message=_l("Please keep it below %(max)d characters.")),
        ],
    )


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """Everything an announcement says, and to whom."""

    kind = SelectField(_l("What is it?"), default=AnnouncementKind.NEWS.value)
    title = title_field()
    body = TextAreaField(
        _l("Text"),
        description=_l("What happens, whom it concerns, and what they can do meanwhile."),
        filters=[unix_lines],
        validators=[says_something, fits],
    )
    reach = SelectField(_l("Who reads it"))
    language = SelectField(_l("In which language"))
    category_id = SelectField(
        _l("About"),
        coerce=int,
        description=_l("Of one category: its banner shows on that category's pages only."),
    )
    starts_at = DateTimeLocalField(
        _l("Begins (UTC)"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[Optional()]
    )
    ends_at = DateTimeLocalField(
        _l("Ends (UTC)"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        description=_l("Leave it open if nobody knows yet."),
        validators=[Optional()],
    )
    shows_banner = BooleanField(_l("Show it on top of pages"), default=True)
    tells_people = BooleanField(
        _l("Tell those it concerns"),
        description=_l("A line in their inbox, and a mail to those who want mail."),
    )

    def offer(self, categories: Sequence[Category], words: str) -> "AnnouncementForm":
        """Let these categories be chosen, named in a language."""
        self.kind.choices = [SelectChoice(kind.value, kind_name(kind)) for kind in AnnouncementKind]
        self.reach.choices = [SelectChoice(reach.value, reach_name(reach)) for reach in Reach]
        self.language.choices = [
            SelectChoice("", _("Shown in every language")),
            *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
        ]
        self.category_id.choices = [
            SelectChoice(0, _("The whole site")),
            *(SelectChoice(row.id, row.name(words)) for row in categories),
        ]
        return self

    def validate_ends_at(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("It cannot end before it begins."))

    def fill(self, row: Announcement) -> "AnnouncementForm":
        """Show what an announcement says now."""
        self.kind.data, self.title.data, self.body.data = row.kind.value, row.title, row.source
        self.reach.data, self.language.data = row.reach.value, row.language
        self.category_id.data, self.shows_banner.data = row.category_id or 0, row.shows_banner
        self.starts_at.data, self.ends_at.data = row.starts_at, row.ends_at
        return self

    def text(self) -> AnnouncementText:
        """What was typed, as the actions take it."""
        start, end = self.starts_at.data, self.ends_at.data
        return AnnouncementText(
            kind=AnnouncementKind(self.kind.data),
            title=self.title.data,
            source=self.body.data,
            reach=Reach(self.reach.data),
            language=self.language.data,
            category_id=self.category_id.data or None,
            starts_at=start.replace(tzinfo=UTC) if start else None,
            ends_at=end.replace(tzinfo=UTC) if end else None,
            shows_banner=self.shows_banner.data,
        )


class UpdateForm(FlaskForm):  # type: ignore[misc]
    """What became known since."""

    update = TextAreaField(
        _l("What is new"), filters=[unix_lines], validators=[says_something, fits]
    )
    closes = BooleanField(
        _l("It is over"), description=_l("The banner goes; the page says since when.")
    )
    tells_people = BooleanField(_l("Tell those it concerns"))
