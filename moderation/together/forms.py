"""The form that answers many questions at once."""

import re
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from forum.core.errors import Invalid
from forum.core.fields import one_line, unix_lines
from forum.core.paging import whole_number
from forum.finding.targets import target_of
from forum.threads.forms import SubmissionForm, fits
from forum.threads.models import Thread
from moderation.together.actions import Order
from moderation.together.queries import Together

OTHER = "other"
PLACE_MAX_CHARS = 400
REPLIES_MAX = 20  # in one answer
_SEEN = re.compile(r"\b([1-9][0-9]{0,17}):([0-9]{1,9})\b", re.ASCII)


class TogetherForm(SubmissionForm):
    """Where the answer goes, which questions lead there, and what it says."""

    target = StringField(_l("Where the answer stands"), validators=[Length(max=40)])
    other = StringField(
        _l("Address or number of the question or article that answers it"),
        filters=[one_line],
        validators=[Optional(), Length(max=PLACE_MAX_CHARS)],
    )
    threads = SelectMultipleField(
        _l("Questions that ask the same"), coerce=int, validate_choice=False
    )
    body = TextAreaField(_l("Your answer"), filters=[unix_lines], validators=[fits])
    seen = HiddenField()
    replies = HiddenField()

    def validate_threads(self, field: Field) -> None:
        """Nothing leads to itself, so there must be another one."""
        if not [row for row in field.data or [] if f"thread:{row}" != self.target.data]:
            raise ValidationError(_("Choose at least one other question that asks the same."))

    def validate_other(self, field: Field) -> None:
        """Only where no line of the list was chosen, and then something of this site."""
        if self.target.data == OTHER:
            try:
                target_of(field.data or "")
            except Invalid as refusal:
                raise ValidationError(f"{refusal.message} {refusal.what_to_do}") from None

    def check(self, found: Together) -> bool:
        """Whether it is complete, as far as the page of this cluster asks."""
        if not self.validate():
            return False
        answered_there = {f"thread:{row.id}" for row in found.solved} | {OTHER}
        goes_there = {f"thread:{one.thread.id}" for one in found.open}
        if self.target.data not in answered_there | goes_there:
            self.target.errors = [_("Choose where the answer stands, or shall stand.")]
        elif self.target.data in goes_there and not self.body.data.strip():
            self.body.errors = [_("Write the answer that solves all of these.")]
        elif self.target.data in answered_there and self.body.data.strip():
            self.body.errors = [
                _("It is answered there already. Clear the text, or let it go to a question here.")
            ]
        return not self.errors

    def begin(self, found: Together, body: str = "") -> "TogetherForm":
        """As the page opens: everything is chosen that nobody else is on."""
        free = [one.thread for one in found.open if not one.claimed_by]
        self.threads.data = [row.id for row in free]
        first: Sequence[Thread] = free or [one.thread for one in found.open]
        self.target.data = f"thread:{first[0].id}"
        self.body.data = body
        return self.look(found)

    def look(self, found: Together) -> "TogetherForm":
        """Remember what stood on the page: from here on, an answer is a new one."""
        pairs = [f"{one.thread.id}:{one.thread.answer_count}" for one in found.open]
        self.seen.data = ",".join(pairs)
        self.fresh_key()
        return self

    def order(self, cluster_id: int) -> Order:
        """What was chosen, as the action takes it."""
        other = self.target.data == OTHER
        target = str(target_of(self.other.data)) if other else self.target.data
        return Order(
            cluster_id=cluster_id,
            target_key=target,
            thread_ids=tuple(dict.fromkeys(self.threads.data)),
            source=self.body.data.strip() and self.body.data,
            submission_key=self.submission_key.data or "",
            seen=self._seen(),
            reply_ids=self._reply_ids(),
        )

    def concerned_ids(self, found: Together) -> list[int]:
        """The questions of this cluster whose people would be told."""
        chosen = {f"thread:{row}" for row in self.threads.data or []} | {self.target.data}
        return [one.thread.id for one in found.open if f"thread:{one.thread.id}" in chosen]

    def _seen(self) -> dict[int, int]:
        return {int(one): int(other) for one, other in _SEEN.findall(self.seen.data or "")}

    def _reply_ids(self) -> tuple[int, ...]:
        words = (self.replies.data or "").split(",")[:REPLIES_MAX]
        return tuple(number for word in words if (number := whole_number(word)) is not None)
