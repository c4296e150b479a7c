"""Forms of readers."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

REASON_MAX_CHARS = 500


class FeedbackForm(FlaskForm):  # type: ignore[misc]
    """Why an article did not help."""

    reason = TextAreaField(
        _("What was missing or wrong?"),
        filters=[lambda text: (text or "").strip()],
        validators=[
            Optional(),
            Length(max=REASON_MAX_CHARS, message=_("Please keep it below %(max)d characters.")),
        ],
    )
