"""Languages: who reads what, dates in words, and the interface text that the catalogues hold.

Language by preference, then cookie, then Accept-Language; jobs and mail force the recipient's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, cast

from babel import dates
from babel.support import NullTranslations, Translations
from flask import Flask, Request, g, has_app_context, has_request_context, request
from flask.globals import app_ctx
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    format_timedelta,
    get_locale,
    get_translations,
    gettext,
)
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from wtforms.i18n import messages_path

from forum.core import clock

LANGUAGES = {"en": "English", "ru": "Русский"}  # each by its own name, as switches show it
DEFAULT_LANGUAGE = "en"
LANGUAGE_COOKIE = "language"
AGO_STEP_SECONDS = 15  # finer than anybody is told, and coarse enough to be remembered
JUST_NOW = timedelta(seconds=45)
TEXTS_KEPT = 5_000  # more than all templates hold
DATES_KEPT = 20_000  # formatting one takes longer than anything else in a line of a list
DATE_INSTEAD_OF_AGO = timedelta(days=300)  # "11 months ago" says less than a date


class TranslatedRequest(Request):
    """A request that has the words of forms: Flask-WTF would read them from the disk each time."""

    @property
    def wtforms_translations(self) -> NullTranslations:
        """What WTForms says of fields, in the language of the page."""
        return _words_of_forms(language())


@cache
def _words_of_forms(code: str) -> NullTranslations:
    return Translations.load(messages_path(), [code], domain="wtforms")


def init_app(app: Flask, preferred: Callable[[], str | None]) -> None:
    """Choose the language of each request; ``preferred`` gives the signed-in person's."""

    def select() -> str:
        if not has_request_context():
            return DEFAULT_LANGUAGE
        if "language" not in g:
            g.language = _known(preferred()) or visitors_language(
                request.cookies.get(LANGUAGE_COOKIE, ""),
                request.headers.get("Accept-Language", ""),
            )
        return str(g.language)

    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(
        app.config["ROOT"] / "forum" / "core" / "i18n" / "translations"
    )
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    Babel(app, locale_selector=select).domain_instance = QuickDomain()
    app.request_class = TranslatedRequest
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # its extension adds it
        gettext=lambda text: get_translations().ugettext(text),
        ngettext=lambda one, many, number: get_translations().ungettext(one, many, number),
        pgettext=lambda context, text: get_translations().upgettext(context, text),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _text
    app.jinja_env.filters.update(
        ago=ago, datetime_full=datetime_full, iso=iso, duration=duration, day=day
    )


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


@lru_cache(maxsize=1_000)
def visitors_language(cookie: str, accepted: str) -> str:
    """The language of somebody who is not signed in: by cookie, then by Accept-Language."""
    languages = parse_accept_header(accepted, LanguageAccept)
    return _known(cookie) or languages.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE


def language() -> str:
    """The language of what is being written now: "en" or "ru"."""
    # where Flask-Babel keeps it: a page asks hundreds of times, its own way is four times as far
    kept = None
    if has_app_context():
        context = app_ctx._get_current_object()  # type: ignore[attr-defined]  # it is a proxy
        kept = context.g.get("_flask_babel")
    locale = getattr(kept, "babel_locale", None) or get_locale()
    return locale.language if locale is not None else DEFAULT_LANGUAGE


class QuickDomain(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """The texts of this site, in fewer steps: a page asks for its catalogue hundreds of times."""

    def __init__(self) -> None:
        super().__init__()
        self._catalogues: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """The catalogue of the current language."""
        code = language()
        found = self._catalogues.get(code)
        if found is None:
            found = self._catalogues[code] = super().get_translations()
        return found


_texts: dict[tuple[str, bool, str], str] = {}  # whole texts as templates print them


@pass_context
def _text(context: Context, message: str, **values: Any) -> str:
    """What templates call ``_``: a text without values is translated once, not for every line."""
    if values:
        return cast(str, context.call(context.resolve("gettext"), message, **values))
    key = (language(), bool(context.eval_ctx.autoescape), message)
    known = _texts.get(key)
    if known is None:
        known = cast(str, context.call(context.resolve("gettext"), message))
        if len(_texts) < TEXTS_KEPT:
            _texts[key] = known
    return known


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in a given language, whatever the request says; unknown codes mean the default."""
    with force_locale(_known(code) or DEFAULT_LANGUAGE):
        yield


def ago(moment: datetime) -> str:
    """ "3 days ago", "через 2 часа"; a date once that says more."""
    passed = clock.now() - moment
    if abs(passed) > DATE_INSTEAD_OF_AGO:
        return _formatted(moment, "d MMM y", language())
    if abs(passed) < JUST_NOW:
        return str(gettext("just now"))
    return _since(int(passed.total_seconds()) // AGO_STEP_SECONDS, language())


@lru_cache(maxsize=DATES_KEPT)
def _since(steps: int, code: str) -> str:
    # Babel wants the direction as the sign: what lies behind is negative
    passed = timedelta(seconds=steps * AGO_STEP_SECONDS)
    return str(
        dates.format_timedelta(-passed, granularity="second", add_direction=True, locale=code)
    )


def duration(length: timedelta) -> str:
    """A length of time in words: "2 hours", "3 дня"."""
    return str(format_timedelta(max(length, timedelta(seconds=1)), granularity="minute"))


def datetime_full(moment: datetime) -> str:
    """The whole date and time, for titles and for those who need to know exactly."""
    return _formatted(moment, "long", language())


@lru_cache(maxsize=DATES_KEPT)
def _formatted(moment: datetime, pattern: str, code: str) -> str:
    return dates.format_datetime(moment, pattern, tzinfo=UTC, locale=code)


def day(of_calendar: date) -> str:
    """A day of the calendar: "12 Mar 2026"."""
    return dates.format_date(of_calendar, "d MMM y", locale=language())


def iso(moment: datetime) -> str:
    """ISO 8601 with zone, for the ``datetime`` attribute."""
    return moment.isoformat(timespec="seconds")
