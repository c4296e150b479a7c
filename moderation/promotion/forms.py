"""The form of the article editor."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from forum.categories.models import Category
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.i18n import LANGUAGES
from forum.core.paging import whole_number
from forum.knowledge.models import Article
from forum.threads.forms import fits
from moderation.promotion.actions import ArticleText

TITLE_MAX_CHARS = 200
SUMMARY_MAX_CHARS = 300


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
