"""Languages: who reads what, dates in words, and the interface text that the catalogues hold.

Language by preference, then cookie, then Accept-Language; jobs and mail force the recipient's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, format_datetime, format_timedelta, get_locale

from forum.core import clock

LANGUAGES = {"en": "English", "ru": "Русский"}  # each by its own name, as switches show it
DEFAULT_LANGUAGE = "en"
LANGUAGE_COOKIE = "language"
JUST_NOW = timedelta(seconds=45)
DATE_INSTEAD_OF_AGO = timedelta(days=300)  # "11 months ago" says less than a date


def init_app(app: Flask, preferred: Callable[[], str | None]) -> None:
    """Choose the language of each request; ``preferred`` gives the signed-in person's."""

    def select() -> str:
        if not has_request_context():
            return DEFAULT_LANGUAGE
        if "language" not in g:
            g.language = (
                _known(preferred())
                or _known(request.cookies.get(LANGUAGE_COOKIE))
                or request.accept_languages.best_match(list(LANGUAGES))
                or DEFAULT_LANGUAGE
            )
        return str(g.language)

    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(
        app.config["ROOT"] / "forum" / "core" / "i18n" / "translations"
    )
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    Babel(app, locale_selector=select)
    app.jinja_env.filters.update(
        ago=ago, datetime_full=datetime_full, iso=iso, duration=duration
    )


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


def language() -> str:
    """The language of what is being written now: "en" or "ru"."""
    locale = get_locale()
    return locale.language if locale is not None else DEFAULT_LANGUAGE


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in a given language, whatever the request says; unknown codes mean the default."""
    with force_locale(_known(code) or DEFAULT_LANGUAGE):
        yield


def ago(moment: datetime) -> str:
    """ "3 days ago", "через 2 часа"; a date once that says more."""
    passed = clock.now() - moment
    if abs(passed) > DATE_INSTEAD_OF_AGO:
        return str(format_datetime(moment, "d MMM y"))
    if abs(passed) < JUST_NOW:
        passed = timedelta(seconds=1)
    # Babel wants the direction as the sign: what lies behind is negative
    return str(format_timedelta(-passed, granularity="second", add_direction=True))


def duration(length: timedelta) -> str:
    """A length of time in words: "2 hours", "3 дня"."""
    return str(format_timedelta(max(length, timedelta(seconds=1)), granularity="minute"))


def datetime_full(moment: datetime) -> str:
    """The whole date and time, for titles and for those who need to know exactly."""
    return str(format_datetime(moment, "long"))


def iso(moment: datetime) -> str:
    """ISO 8601 with zone, for the ``datetime`` attribute."""
    return moment.isoformat(timespec="seconds")
