"""The form of a routing rule."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from forum.categories.models import Category
from forum.categories.queries import ProductLine
from forum.core.errors import Conflict, Refused
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.i18n import LANGUAGES
from forum.core.paging import whole_number
from forum.threads.actions.tagging import TAG_MAX_CHARS, tag_slugs
from forum.threads.models import Severity
from moderation.routing.actions import RuleText
from moderation.routing.matching import Acts, Terms, phrases_of
from moderation.routing.models import NAME_MAX_CHARS, RoutingRule
from moderation.teams.models import Team
from moderation.watchlist.wording import severity_name

WORDS_MAX_CHARS = 2000
PHRASES_MAX = 50
_TOO_LONG = _l("Please keep it below %(max)d characters.")


class RuleForm(FlaskForm):  # type: ignore[misc]
    """What a rule asks for, and what it does."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a name.")),
            says_something,
            Length(max=NAME_MAX_CHARS, message=_TOO_LONG),
        ],
    )
    category_id = SelectField(
        _l("Category"), coerce=int, description=_l("With everything below it.")
    )
    product_id = SelectField(_l("Product"), coerce=int)
    language = SelectField(_l("Language"))
    words = TextAreaField(
        _l("Words"),
        filters=[unix_lines],
        description=_l("One word or phrase a line; one of them is enough, in any of its forms."),
        validators=[Length(max=WORDS_MAX_CHARS, message=_TOO_LONG)],
    )
    team_id = SelectField(_l("Give it to"), coerce=int)
    severity = SelectField(_l("Set the severity to"))
    tag = StringField(
        _l("Add the tag"),
        filters=[one_line],
        validators=[Length(max=TAG_MAX_CHARS, message=_TOO_LONG)],
    )
    revision = HiddenField()

    def validate_words(self, field: Field) -> None:
        """Refuse lines in which no word is, and more than anybody keeps in mind."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > PHRASES_MAX:
            raise ValidationError(_("At most %(most)d lines, please.", most=PHRASES_MAX))
        empty = [line for line in lines if not phrases_of(line)]
        if empty:
            raise ValidationError(_("There is no word in “%(line)s”.", line=empty[0][:40]))

    def offer(
        self,
        categories: Sequence[Category],
        products: Sequence[ProductLine],
        teams: Sequence[Team],
        words: str,
    ) -> "RuleForm":
        """Let these be chosen, named in a language; the first choice of each is none."""
        self.category_id.choices = [
            SelectChoice(0, _("Any")),
            *(SelectChoice(row.id, row.name(words)) for row in categories),
        ]
        self.product_id.choices = [
            SelectChoice(0, _("Any")),
            *(SelectChoice(row.id, row.name(words)) for row in products),
        ]
        self.language.choices = [
            SelectChoice("", _("Any")),
            *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
        ]
        self.team_id.choices = [
            SelectChoice(0, _("Nobody in particular")),
            *(SelectChoice(team.id, team.name) for team in teams),
        ]
        self.severity.choices = [
            SelectChoice("", _("As the asker says")),
            *(SelectChoice(level.value, severity_name(level)) for level in Severity),
        ]
        return self

    def fill(self, row: RoutingRule) -> "RuleForm":
        """Show what a rule says now."""
        self.name.data, self.words.data = row.name, row.words
        self.category_id.data, self.product_id.data = row.category_id or 0, row.product_id or 0
        self.language.data, self.team_id.data = row.language, row.team_id or 0
        self.severity.data = row.severity.value if row.severity else ""
        self.tag.data = row.tag.slug if row.tag else ""
        self.revision.data = str(row.revision)
        return self

    def refuse(self, refusal: Refused | Conflict) -> "RuleForm":
        """Say above the fields what the rules said."""
        self.form_errors.append(f"{refusal.message} {refusal.what_to_do}".strip())
        return self

    def text(self) -> RuleText:
        """What was chosen, as the actions take it."""
        return RuleText(
            name=self.name.data,
            category_id=self.category_id.data or None,
            product_id=self.product_id.data or None,
            language=self.language.data,
            words=self.words.data or "",
            team_id=self.team_id.data or None,
            severity=Severity(self.severity.data) if self.severity.data else None,
            tag=next(iter(tag_slugs(self.tag.data or "")), ""),
        )

    def terms(self) -> Terms:
        """What the rule would ask for."""
        text = self.text()
        return Terms(text.category_id, text.product_id, text.language, phrases_of(text.words))

    def acts(self) -> Acts:
        """What the rule would do, apart from the tag."""
        text = self.text()
        return Acts(text.team_id, text.severity)

    def opened_revision(self) -> int:
        """The revision that was opened; none that ever was where the field says nothing."""
        return whole_number(self.revision.data) or 0
