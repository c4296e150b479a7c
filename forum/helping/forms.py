"""The forms around helping."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from forum.categories.models import Category
from forum.core.fields import one_line, says_something
from forum.helping.models import REASON_MAX_CHARS


class CallForm(FlaskForm):  # type: ignore[misc]
    """Why the team is needed."""

    reason = TextAreaField(
        _l("Why does this need the team?"),
        filters=[one_line],
        validators=[
            says_something,
            Length(max=REASON_MAX_CHARS, message=_l("Please keep it below %(max)d characters.")),
        ],
    )


class SelectMultipleCheckboxField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ScopeForm(FlaskForm):  # type: ignore[misc]
    """Where somebody helps."""

    categories = SelectMultipleCheckboxField(_l("Categories"), coerce=int)

    def offer(self, categories: Sequence[Category], words: str) -> "ScopeForm":
        """Let these be chosen, named in a language, the parts of one set in below it."""
        self.categories.choices = [
            SelectChoice(row.id, row.name(words), {"class": "is-below"} if row.parent_id else {})
            for row in categories
        ]
        return self
