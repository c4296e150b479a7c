"""What a program sent, checked; a wrong value is told in one sentence."""

from collections.abc import Mapping

from flask_babel import gettext as _

from forum.core.errors import Invalid

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


def limit_of(values: Mapping[str, str]) -> int:
    """The parameter ``limit``, ``LIMIT_DEFAULT`` where it was not sent.

    Raises:
        Invalid: it is not a whole number from 1 to ``LIMIT_MAX``.
    """
    given = values.get("limit", str(LIMIT_DEFAULT))
    usable = given.isascii() and given.isdigit() and len(given) < 4
    if not usable or not 1 <= int(given) <= LIMIT_MAX:
        raise Invalid(
            _("The parameter limit must be a whole number from 1 to %(most)s.", most=LIMIT_MAX)
        )
    return int(given)
