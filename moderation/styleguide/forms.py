"""A form with a field of every kind, as it first stands and as it comes back."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from forum.core.look.shades import DEFAULT_ACCENT

BODY_MAX_CHARS = 32_000


class SampleForm(FlaskForm):  # type: ignore[misc]
    """Fields such as the site has."""

    title = StringField(
        _l("In one sentence"),
        description=_l("As you would say it to a friend."),
        validators=[InputRequired()],
    )
    version = StringField(_l("Version"))
    details = TextAreaField(_l("What happened, and what have you tried?"))
    severity = SelectField(
        _l("How bad is it?"),
        choices=[
            SelectChoice("minor", _l("It annoys me, but I can work")),
            SelectChoice("major", _l("I cannot work")),
        ],
    )
    theme = RadioField(
        _l("Appearance"),
        choices=[
            SelectChoice("auto", _l("As on this device")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
        default="auto",
    )
    wants_mail = BooleanField(_l("Mail me about answers"), description=_l("Once a day at most."))
    password = PasswordField(_l("Password"))
    picture = FileField(_l("Picture"))
    accent = StringField(_l("Accent colour"), description=_l("As # and six digits."))
    body = TextAreaField(_l("Your answer"), validators=[Length(max=BODY_MAX_CHARS)])
    summary = StringField(_l("Summary"))
    category_id = SelectField(
        _l("Category"), choices=[SelectChoice("1", "Hub"), SelectChoice("2", "Sensors")]
    )
    language = SelectField(
        _l("Language"), choices=[SelectChoice("en", "English"), SelectChoice("ru", "Русский")]
    )
    based_on = HiddenField()


def sample_form() -> SampleForm:
    """With what somebody typed so far."""
    form = SampleForm(formdata=None)
    form.title.data = "The hub restarts every night at three"
    form.accent.data = DEFAULT_ACCENT
    form.body.data = "Hold **Reset** for ten seconds.\n\n```\nhub: watchdog 0x21\n```"
    return form


def sample_article_form() -> SampleForm:
    """The same fields as an article's."""
    form = SampleForm(formdata=None, prefix="article-")
    form.title.data = "Updating firmware safely"
    return form


def sample_form_with_errors() -> SampleForm:
    """As it comes back when something needs another look."""
    form = SampleForm(formdata=None, prefix="wrong-")
    form.title.errors = [_l("Write something here first.")]
    form.version.data = "four point two"
    form.version.errors = [_l("Write it as in 4.2.1.")]
    form.wants_mail.errors = [_l("Confirm your address first.")]
    form.theme.errors = [_l("Choose one of these.")]
    form.body.data = ""
    form.body.errors = [_l("Write something here first.")]
    form.accent.data = "teal"
    form.accent.errors = [_l("This is not a colour. Write it as # and six digits: #1f6b75.")]
    return form
