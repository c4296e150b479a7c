"""Which question another one becomes part of: its number, or its address."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from forum.core.errors import Invalid
from forum.core.fields import one_line, says_something

REASON_MAX_CHARS = 200
ADDRESS_MAX_CHARS = 500
_NUMBER = re.compile(r"(?:^#?\s*|(?:^|/)t/)([1-9][0-9]{0,17})(?:[/?#].*)?$", re.ASCII)


class MergeForm(FlaskForm):  # type: ignore[misc]
    """The other question, and why."""

    into = StringField(
        _l("The question that stays"),
        description=_l("Its number, or its address."),
        filters=[one_line],
        validators=[says_something, Length(max=ADDRESS_MAX_CHARS)],
    )
    reason = StringField(
        _l("Why? Only the team will see it."),
        filters=[one_line],
        validators=[Optional(), Length(max=REASON_MAX_CHARS)],
    )


def thread_number(text: str) -> int:
    """The number of the question that was meant.

    Raises:
        Invalid: it names none.
    """
    found = _NUMBER.search(text.strip())
    if found is None:
        raise Invalid(
            _("That is no question of this site."),
            _("Paste its address, or its number."),
        )
    return int(found.group(1))
