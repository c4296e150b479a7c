"""What the forms of teams, calendars and policies send."""

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.browser import token_on

DAYS = {f"day_{number}": "9:00–18:00" for number in range(5)}
ASKED = {"asked_day": "4", "asked_time": "17:30"}
CALENDAR = {"name": "Early birds", "zone": "Asia/Kathmandu", "days_off": "", **DAYS, **ASKED}
LENGTHS = {
    "blocking": ("1 h", "8 h"),
    "critical": ("4 h", "1 d"),
    "major": ("8 h", "2 d"),
    "minor": ("1 d", "5 d"),
    "trivial": ("2 d", "10 d"),
}


def policy(**changed: str) -> dict[str, str]:
    """What the form of a policy sends, with some fields changed."""
    sent = {"team": "1", "community": "4 h", "deferral": "8 h", "policy_id": "1", **ASKED}
    for severity, (first, solution) in LENGTHS.items():
        sent |= {f"first_{severity}": first, f"resolution_{severity}": solution}
    return sent | changed


def send(
    client: FlaskClient, url: str, sent: Mapping[str, Any] | None = None, **more: Any
) -> TestResponse:
    """What the form at an address sends."""
    given = {"csrf_token": token_on(client, "/ask"), **(sent or {})}
    return client.post(url, data=given, **more)


def text_of(client: FlaskClient, url: str) -> str:
    """A page that is there."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
