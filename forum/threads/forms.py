"""Forms of the threads room: fields, limits and their messages."""

import secrets
import textwrap
from collections.abc import Sequence
from typing import Self

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)

from forum.categories.models import Audience, Category
from forum.categories.queries import ProductLine
from forum.core.errors import Invalid, Refused
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.i18n import language
from forum.core.markup import SOURCE_MAX_CHARS, plain_text
from forum.threads.actions.tagging import TAGS_MAX, tag_slugs
from forum.threads.models import Post, Severity, ThreadType

TITLE_MIN_CHARS = 8
TITLE_MAX_CHARS = 200
TITLE_LETTERS_MIN = 3  # fewer cannot be found again by anyone
VERSION_MAX_CHARS = 40
REASON_MAX_CHARS = 200
EXCERPT_CHARS = 120  # enough to tell one answer from another


def _excerpt(html: str) -> str:
    return textwrap.shorten(plain_text(html), EXCERPT_CHARS, placeholder="…")


def fits(_form: FlaskForm, field: Field) -> None:
    """Refuse more than a post may hold."""
    length = len(field.data or "")
    if length > SOURCE_MAX_CHARS:
        raise ValidationError(
            _(
                "This is %(length)s characters long; %(most)s fit. Shorten it, or attach the rest "
                "in an answer of your own.",
                length=format_decimal(length),
                most=format_decimal(SOURCE_MAX_CHARS),
            )
        )


def has_words(_form: FlaskForm, field: Field) -> None:
    """Refuse a title nobody could search for."""
    if sum(c.isalnum() for c in field.data or "") < TITLE_LETTERS_MIN:
        raise StopValidation(_("Say it in words: signs and pictures alone cannot be found."))


def _title_field(label: object) -> StringField:
    return StringField(
        label,
        filters=[one_line],
        validators=[
            says_something,
            has_words,
            Length(
                TITLE_MIN_CHARS,
                TITLE_MAX_CHARS,
                _l("Between %(min)d and %(max)d characters, please."),
            ),
        ],
    )


def _body_field(label: object) -> TextAreaField:
    return TextAreaField(label, filters=[unix_lines], validators=[says_something, fits])


class SubmissionForm(FlaskForm):  # type: ignore[misc]
    """A form that may be pressed twice and still posts once."""

    submission_key = HiddenField(validators=[Length(max=64)])

    def fresh_key(self) -> Self:
        """Give a form that is shown for the first time its key."""
        if not self.submission_key.data:
            self.submission_key.data = secrets.token_urlsafe(18)
        return self


