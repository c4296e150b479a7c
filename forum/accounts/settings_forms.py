"""Forms of the settings pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from forum.accounts import names
from forum.accounts.current import AUTO, DARK, LIGHT
from forum.accounts.forms import check_new_name, wrong_password
from forum.accounts.models import User
from forum.core.i18n import LANGUAGES
from forum.core.permissions import Role

BIO_MAX_CHARS = 600
TITLE_MAX_CHARS = 80


class NameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another name."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Choose a name."))],
        render_kw={"autocomplete": "username", "maxlength": names.NAME_MAX_CHARS},
    )

    def __init__(self, person: User, **kwargs: Any) -> None:
        super().__init__(obj=person, **kwargs)
        self._person_id = person.id

    def validate_name(self, field: Field) -> None:
        """One's own name in another spelling is always free."""
        field.data = check_new_name(field.data or "", besides=self._person_id)


class BioForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A few words about oneself."""

    bio = TextAreaField(
        _l("About you"),
        validators=[
            Optional(),
            Length(max=BIO_MAX_CHARS, message=_l("Take at most %(max)d characters.")),
        ],
        filters=[lambda text: (text or "").strip()],
        render_kw={"maxlength": BIO_MAX_CHARS, "rows": 4},
    )


class PreferencesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Language, theme, mail."""

    language = SelectField(
        _l("Language"),
        choices=[
            SelectChoice("", _l("As in the browser")),
            *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
        ],
    )
    theme = SelectField(
        _l("Appearance"),
        choices=[
            SelectChoice(AUTO, _l("As on this device")),
            SelectChoice(LIGHT, _l("Light")),
            SelectChoice(DARK, _l("Dark")),
        ],
    )
    wants_mail = BooleanField(_l("Write to me when something happens in what I follow"))


class LeaveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The password, before the account is deleted for good."""

    password = PasswordField(
        _l("Your password"),
        validators=[DataRequired(_l("Enter the password."))],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, person: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._person = person

    def validate_password(self, field: Field) -> None:
        """It must be the person's."""
        if not self._person.password or not self._person.verify_and_update_password(field.data):
            raise ValidationError(wrong_password())


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another role, and what stands beside the name of staff."""

    role = SelectField(
        _l("Role"),
        choices=[
            SelectChoice(Role.NEW.value, _l("New")),
            SelectChoice(Role.MEMBER.value, _l("Member")),
            SelectChoice(Role.AMBASSADOR.value, _l("Ambassador")),
            SelectChoice(Role.REP.value, _l("Support rep")),
            SelectChoice(Role.MODERATOR.value, _l("Moderator")),
            SelectChoice(Role.ADMIN.value, _l("Admin")),
        ],
    )
    title = StringField(
        _l("Job title"),
        validators=[Length(max=TITLE_MAX_CHARS)],
        filters=[lambda text: " ".join((text or "").split())],
        render_kw={"maxlength": TITLE_MAX_CHARS},
    )
