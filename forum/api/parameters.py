"""What a program sent, checked; a wrong value is told in one sentence."""

from collections.abc import Mapping

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.i18n import LANGUAGES

LIMIT_DEFAULT = 5
LIMIT_MAX = 20
TEXT_MAX_CHARS = 10_000  # the first 2,000 are read for their meaning, the rest only for words


def text_of(values: Mapping[str, str]) -> str:
    """The parameter ``text``.

    Raises:
        Invalid: it is missing or blank.
    """
    text = values.get("text", "").strip()
    if not text:
        raise Invalid(_("The parameter text is missing."), _("Send what the person typed."))
    return text[:TEXT_MAX_CHARS]


def limit_of(values: Mapping[str, str], default: int = LIMIT_DEFAULT, most: int = LIMIT_MAX) -> int:
    """The parameter ``limit``, ``default`` where it was not sent.

    Raises:
        Invalid: it is not a whole number from 1 to ``most``.
    """
    given = values.get("limit", str(default))
    usable = given.isascii() and given.isdigit() and len(given) < 4
    if not usable or not 1 <= int(given) <= most:
        raise Invalid(
            _("The parameter limit must be a whole number from 1 to %(most)s.", most=most)
        )
    return int(given)


def language_of(values: Mapping[str, str]) -> str | None:
    """The parameter ``language``, None where it was not sent.

    Raises:
        Invalid: the site does not speak it.
    """
    given = values.get("language")
    if given is not None and given not in LANGUAGES:
        raise Invalid(
            _(
                "The parameter language must be one of these: %(known)s.",
                known=", ".join(LANGUAGES),
            )
        )
    return given
