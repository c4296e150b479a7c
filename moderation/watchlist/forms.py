"""Forms of the desk. Each text has a name of its own: they stand on one page."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from forum.categories.models import Category
from forum.core.fields import one_line, says_something, unix_lines
from forum.core.paging import whole_number
from forum.threads.forms import AnswerForm, fits
from forum.threads.models import Severity, Thread, ThreadType
from moderation.handling.queries import Colleague, TeamToAsk
from moderation.watchlist import business_time
from moderation.watchlist.actions import Seen, Sorting

REPLIES_FIELD = "replies"
REPLIES_MAX = 20  # in one answer
REASON_MAX_CHARS = 200
MINUTE = timedelta(minutes=1)
NOTE_MAX_CHARS = 2000  # with an assignment


class DeskAnswerForm(AnswerForm):
    """An answer from the desk, with what the rep saw when they began and what they inserted."""

    official = BooleanField(_l("This is the team's official answer"))
    seen_mine = HiddenField()
    seen_locked = HiddenField()
    seen_status = HiddenField()
    replies = HiddenField()

    def see(self, thread: Thread, is_mine: bool) -> "DeskAnswerForm":
        """Remember how the thread stands while the answer is written."""
        self.seen_mine.data = "yes" if is_mine else ""
        self.seen_locked.data = "yes" if thread.locked_at is not None else ""
        self.seen_status.data = thread.status.value
        return self

    def what_was_seen(self) -> Seen:
        """How the thread stood when the rep began."""
        return Seen(
            is_mine=bool(self.seen_mine.data),
            is_locked=bool(self.seen_locked.data),
            status=self.seen_status.data or "",
        )

    def reply_ids(self) -> list[int]:
        """The canned replies that were inserted; what is no number is left out."""
        words = (self.replies.data or "").split(",")[:REPLIES_MAX]
        return [number for word in words if (number := whole_number(word)) is not None]


class NoteForm(FlaskForm):  # type: ignore[misc]
    """An internal note."""

    note = TextAreaField(
        _l("Internal note"), filters=[unix_lines], validators=[says_something, fits]
    )


class DetailsForm(FlaskForm):  # type: ignore[misc]
    """Asking back for details."""

    details = TextAreaField(
        _l("What do you need to know?"), filters=[unix_lines], validators=[says_something, fits]
    )


class SortForm(FlaskForm):  # type: ignore[misc]
    """Correcting how bad it is, what kind of thing, and where it belongs."""

    severity = SelectField(
        _l("Severity"),
        choices=[
            SelectChoice(Severity.BLOCKING.value, _l("Blocking")),
            SelectChoice(Severity.CRITICAL.value, _l("Critical")),
            SelectChoice(Severity.MAJOR.value, _l("Major")),
            SelectChoice(Severity.MINOR.value, _l("Minor")),
            SelectChoice(Severity.TRIVIAL.value, _l("Trivial")),
        ],
    )
    type = SelectField(
        _l("Type"),
        choices=[
            SelectChoice(ThreadType.QUESTION.value, _l("Question")),
            SelectChoice(ThreadType.PROBLEM.value, _l("Problem")),
            SelectChoice(ThreadType.IDEA.value, _l("Idea")),
            SelectChoice(ThreadType.FEEDBACK.value, _l("Feedback")),
        ],
    )
    category_id = SelectField(_l("Category"), coerce=int)
    reason = StringField(
        _l("Why"),
        filters=[one_line],
        validators=[
            says_something,
            Length(max=REASON_MAX_CHARS, message=_l("Please keep it below %(max)d characters.")),
        ],
    )

    def offer(self, categories: Sequence[Category], words: str) -> "SortForm":
        """Let these categories be chosen, named in a language."""
        self.category_id.choices = [SelectChoice(row.id, row.name(words)) for row in categories]
        return self

    def fill(self, thread: Thread) -> "SortForm":
        """Show where a thread stands now."""
        self.severity.data, self.type.data = thread.severity.value, thread.type.value
        self.category_id.data = thread.category_id
        return self

    def sorting(self) -> Sorting:
        """What was chosen, as the actions take it."""
        return Sorting(
            Severity(self.severity.data),
            ThreadType(self.type.data),
            self.category_id.data,
            self.reason.data,
        )


class AssignForm(FlaskForm):  # type: ignore[misc]
    """Whose it is to answer, and a word with it."""

    to = SelectField(_l("Colleague or team"))
    note = TextAreaField(
        _l("Note"),
        description=_l("It goes into the internal notes and names them."),
        filters=[unix_lines],
        validators=[
            Length(max=NOTE_MAX_CHARS, message=_l("Please keep it below %(max)d characters."))
        ],
    )

    def offer(
        self, people: Sequence[Colleague], teams: Sequence[TeamToAsk], today: date
    ) -> "AssignForm":
        """Let these be chosen; who is out of office is marked."""
        named = [
            SelectChoice(
                f"user:{one.person.id}",
                _("%(name)s (out of office)", name=one.person.name)
                if one.is_away(today)
                else one.person.name,
            )
            for one in people
        ]
        asked = [SelectChoice(f"team:{team.id}", team.name) for team in teams]
        self.to.choices = {_("Teams"): asked, _("Colleagues"): named} if asked else named
        return self

    def chosen(self) -> tuple[str, int]:
        """ "user" or "team", and the id."""
        kind, _colon, number = self.to.data.partition(":")
        return kind, int(number)


class SnoozeFor(StrEnum):
    """How long a thread usually rests."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    DAYS = "days"
    WEEK = "week"


class SnoozeForm(FlaskForm):  # type: ignore[misc]
    """Until when it rests, at most."""

    rest = SelectField(
        _l("Bring it back"),
        choices=[
            SelectChoice(SnoozeFor.HOUR.value, _l("in an hour")),
            SelectChoice(SnoozeFor.TOMORROW.value, _l("tomorrow morning")),
            SelectChoice(SnoozeFor.DAYS.value, _l("in three days")),
            SelectChoice(SnoozeFor.WEEK.value, _l("in a week")),
        ],
    )
    until = DateTimeLocalField(
        _l("Or at this time"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )

    def moment(self, now: datetime) -> datetime:
        """The time that was chosen; a day and hour are meant where the team works."""
        typed: datetime | None = self.until.data
        if typed is not None:
            return typed.replace(tzinfo=business_time.zone())
        chosen = SnoozeFor(self.rest.data)
        if chosen is SnoozeFor.HOUR:
            return now + timedelta(hours=1)
        days = {SnoozeFor.TOMORROW: 1, SnoozeFor.DAYS: 3, SnoozeFor.WEEK: 7}[chosen]
        day = business_time.today(now) + timedelta(days=days)
        midnight = datetime.combine(day, time(0), business_time.zone())
        return business_time.add(midnight, MINUTE) - MINUTE  # when the team begins


class AbsenceForm(FlaskForm):  # type: ignore[misc]
    """When somebody is out of office, and who takes over."""

    first_day = DateField(_l("First day"), validators=[DataRequired(_l("Say from when."))])
    last_day = DateField(_l("Last day"), validators=[DataRequired(_l("Say until when."))])
    deputy = SelectField(
        _l("Who takes over"),
        coerce=int,
        description=_l("What is assigned to you then goes to them, or else back to the queue."),
    )

    def offer(self, people: Sequence[Colleague]) -> "AbsenceForm":
        """Let these colleagues be chosen, or nobody."""
        self.deputy.choices = [
            SelectChoice(0, _("Nobody")),
            *(SelectChoice(one.person.id, one.person.name) for one in people),
        ]
        return self
