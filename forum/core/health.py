"""``/healthz``: the process is alive. ``/readyz``: what works and what is degraded."""

import logging
from collections.abc import Callable

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.core.db import db
from forum.core.permissions import public

logger = logging.getLogger(__name__)
_checks: dict[str, Callable[[], str]] = {}


def reports(part: str, check: Callable[[], str]) -> None:
    """Let ``/readyz`` show a part; the check returns "ok" or says what is degraded."""
    _checks[part] = check


def init_app(app: Flask) -> None:
    """Register the two pages."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@public
def healthz() -> Response:
    """Alive: touches nothing but the process."""
    return Response("ok\n", mimetype="text/plain")


@public
def readyz() -> tuple[Response, int]:
    """200 while pages can be served (even degraded), 503 without a database."""
    parts = {"database": _database()}
    if parts["database"] == "ok":
        parts |= {part: check() for part, check in _checks.items()}
    ready = parts["database"] == "ok"
    degraded = sorted(part for part, state in parts.items() if state != "ok")
    return jsonify({"ready": ready, "degraded": degraded, "parts": parts}), 200 if ready else 503


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        logger.exception("the database does not answer")
        db.session.rollback()
        return "does not answer"
    return "ok"
