"""The style sheet and the tab's picture of a site's own accent."""

import pytest
from flask.testing import FlaskClient

from forum.core.look.routes import look_path


def test_a_look_may_be_kept_for_ever(client: FlaskClient) -> None:
    for ending, kind in (("css", "text/css"), ("svg", "image/svg+xml")):
        answer = client.get(look_path("#7c3aed", ending))
        assert answer.status_code == 200
        assert answer.mimetype == kind
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age == 365 * 24 * 3600
        assert "Set-Cookie" not in answer.headers
        assert "#7c3aed" in answer.text


def test_a_look_of_an_older_version_is_made_anew_and_kept_shortly(client: FlaskClient) -> None:
    answer = client.get("/look/7c3aed000000.css")
    assert answer.status_code == 200
    assert not answer.cache_control.immutable
    assert answer.cache_control.max_age == 60
    assert "#7c3aed" in answer.text


@pytest.mark.parametrize("name", ["nothing", "zzzzzz000000", "12", "%22onload"])
def test_what_is_no_colour_is_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/look/{name}.css").status_code == 404
    assert client.get(f"/look/{name}.svg").status_code == 404
