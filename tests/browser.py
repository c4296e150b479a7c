"""A browser without JavaScript: fills in the form that stands on a page and sends it."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HOST = "127.0.0.1"  # where cookies of tests live
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_on(client: FlaskClient, page: str) -> str:
    """The token in the forms of a page."""
    found = _TOKEN.search(client.get(page, follow_redirects=True).text)
    assert found, f"no form on {page}"
    return found.group(1)


def post(client: FlaskClient, url: str, page: str = "", **fields: Any) -> TestResponse:
    """Send a form to ``url`` that stands on ``page`` (the same address unless said)."""
    return client.post(url, data={"csrf_token": token_on(client, page or url), **fields})


def title_of(answer: TestResponse) -> str:
    """The heading of a page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.S)
    return found.group(1).strip() if found else ""
