"""Which picture stands beside a link, and keeping drawn ones on disk.

A picture is drawn when somebody first asks for it, once, one at a time, and only under the address
that pages give out, so asking for many costs no more than there are pages.
"""

import os
import threading
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from forum.core import storage
from forum.core.errors import Degraded
from forum.core.i18n import in_language
from forum.core.pages import Site
from forum.knowledge.models import Article
from forum.syndication.picture import Picture, draw
from forum.threads.models import Thread, ThreadStatus
from forum.threads.states import knot_of, status_text

FOLDER = "pictures"
FILES_MAX = 2_000  # 20 kB each: 40 MB at most
FILES_LEFT = 1_800  # after clearing, so that it is not done for every new one
WAIT_SECONDS = 3.0
_one_at_a_time = threading.Lock()
TONES = {"team": "team", "solved": "solved", "waiting": "wait", "needs_info": "wait"}


def site() -> Site:
    """The site as templates know it."""
    found = current_app.jinja_env.globals["site"]
    assert isinstance(found, Site)  # noqa: S101  (``pages.init_app`` put it there)
    return found


def picture_of_site(language: str) -> Picture:
    """For pages that have none of their own."""
    with in_language(language):
        label = site().tagline or _("Questions and what helped.")
        return Picture(site().name, label, "team", "", site().name, site().brand, _logo_name())


def picture_of_thread(thread: Thread) -> Picture:
    """The question and where it stands, in its own language; the category is loaded."""
    with in_language(thread.language):
        state = knot_of(thread)
        label = status_text(thread)
        if thread.status is ThreadStatus.SOLVED and thread.official_post_id is not None:
            label = f"{label} · {_('From the team')}"
        return Picture(
            title=thread.title,
            label=label,
            tone=TONES.get(state, "quiet"),
            place=thread.category.name(thread.language),
            site=site().name,
            accent=site().brand,
            logo=_logo_name(),
        )


def picture_of_article(article: Article) -> Picture:
    """The title of an article, in its language; the category is loaded."""
    with in_language(article.language):
        return Picture(
            title=article.title,
            label=_("Knowledge base"),
            tone="article",
            place=article.category.name(article.language),
            site=site().name,
            accent=site().brand,
            logo=_logo_name(),
        )


def drawn(picture: Picture) -> bytes:
    """The picture as a PNG, from disk if it was drawn before.

    Raises:
        Degraded: too many are being drawn.
    """
    path = _folder() / f"{picture.version}.png"
    known = _read(path)
    if known is not None:
        return known
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise Degraded()
    try:
        body = _read(path)
        if body is None:
            logo = _logo(picture.logo)
            body = draw(picture, logo)
            if bool(logo) == bool(picture.logo):
                _keep(path, body)
    finally:
        _one_at_a_time.release()
    return body


def _logo_name() -> str:
    """What the storage calls the site's own picture; empty without one."""
    logo = site().logo
    return logo.url.rpartition("/")[2] if logo else ""


def _logo(name: str) -> bytes:
    """The site's own picture; nothing where it cannot be read, and then the knot stands for it."""
    try:
        return storage.current().read(name) if name else b""
    except (storage.MissingFile, storage.StorageError):
        return b""


def forget_drawn() -> None:
    """Let every picture go from disk; they are drawn again when somebody asks."""
    for path in _folder().glob("*.png"):
        path.unlink(missing_ok=True)


def _folder() -> Path:
    instance: Path = current_app.config["THREADWELL"].instance
    return instance / FOLDER


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _keep(path: Path, body: bytes) -> None:
    """Put it on disk if that works; a full disk only means drawing it again."""
    unfinished = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(body)
        unfinished.replace(path)
        _clear(path.parent)
    except OSError:
        unfinished.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Let the oldest go once there are too many."""
    found = [entry for entry in os.scandir(folder) if entry.name.endswith(".png")]
    if len(found) > FILES_MAX:
        found.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in found[: len(found) - FILES_LEFT]:
            Path(entry.path).unlink(missing_ok=True)
