"""Static files under the hash of their whole tree, so that browsers may keep them for ever."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, send_from_directory

HASH_CHARS = 12
KEEP_SECONDS = 365 * 24 * 3600


def tree_hash(folder: Path) -> str:
    """A hash over the names and bytes of every file below the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:HASH_CHARS]


def init_app(app: Flask, folder: Path) -> None:
    """Serve ``/static/<hash>/<file>`` and give templates ``asset("css/base.css")``."""
    current = tree_hash(folder)

    def static(version: str, filename: str) -> Response:
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