class TagsField(StringField):  # type: ignore[misc]
    """Tags, separated by commas or spaces."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """What was typed, as slugs."""
        return tag_slugs(self.data or "")


def few_tags(_form: FlaskForm, field: TagsField) -> None:
    """Refuse more tags than help."""
    if len(field.slugs) > TAGS_MAX:
        raise ValidationError(_("At most %(most)d tags, please.", most=TAGS_MAX))


def _or_none(value: str | int | None) -> int | None:
    return int(value) if value else None


class AskForm(SubmissionForm):
    """The ask page."""

    title = _title_field(_l("In one sentence"))
    body = _body_field(_l("What happened, and what have you tried?"))
    category = SelectField(_l("Where does it belong?"), coerce=_or_none, validators=[Optional()])
    product = SelectField(_l("Product"), coerce=_or_none, validators=[Optional()])
    type = RadioField(
        _l("What is it?"),
        choices=[
            SelectChoice(ThreadType.QUESTION.value, _l("A question")),
            SelectChoice(ThreadType.PROBLEM.value, _l("A problem")),
            SelectChoice(ThreadType.IDEA.value, _l("An idea")),
            SelectChoice(ThreadType.FEEDBACK.value, _l("Feedback")),
        ],
        default=ThreadType.QUESTION.value,
    )
    severity = SelectField(
        _l("How bad is it?"),
        choices=[
            SelectChoice(Severity.TRIVIAL.value, _l("I am only curious")),
            SelectChoice(Severity.MINOR.value, _l("It annoys me, but I can work")),
            SelectChoice(Severity.MAJOR.value, _l("It keeps me from something important")),
            SelectChoice(Severity.CRITICAL.value, _l("Much of it does not work")),
            SelectChoice(Severity.BLOCKING.value, _l("I can't work at all")),
        ],
        default=Severity.MINOR.value,
    )
    tags = TagsField(
        _l("Tags"), filters=[one_line], validators=[Optional(), Length(max=300), few_tags]
    )
    version = StringField(
        _l("Version"),
        filters=[one_line],
        validators=[Optional(), Length(max=VERSION_MAX_CHARS)],
    )
    ask_key = HiddenField(validators=[Length(max=40)])
    article = HiddenField(validators=[Length(max=20)])  # that was read, and did not help
    categories: Sequence[Category] = ()

    @property
    def chosen_category(self) -> Category | None:
        """The offered category that is chosen."""
        return next((row for row in self.categories if row.id == self.category.data), None)

    def category_id(self) -> int:
        """Where it goes: for whoever is not sure, the first category that everyone sees.

        Raises:
            Refused: there is no category yet.
        """
        everyones = (row for row in self.categories if row.audience is Audience.PUBLIC)
        place = self.chosen_category or next(everyones, None)
        if place is None:
            raise Refused(
                _("Nothing can be asked yet."),
                _("This site has no categories yet. Whoever runs it adds the first one."),
            )
        return place.id

    def with_places(self, categories: Sequence[Category], products: Sequence[ProductLine]) -> Self:
        """Offer these categories, children set off below their parents, and these products."""
        self.categories = categories
        several = [SelectChoice("", _l("Not sure yet"))] if len(categories) > 1 else []
        self.category.choices = several + [
            SelectChoice(row.id, ("\u2003" if row.parent_id else "") + row.name(language()))
            for row in categories
        ]
        self.product.choices = [
            SelectChoice("", _l("None, or not sure")),
            *(SelectChoice(row.id, row.name(language())) for row in products),
        ]
        if not self.ask_key.data:
            self.ask_key.data = secrets.token_urlsafe(12)
        return self


class AnswerForm(SubmissionForm):
    """The answer below a thread."""

    body = _body_field(_l("Your answer"))
    anyway = HiddenField(validators=[Length(max=1)])  # "post it though it only says the same"
    version = StringField(
        _l("Version it works on"),
        filters=[one_line],
        validators=[Optional(), Length(max=VERSION_MAX_CHARS)],
    )


class CommentForm(SubmissionForm):
    """Small talk under a post."""

    body = _body_field(_l("Your comment"))


class SupersedeForm(FlaskForm):  # type: ignore[misc]
    """What holds instead of an answer that is out of date."""

    newer = RadioField(_l("Which answer holds now?"), coerce=int, default=0)

    def offer(self, answers: Sequence[Post]) -> "SupersedeForm":
        """Let one of these be chosen, or none."""
        self.newer.choices = [SelectChoice(0, _("There is none in this thread"))] + [
            SelectChoice(post.id, f"{post.author.name}: {_excerpt(post.html)}") for post in answers
        ]
        return self


class EditForm(FlaskForm):  # type: ignore[misc]
    """Editing an answer or a comment."""

    body = _body_field(_l("Text"))
    reason = StringField(
        _l("Why? (shown in the history)"),
        filters=[one_line],
        validators=[Optional(), Length(max=REASON_MAX_CHARS)],
    )
    based_on = IntegerField(validators=[NumberRange(1, 10**6)])


class EditQuestionForm(EditForm):
    """Editing a question, title included."""

    title = _title_field(_l("In one sentence"))


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A reason, where one helps others understand."""

    reason = StringField(
        _l("Reason"), filters=[one_line], validators=[Optional(), Length(max=REASON_MAX_CHARS)]
    )

    def text(self) -> str:
        """The reason as it was typed, which may be none.

        Raises:
            Invalid: it is longer than anybody reads.
        """
        if not self.validate():
            raise Invalid(" ".join(self.reason.errors))
        return self.reason.data or ""


class TagsForm(FlaskForm):  # type: ignore[misc]
    """Other tags for a thread."""

    tags = TagsField(
        _l("Tags"), filters=[one_line], validators=[Optional(), Length(max=300), few_tags]
    )


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Another category for a thread."""

    category = IntegerField(_l("Category"), validators=[NumberRange(1, 2**31 - 1)])


class AboutForm(FlaskForm):  # type: ignore[misc]
    """What a thread is about."""

    product = IntegerField(validators=[Optional(), NumberRange(1, 2**31 - 1)])
    version = StringField(
        filters=[one_line], validators=[Optional(), Length(max=VERSION_MAX_CHARS)]
    )
