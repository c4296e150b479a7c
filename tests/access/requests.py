"""Every request the site answers, as its URL map has it, and what came of sending one."""

import re
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.access.making import Arguments
from tests.access.world import World, browser, csrf_token, dump_of

SAFE = {"GET", "HEAD", "OPTIONS"}
_CONVERTER = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
_OUTCOMES = {200: "y", 204: "y", 400: "b", 401: "s", 403: "f", 404: "n", 405: "m", 409: "c"}


@dataclass(frozen=True, slots=True)
class Request:
    """One method of one rule; ``name`` is how the table calls it: "POST /t/<thread_id>/lock"."""

    method: str
    path: str
    endpoint: str

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    @property
    def arguments(self) -> list[str]:
        """The names in the path."""
        return re.findall(r"<(\w+)>", self.path)

    def url(self, values: Arguments) -> str:
        """The address with these values."""
        return re.sub(r"<(\w+)>", lambda found: str(values[found.group(1)]), self.path)


def all_requests(app: Flask) -> list[Request]:
    """Everything in the URL map but HEAD and OPTIONS, which follow GET."""
    found = []
    for rule in app.url_map.iter_rules():
        found += [Request(method, _path(rule), rule.endpoint) for method in _methods(rule)]
    return sorted(found, key=lambda request: (request.path, request.method))


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def _path(rule: Rule) -> str:
    return _CONVERTER.sub(r"<\1>", rule.rule)


def outcome(answer: TestResponse) -> str:
    """One letter for what came of a request; see ``tests.access.table``."""
    if answer.status_code in {301, 302, 303, 308}:
        return "s" if answer.headers["Location"].startswith("/login") else "y"
    return _OUTCOMES.get(answer.status_code, f"[{answer.status_code}]")


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one request: its letter, the tables it changed, and the whole answer."""

    outcome: str
    changed: tuple[str, ...]
    answer: TestResponse


def send(
    app: Flask,
    world: World,
    request: Request,
    role: str,
    values: Arguments,
    form: dict[str, str] | None = None,
    token: str | None = None,
) -> Sent:
    """Send a request as somebody, with everything as it was built.

    ``token`` stands in the place of the right one.
    """
    client = browser(app, world, role)
    fields = dict(form or {})
    if request.method not in SAFE:
        fields["csrf_token"] = csrf_token(app) if token is None else token
    answer = client.open(
        request.url({**world.common, **values}),
        method=request.method,
        data=None if request.method in SAFE else fields,
        query_string=form if request.method in SAFE else None,
        buffered=True,
    )
    after = dump_of(app)
    changed = tuple(sorted(name for name in after if after[name] != world.rows[name]))
    return Sent(outcome(answer), changed, answer)
