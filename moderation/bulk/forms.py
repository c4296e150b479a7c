"""The form of each act on many questions: what is to become of them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from forum.categories.models import Category
from forum.core import clock
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.paging import whole_number
from forum.threads.forms import fits
from forum.threads.models import Severity
from moderation.bulk.kinds import Wanted
from moderation.bulk.models import BulkKind
from moderation.replies.forms import refuse_unknown
from moderation.replies.wording import placeholders
from moderation.watchlist import wording
from moderation.watchlist.forms import REASON_MAX_CHARS, SnoozeForm

TAG_MAX_CHARS = 40
SEEN_MAX = 200  # more are cut off; the action refuses far fewer
NOBODY = "nobody"


class BulkForm(FlaskForm):  # type: ignore[misc]
    """Nothing is to be chosen: the act says it all."""

    def offer(
        self,
        categories: Sequence[Category],
        names: Sequence[tuple[str, int, str]],
        words: str,
    ) -> "BulkForm":
        """Let these be chosen, named in a language."""
        return self

    def wanted(self) -> Wanted:
        """What was chosen, as the action takes it."""
        return Wanted()


class _ReasonForm(BulkForm):
    reason = StringField(
        _l("Why"),
        description=_l("It stands in the staff log, nowhere else."),
        filters=[one_line],
        validators=[
            Length(max=REASON_MAX_CHARS, message=_l("Please keep it below %(max)d characters."))
        ],
    )

    def wanted(self) -> Wanted:
        return Wanted(reason=self.reason.data or "")


class AssignManyForm(BulkForm):
    """Whose they are to answer."""

    to = SelectField(_l("Colleague or team"))

    def offer(
        self,
        categories: Sequence[Category],
        names: Sequence[tuple[str, int, str]],
        words: str,
    ) -> "AssignManyForm":
        """Let these be chosen, or nobody."""
        self.to.choices = [
            *(SelectChoice(f"{kind}-{row_id}", name) for kind, row_id, name in names),
            SelectChoice(NOBODY, _("Nobody in particular")),
        ]
        return self

    def wanted(self) -> Wanted:
        """To whom they go."""
        kind, _dash, number = self.to.data.partition("-")
        return Wanted(to=(kind, int(number or 0)))


class SeverityForm(_ReasonForm):
    """How bad they are."""

    severity = SelectField(_l("Severity"))

    def offer(
        self,
        categories: Sequence[Category],
        names: Sequence[tuple[str, int, str]],
        words: str,
    ) -> "SeverityForm":
        """Let every severity be chosen, the worst first."""
        self.severity.choices = [
            SelectChoice(one.value, wording.severity_name(one)) for one in reversed(Severity)
        ]
        return self

    def wanted(self) -> Wanted:
        """How bad, and why."""
        return Wanted(severity=Severity(self.severity.data), reason=self.reason.data or "")


class CategoryForm(_ReasonForm):
    """Where they belong."""

    category_id = SelectField(_l("Category"), coerce=int)

    def offer(
        self,
        categories: Sequence[Category],
        names: Sequence[tuple[str, int, str]],
        words: str,
    ) -> "CategoryForm":
        """Let these categories be chosen."""
        self.category_id.choices = [SelectChoice(row.id, row.name(words)) for row in categories]
        return self

    def wanted(self) -> Wanted:
        """Where, and why."""
        return Wanted(category_id=self.category_id.data, reason=self.reason.data or "")


class TagForm(BulkForm):
    """One tag, to put on or to take off."""

    tag = StringField(
        _l("Tag"),
        filters=[one_line],
        validators=[
            says_something,
            Length(max=TAG_MAX_CHARS, message=_l("Please keep it below %(max)d characters.")),
        ],
    )
    off = BooleanField(_l("Take it off instead"))

    def wanted(self) -> Wanted:
        """Which tag, and which way."""
        return Wanted(tag=self.tag.data.lower(), takes_tag_off=self.off.data)


class SnoozeManyForm(SnoozeForm, BulkForm):
    """Until when they rest."""

    def wanted(self) -> Wanted:
        """Until then."""
        return Wanted(until=self.moment(clock.now()))


class DetailsManyForm(BulkForm):
    """What their askers are asked for: a canned reply, or a text with placeholders."""

    reply = SelectField(
        _l("Canned reply"),
        coerce=int,
        default=0,
        description=_l("In the language of each question, where it is written in both."),
    )
    details = TextAreaField(
        _l("What do you need to know?"), filters=[unix_lines], validators=[fits]
    )

    def offer_replies(self, replies: Sequence[tuple[int, str]]) -> "DetailsManyForm":
        """Let these be chosen, or none; say what is filled in for each question."""
        self.reply.choices = [
            SelectChoice(0, _("None: the text below")),
            *(SelectChoice(row_id, name) for row_id, name in replies),
        ]
        known = ", ".join(word for word, _text in placeholders())
        self.details.description = _("Filled in for each question: %(words)s.", words=known)
        return self

    def validate_details(self, field: Field) -> None:
        """A text, or a canned reply; not both, and no placeholder that nobody knows."""
        field.data = field.data or ""
        says = field.data.strip()
        if self.reply.data and says:
            raise ValidationError(_("Clear the text, or choose no canned reply."))
        if not self.reply.data and not says:
            raise ValidationError(_("Write what you need to know, or choose a canned reply."))
        refuse_unknown(field.data)

    def wanted(self) -> Wanted:
        """What they are asked."""
        return Wanted(details=self.details.data, reply_id=self.reply.data)


FORMS: dict[BulkKind, type[BulkForm]] = {
    BulkKind.CLAIM: BulkForm,
    BulkKind.ASSIGN: AssignManyForm,
    BulkKind.SEVERITY: SeverityForm,
    BulkKind.CATEGORY: CategoryForm,
    BulkKind.TAG: TagForm,
    BulkKind.SNOOZE: SnoozeManyForm,
    BulkKind.NEEDS_INFO: DetailsManyForm,
    BulkKind.LOCK: _ReasonForm,
}


def kind_of(value: str | None) -> BulkKind | None:
    """The act an address or a form names."""
    return BulkKind(value) if value in {kind.value for kind in BulkKind} else None


def numbers_of(values: Iterable[str]) -> list[int]:
    """The threads an address names, once each; what is no number is left out."""
    found = (whole_number(value) for value in list(values)[:SEEN_MAX])
    return list(dict.fromkeys(number for number in found if number is not None))


def seen_of(values: Iterable[str]) -> dict[int, str]:
    """The threads a form names, each with its mark: "42-1f…"."""
    found: dict[int, str] = {}
    for value in list(values)[:SEEN_MAX]:
        number, _dash, mark = value.partition("-")
        thread_id = whole_number(number)
        if thread_id is not None:
            found[thread_id] = mark
    return found
