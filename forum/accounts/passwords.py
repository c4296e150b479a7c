"""What a password must be, beyond its length."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security.password_util import PasswordUtil

from forum.core import settings

PASSWORD_MAX_CHARS = 500  # hashing is dear; no password manager makes longer ones


class Passwords(PasswordUtil):
    """Long enough, not endless, and not what everybody would try first."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        """What is wrong with a password, if anything, and its normalised form."""
        if len(password) > PASSWORD_MAX_CHARS:
            most = PASSWORD_MAX_CHARS
            return [_("Take at most %(number)s characters.", number=most)], password[:most]
        wrong, password = super().validate(password, is_register, **kwargs)
        person = kwargs.get("user")
        told = {
            "name": getattr(person, "name", None) or kwargs.get("name"),
            "email": getattr(person, "email", None) or kwargs.get("email"),
        }
        if not wrong and _is_first_guess(password, **told):
            wrong = [_("This is too easy to guess: take something only you would think of.")]
        return wrong, password


def _is_first_guess(password: str, name: str | None, email: str | None) -> bool:
    site = current_app.config["THREADWELL"]
    plain = password.casefold().replace(" ", "")
    guesses = {"password", "12345678", "123456789", "1234567890", "qwertyui", "qwerty123"}
    guesses |= {"password1", "password123", "iloveyou", "11111111", "пароль123", "йцукенгш"}
    for word in (name, email, (email or "").split("@")[0], settings.site_name(), site.site_host):
        if word:
            guesses.add(word.casefold().replace(" ", ""))
    return plain in guesses or len(set(plain)) <= 2
