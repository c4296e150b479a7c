"""What an admin types about the site."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import Length, ValidationError

from forum.core.fields import one_line
from forum.core.look.colours import hex_of
from forum.core.look.shades import DEFAULT_ACCENT
from forum.core.settings import SiteSettings
from moderation.settings.actions import SiteText

NAME_MAX_CHARS = 40  # more does not stand beside the search on a phone
TAGLINE_MAX_CHARS = 120
ACCENT_MAX_CHARS = 9
_TOO_LONG = _l("At most %(max)d characters, please.")


class SiteForm(FlaskForm):  # type: ignore[misc]
    """Name, a line below it, and the accent."""

    name = StringField(
        _l("Name of the site"),
        description=_l("Left empty, it is what the configuration says."),
        filters=[one_line],
        validators=[Length(max=NAME_MAX_CHARS, message=_TOO_LONG)],
    )
    tagline_en = StringField(
        _l("What it is for, in English"),
        description=_l("One line, for search engines and shared links."),
        filters=[one_line],
        validators=[Length(max=TAGLINE_MAX_CHARS, message=_TOO_LONG)],
    )
    tagline_ru = StringField(
        _l("What it is for, in Russian"),
        filters=[one_line],
        validators=[Length(max=TAGLINE_MAX_CHARS, message=_TOO_LONG)],
    )
    accent = StringField(
        _l("Accent colour"),
        description=_l(
            "As # and six digits. Left empty, it is %(example)s.", example=DEFAULT_ACCENT
        ),
        filters=[one_line],
        validators=[Length(max=ACCENT_MAX_CHARS, message=_TOO_LONG)],
    )

    def validate_accent(self, field: Field) -> None:
        """A colour, or nothing."""
        if not field.data:
            return
        try:
            hex_of(field.data)
        except ValueError:
            raise ValidationError(
                _l("This is not a colour. Write it as # and six digits: #1f6b75.")
            ) from None

    def text(self) -> SiteText:
        """What was typed, as it is kept."""
        accent = hex_of(self.accent.data) if self.accent.data else ""
        return SiteText(
            name=self.name.data or "",
            tagline_en=self.tagline_en.data or "",
            tagline_ru=self.tagline_ru.data or "",
            accent="" if accent == DEFAULT_ACCENT else accent,
        )


def form_of(kept: SiteSettings) -> SiteForm:
    """The form with what holds now."""
    return SiteForm(obj=kept)
