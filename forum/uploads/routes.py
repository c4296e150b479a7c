"""Sending pictures, from the editor or from a page of its own, and serving them."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from forum.accounts.current import current_actor, current_person, shown_actor
from forum.core import error_pages, picture_urls, storage
from forum.core.errors import Degraded, NotFound
from forum.core.pages import path_to
from forum.core.permissions import Permission, public, requires
from forum.core.web import takes_up_to
from forum.uploads import actions, policy, queries

blueprint = Blueprint("uploads", __name__)
KEEP_SECONDS = 365 * 24 * 3600
BESIDES_THE_FILE = 64 * 1024  # what a form around it takes
CSP = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Door:
    """Where an editor sends pictures, and how large they may be."""

    url: str
    megabytes: int
    bytes_max: int


def picture_door() -> Door | None:
    """The way in for whoever looks at the page; None for those who may send none."""
    allowance = policy.allowance_of(shown_actor())
    if not allowance.a_day:
        return None
    return Door(path_to("uploads.upload"), allowance.megabytes, allowance.bytes_max)


@blueprint.get("/uploads")
@requires(Permission.UPLOAD)
def mine() -> str:
    """One's latest pictures with the lines that show them, and a form for more."""
    return _page()


@blueprint.post("/uploads")
@requires(Permission.UPLOAD)
@takes_up_to(policy.FILE_MAX_BYTES + BESIDES_THE_FILE)
def upload() -> BaseResponse:
    """Take one picture in."""
    file = request.files.get("file")
    kept = actions.store_picture(
        current_person(), file.read() if file else b"", (file.filename or "") if file else ""
    )
    if not error_pages.wants_json():
        flash(_("Added. Copy its line into your text."), "done")
        return redirect(url_for("uploads.mine"), 303)
    answer = {"url": kept.url.path, "markdown": kept.markdown, "alt": kept.name}
    return jsonify(answer | {"width": kept.width, "height": kept.height})


@blueprint.errorhandler(RequestEntityTooLarge)
def say_how_large(_error: RequestEntityTooLarge) -> BaseResponse:
    """The body was not even read; say what would fit."""
    told = actions.too_large(shown_actor())
    title = _("That is too large")
    return error_pages.show(told.status, title, told.message, told.what_to_do)


@blueprint.get("/uploads/<picture>")
@public
def serve(picture: str) -> BaseResponse:
    """A picture, as plain bytes that browsers may keep for ever and run nothing of."""
    url = picture_urls.of_file(picture)
    if url is None:
        raise NotFound()
    queries.ensure_served(url)
    name = actions.small_name(url.key) if url.is_small else actions.full_name(url.key)
    try:
        content = storage.current().read(name)
    except storage.MissingFile:
        raise NotFound() from None
    except storage.StorageError as error:
        raise Degraded(_("Pictures cannot be shown right now.")) from error
    response = Response(content, content_type=actions.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = CSP
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.cache_control.public = True
    response.cache_control.immutable = True
    response.cache_control.max_age = KEEP_SECONDS
    response.set_etag(name)
    return response.make_conditional(request)


def _page() -> str:
    viewer = current_actor()
    return render_template(
        "forum/uploads/mine.html",
        uploads=queries.own(viewer),
        left=queries.left_today(viewer),
        allowance=policy.allowance_of(viewer),
    )
