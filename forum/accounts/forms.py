"""Forms of the sign-in pages. Flask-Security's do the checking; the words are ours."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_security import forms as theirs
from flask_security.confirmable import send_confirmation_instructions
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import get_message
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from forum.accounts import names
from forum.accounts.mail import ADDRESS_MAX_CHARS
from forum.accounts.queries import is_name_taken
from forum.core import pages, settings

EMAIL = _l("E-mail address")
PASSWORD = _l("Password")
NEW_PASSWORD = _l("New password")
AGAIN = _l("The new password again")
CODE = _l("Code")


def _email(*validators: Any) -> EmailField:
    return EmailField(
        EMAIL,
        render_kw={"autocomplete": "email", "maxlength": ADDRESS_MAX_CHARS},
        validators=[theirs.email_required, theirs.EmailValidation(), *validators],
    )


def _password(label: Any, autocomplete: str, *validators: Any) -> PasswordField:
    return PasswordField(
        label,
        render_kw={"autocomplete": autocomplete},
        validators=[theirs.password_required, *validators],
    )


def check_new_name(name: str, besides: int | None = None) -> str:
    """The tidy form of a name somebody chose for themselves.

    Raises:
        ValidationError: it cannot be used; the text says why.
    """
    tidy = names.tidy(name)
    if not names.is_acceptable(tidy):
        raise ValidationError(
            _l(
                "A name has 2 to 40 letters or digits; between them there may be spaces, dots, "
                "hyphens and apostrophes."
            )
        )
    if names.is_reserved(tidy, settings.site_name()) or is_name_taken(tidy, besides):
        raise ValidationError(_l("This name, or one that looks like it, is taken."))
    return tidy


class SignInForm(theirs.LoginForm):
    """E-mail and password; who proved the password is told what else is missing."""

    email = _email()
    password = _password(PASSWORD, "current-password")
    remember = BooleanField(_l("Keep me signed in on this device"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""  # the page has its own link to a new password

    def validate(self, **kwargs: Any) -> bool:
        """Check; what only the owner may know goes where generic answers do not cover it."""
        valid = bool(super().validate(**kwargs))
        if not valid and self.user_authenticated:
            self.form_errors.extend(self.email.errors)
            self.email.errors = []
        return valid


class RegisterForm(theirs.RegisterFormV2):
    """Name, address, password. ``onward`` is where the person was going."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Choose a name."))],
        render_kw={"autocomplete": "username", "maxlength": names.NAME_MAX_CHARS},
    )
    email = _email(theirs.unique_user_email)
    password = _password(PASSWORD, "new-password")
    onward = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.onward.data or request.args.get("next")
        self.onward.data = pages.safe_next(target, "")

    def validate_name(self, field: Field) -> None:
        """Names are public, so that they are taken may be said."""
        field.data = check_new_name(field.data or "")


class ForgottenForm(theirs.ForgotPasswordForm):
    """Asks where to send the link."""

    email = _email(theirs.valid_user_email)

    def validate(self, **kwargs: Any) -> bool:
        """Whoever never confirmed their address gets that link instead; the page says the same."""
        valid = bool(super().validate(**kwargs))
        if not valid and self.requires_confirmation and self.user is not None:
            send_confirmation_instructions(self.user)  # type: ignore[no-untyped-call]
        return valid


class ConfirmationForm(theirs.SendConfirmationForm):
    """Asks where to send the confirmation link again."""

    email = _email(theirs.valid_user_email)

    def validate(self, **kwargs: Any) -> bool:
        """A suspended account hears nothing."""
        valid = bool(super().validate(**kwargs))
        return valid and self.user is not None and self.user.is_active


class NewPasswordForm(theirs.ResetPasswordForm):
    """A new password, by a link from a mail."""

    password = _password(NEW_PASSWORD, "new-password")
    password_confirm = _password(
        AGAIN,
        "new-password",
        theirs.EqualToLocalize("password", message="RETYPE_PASSWORD_MISMATCH"),
    )


class ChangePasswordForm(theirs.ChangePasswordForm):
    """The old password and a new one."""

    password = PasswordField(_l("Current password"), render_kw={"autocomplete": "current-password"})
    new_password = _password(NEW_PASSWORD, "new-password")
    new_password_confirm = _password(
        AGAIN,
        "new-password",
        theirs.EqualToLocalize("new_password", message="RETYPE_PASSWORD_MISMATCH"),
    )


class VerifyForm(theirs.VerifyForm):
    """The password once more, before something that matters."""

    password = _password(PASSWORD, "current-password")


class TwoFactorForm(theirs.TwoFactorSetupForm):
    """Two-factor on or off; there is one way, an authenticator app."""

    setup = RadioField(
        _l("Way"),
        choices=[SelectChoice("authenticator", _l("An app")), SelectChoice("disable", _l("Off"))],
        validate_choice=False,
    )
    phone = HiddenField()


class CodeForm(theirs.TwoFactorVerifyCodeForm):
    """Six digits from the app."""

    code = StringField(
        CODE,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12},
        validators=[DataRequired(_l("Enter the code."))],
        filters=[lambda text: (text or "").replace(" ", "")],
    )


class RescueForm(theirs.TwoFactorRescueForm):
    """The way out when the phone is lost: recovery codes only."""

    help_setup = RadioField(_l("Way"), choices=[])


class RecoveryForm(MfRecoveryForm):
    """One recovery code."""

    code = StringField(
        _l("Recovery code"),
        render_kw={"autocomplete": "off", "maxlength": 40},
        validators=[DataRequired(_l("Enter the code.")), Length(max=40)],
    )

    def validate(self, **kwargs: Any) -> bool:
        """Check, however the code was typed."""
        self.code.data = (self.code.data or "").strip().lower()
        return bool(super().validate(**kwargs))


def wrong_password() -> str:
    """What is said when a password does not match."""
    return str(get_message("INVALID_PASSWORD")[0])
