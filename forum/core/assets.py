"""Static files under the hash of their whole tree, so that browsers may keep them for ever.

Style sheets that every page needs are asked for in one go, ``css/tokens+base+forms.css``: a browser
shows nothing before it has them all, and on a slow line each file of its own is a wait of its own.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

HASH_CHARS = 12
KEEP_SECONDS = 365 * 24 * 3600
JOINED = re.compile(r"css/([a-z0-9_-]+(?:\+[a-z0-9_-]+)+)\.css")
JOINED_KEPT = 16  # pages ask for one or two


def tree_hash(folder: Path) -> str:
    """A hash over the names and bytes of every file below the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:HASH_CHARS]


@lru_cache(maxsize=JOINED_KEPT)
def joined(folder: Path, names: str) -> bytes | None:
    """The style sheets ``a+b+c`` as one, in this order; None where one of them is not there."""
    files = [folder / "css" / f"{name}.css" for name in names.split("+")]
    if not all(file.is_file() for file in files):
        return None
    return b"\n".join(file.read_bytes() for file in files)


def _joined_response(folder: Path, names: str) -> Response:
    body = joined(folder, names)
    if body is None:
        abort(404)
    response = Response(body, mimetype="text/css")
    response.cache_control.max_age = KEEP_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response


def init_app(app: Flask, folder: Path) -> None:
    """Serve ``/static/<hash>/<file>`` and give templates ``asset("css/base.css")``."""
    current = tree_hash(folder)

    def static(version: str, filename: str) -> Response:
        several = JOINED.fullmatch(filename)
        if several:
            response = _joined_response(folder, several[1])
        else:
            response = send_from_directory(folder, filename, max_age=KEEP_SECONDS)
        if version != current:  # an old page asks during an update: right file, short memory
            response.cache_control.max_age = 60
        else:
            response.cache_control.immutable = True
            response.cache_control.public = True
        response.cache_control.no_cache = None
        return response

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)

    @lru_cache
    def asset(filename: str) -> str:
        return f"/static/{current}/{filename}"

    app.add_template_global(asset)
