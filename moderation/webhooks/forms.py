"""The form of a webhook."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from forum.core.errors import Refused
from forum.core.fields import one_line
from moderation.webhooks.kinds import CHOSEN, EventKind
from moderation.webhooks.models import URL_MAX_CHARS, WebhookEndpoint
from moderation.webhooks.wording import event_name


class SelectMultipleCheckboxField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WebhookForm(FlaskForm):  # type: ignore[misc]
    """Where, and of what."""

    url = StringField(
        _l("Address"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Say where to send it.")),
            Length(max=URL_MAX_CHARS, message=_l("Please keep it below %(max)d characters.")),
        ],
    )
    events = SelectMultipleCheckboxField(
        _l("Events"), validators=[DataRequired(_l("Choose at least one event."))]
    )

    def offer(self) -> "WebhookForm":
        """Let the events be chosen, named in the language of the page."""
        self.events.choices = [SelectChoice(kind.value, event_name(kind)) for kind in CHOSEN]
        return self

    def fill(self, row: WebhookEndpoint) -> "WebhookForm":
        """Show what a webhook does now."""
        self.url.data, self.events.data = row.url, row.events.split()
        return self

    def refuse(self, refusal: Refused) -> "WebhookForm":
        """Say above the fields what the rules said."""
        self.form_errors.append(f"{refusal.message} {refusal.what_to_do}".strip())
        return self

    def kinds(self) -> frozenset[EventKind]:
        """What was chosen, as the actions take it."""
        return frozenset(EventKind(name) for name in self.events.data or ())
