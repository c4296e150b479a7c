"""The forms of the article editor and of what stands around it."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.errors import Invalid
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.i18n import LANGUAGES
from forum.core.paging import whole_number
from forum.finding.targets import target_of
from forum.knowledge.models import Article
from forum.threads.forms import fits
from moderation.promotion.actions import ArticleText, Keeping
from moderation.promotion.models import WaitingEdit

TITLE_MAX_CHARS = 200
SUMMARY_MAX_CHARS = 300
NOTE_MAX_CHARS = 2000
REASON_MAX_CHARS = 300
TOO_LONG = _("Please keep it below %(max)d characters.")


class ArticleForm(FlaskForm):  # type: ignore[misc]
    """Everything an article says; ``based_on`` is the revision the editor was opened with."""

    title = StringField(
        _("Title"),
        description=_("What people would search for."),
        filters=[one_line],
        validators=[
            DataRequired(_("Give it a title.")),
            says_something,
            Length(max=TITLE_MAX_CHARS, message=_("Please keep it below %(max)d characters.")),
        ],
    )
    summary = TextAreaField(
        _("Summary"),
        description=_("Whom it helps, and with what, in a sentence. Lists and search show it."),
        filters=[one_line],
        validators=[
            Length(max=SUMMARY_MAX_CHARS, message=_("Please keep it below %(max)d characters."))
        ],
    )
    category_id = SelectField(_("Category"), coerce=int)
    language = SelectField(
        _("Language"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()]
    )
    body = TextAreaField(
        _("Text"),
        filters=[unix_lines],
        validators=[DataRequired(_("Write something here first.")), says_something, fits],
    )
    based_on = HiddenField()

    def offer(self, categories: Sequence[Category], words: str) -> "ArticleForm":
        """Let these categories be chosen, named in a language."""
        self.category_id.choices = [
            SelectChoice(row.id, f"— {row.name(words)}" if row.parent_id else row.name(words))
            for row in categories
        ]
        return self

    def fill(self, article: Article) -> "ArticleForm":
        """Show what an article says now."""
        self.title.data, self.summary.data = article.title, article.summary
        self.category_id.data, self.language.data = article.category_id, article.language
        self.body.data = article.source
        self.based_on.data = str(article.revision_number)
        return self

    def fill_with(self, edit: WaitingEdit) -> None:
        """Show what somebody else wrote, as written when they had opened the article."""
        self.title.data, self.summary.data = edit.title, edit.summary
        self.category_id.data, self.language.data = edit.category_id, edit.language
        self.body.data, self.based_on.data = edit.source, str(edit.based_on)

    @property
    def revision(self) -> int:
        """The revision the editor was opened with; 0, which none has, when it is not a number."""
        return whole_number(self.based_on.data) or 0

    def text(self) -> ArticleText:
        """What was typed, as the actions take it."""
        return ArticleText(
            title=self.title.data,
            source=self.body.data,
            category_id=self.category_id.data,
            language=self.language.data,
            summary=self.summary.data or "",
        )


class ScheduleForm(FlaskForm):  # type: ignore[misc]
    """When everyone may read it."""

    publish_at = DateTimeLocalField(
        _("Publish at (UTC)"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[DataRequired(_("Say when, as day and time."))],
    )

    @property
    def moment(self) -> datetime:
        """The time that was chosen."""
        return self.publish_at.data.replace(tzinfo=UTC)  # type: ignore[no-any-return]


class ArchiveForm(FlaskForm):  # type: ignore[misc]
    """What takes an article's place, if anything does."""

    successor = StringField(
        _("What takes its place"),
        description=_("The address of another article. Readers are led there."),
        validators=[Optional(), Length(max=400, message=TOO_LONG)],
    )
    successor_id: int | None = None

    def validate_successor(self, field: StringField) -> None:
        """An article's address, or its number."""
        text = (field.data or "").strip()
        try:
            key = target_of(f"/kb/{text}" if text.isdecimal() else text)
        except Invalid:
            raise ValidationError(_("This is not the address of an article.")) from None
        if key.kind != "article":
            raise ValidationError(_("This is not the address of an article."))
        self.successor_id = key.id


class KeepingForm(FlaskForm):  # type: ignore[misc]
    """Who answers for an article, when it is looked at again, what colleagues should know."""

    owner_id = SelectField(_("Owner"), coerce=int, description=_("Is told when it needs a look."))
    review_on = DateField(
        _("Look at it again on"),
        description=_("Left empty: when nobody has looked at it for long."),
        validators=[Optional()],
    )
    note = TextAreaField(
        _("Note for colleagues"),
        description=_("Readers never see it."),
        filters=[unix_lines],
        validators=[Length(max=NOTE_MAX_CHARS, message=TOO_LONG)],
    )

    def offer(self, people: Sequence[User]) -> "KeepingForm":
        """Let these people be chosen."""
        self.owner_id.choices = [
            SelectChoice(0, _("Nobody")),
            *(SelectChoice(person.id, person.name) for person in people),
        ]
        return self

    def fill(self, article: Article) -> "KeepingForm":
        """Show how it is kept now."""
        self.owner_id.data, self.note.data = article.owner_id or 0, article.note
        self.review_on.data = article.review_at.date() if article.review_at else None
        return self

    def keeping(self) -> Keeping:
        """What was chosen; a day begins at midnight UTC."""
        day = self.review_on.data
        return Keeping(
            self.owner_id.data or None,
            datetime.combine(day, time(), UTC) if day else None,
            self.note.data or "",
        )


class ProposeForm(FlaskForm):  # type: ignore[misc]
    """Why a thread should become an article."""

    note = TextAreaField(
        _("Why it should become an article"),
        description=_("Whom it would help, or what the article should say more clearly."),
        filters=[unix_lines],
        validators=[Length(max=REASON_MAX_CHARS, message=TOO_LONG)],
    )


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """Why not; whoever proposed it reads this."""

    reason = StringField(
        _("Why not"),
        filters=[one_line],
        validators=[
            DataRequired(_("Say why: whoever proposed it reads this.")),
            says_something,
            Length(max=REASON_MAX_CHARS, message=TOO_LONG),
        ],
    )
