"""``/look/<look>.css``, ``/look/<look>.svg`` and the logo: what a browser may keep for ever.

The name holds the accent itself, so any process can make the file of any look without asking the
database; its second half is a hash of what was made, so that a new version of the site does not
meet an old file.
"""

import re

from flask import Flask, Response
from flask_babel import gettext as _

from forum.core import storage
from forum.core.assets import KEEP_SECONDS
from forum.core.errors import Degraded, NotFound
from forum.core.look.shades import favicon, look_name, look_of, stylesheet
from forum.core.permissions import public

OLD_SECONDS = 60  # an old page asks during an update: right colours, short memory
ACCENT_DIGITS = 6
LOGO = re.compile(r"logo-[0-9a-f]{24}\.png")  # named by a hash of its bytes


def init_app(app: Flask) -> None:
    """Serve the files."""
    app.add_url_rule("/look/<look>.css", "look_css", css)
    app.add_url_rule("/look/<look>.svg", "look_icon", icon)
    app.add_url_rule("/look/logo/<logo>", "look_logo", site_logo)


def look_path(accent: str, ending: str) -> str:
    """Where the ``css`` or ``svg`` of an accent stands."""
    return f"/look/{look_name(accent)}.{ending}"


@public
def css(look: str) -> Response:
    """The custom properties that follow from an accent."""
    accent = _accent(look)
    return _kept(look, accent, Response(stylesheet(look_of(accent)), mimetype="text/css"))


@public
def icon(look: str) -> Response:
    """The picture of the browser's tab."""
    accent = _accent(look)
    return _kept(look, accent, Response(favicon(look_of(accent)), mimetype="image/svg+xml"))


@public
def site_logo(logo: str) -> Response:
    """The site's own picture; earlier ones stay, since mails that were sent show them."""
    if not LOGO.fullmatch(logo):
        raise NotFound()
    try:
        content = storage.current().read(logo)
    except storage.MissingFile:
        raise NotFound() from None
    except storage.StorageError as error:
        raise Degraded(_("Pictures cannot be shown right now.")) from error
    response = Response(content, mimetype="image/png")
    response.cache_control.public = True
    response.cache_control.immutable = True
    response.cache_control.max_age = KEEP_SECONDS
    return response


def _accent(name: str) -> str:
    try:
        look_of(name[:ACCENT_DIGITS])
    except ValueError:
        raise NotFound() from None
    return name[:ACCENT_DIGITS]


def _kept(name: str, accent: str, response: Response) -> Response:
    current = name == look_name(accent)
    response.cache_control.public = True
    response.cache_control.max_age = KEEP_SECONDS if current else OLD_SECONDS
    response.cache_control.immutable = current
    return response
