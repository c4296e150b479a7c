"""The desk's blueprint and its one gate.

The gate looks at the path and stands before everything else that looks at a request: before the
token check and the routing's own answers too, so that not even "wrong method", "token missing" or
"did you mean without the slash" tells an outsider that something is here.
"""

import re
from typing import Any

from flask import Blueprint, Response, request

from forum.accounts import User, current_actor
from forum.core.errors import NotFound
from forum.core.permissions import Permission
from moderation.desk import figures, queue_nav

PREFIX = "/desk"
API_PREFIX = "/api/v1/desk"  # the same for programs, behind the same gate
NO_CONTENT = 204
_SLASHES = re.compile(r"/{2,}")  # the router folds them, so the gate must too

desk = Blueprint("desk", __name__, url_prefix=PREFIX)


def is_below_desk(path: str) -> bool:
    """Whether a path leads to the desk or to anything under it, for people or programs."""
    folded = f"{_SLASHES.sub('/', path)}/"
    return folded.startswith((f"{PREFIX}/", f"{API_PREFIX}/"))


@desk.app_url_value_preprocessor
def gate(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let only whoever works here go on.

    Raises:
        NotFound: for everybody else, as if nothing were there.
    """
    if is_below_desk(request.path) and not current_actor().can(Permission.WORK_DESK):
        raise NotFound()


@desk.after_app_request
def count_anew(response: Response) -> Response:
    """Whoever does something on the desk sees its figures anew; 204 is a sign of life alone."""
    acted = request.method == "POST" and response.status_code != NO_CONTENT
    if acted and is_below_desk(request.path):
        figures.KEPT.forget()
    return response


def current_rep() -> User:
    """Who works on the desk in this request.

    Raises:
        NotFound: nobody who may.
    """
    actor = current_actor()
    if not isinstance(actor, User):
        raise NotFound()
    return actor


@desk.app_context_processor
def navigation() -> dict[str, Any]:
    """``desk_nav("overdue")`` for the desk and the administration: their pages for this viewer."""
    return {"desk_nav": lambda current="": queue_nav.groups(current_actor(), current)}
