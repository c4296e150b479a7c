"""Small things that would help the wrong people, or lose the way of the right ones."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from forum.core.config import ConfigError, from_environment
from tests.browser import HOST
from tests.factories import Factory


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4"])  # noqa: S104
def test_a_demo_listens_to_this_machine_only(tmp_path: Path, host: str) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "DEMO": "1", "HOST": host}
    with pytest.raises(ConfigError, match="HOST"):
        from_environment(env)
    assert from_environment({**env, "DEMO": ""}).host == host
    assert from_environment({**env, "HOST": "localhost"}).demo


def test_signing_in_from_a_button_leads_back_to_its_page(make: Factory) -> None:
    """htmx sends the address of the page along; the button's own is nothing to go to."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://{HOST}:8000/t/1/x?page=2"}
    answer = make.app.test_client().get("/inbox", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login?next=/t/1/x?page%3D2"


@pytest.mark.parametrize("page", ["https://evil.example/t/1", "//evil.example", "nonsense", ""])
def test_signing_in_from_a_foreign_page_leads_nowhere(client: FlaskClient, page: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    assert client.get("/inbox", headers=headers).headers["HX-Redirect"] == "/login"


def test_a_fragment_and_its_page_are_told_apart_by_caches(client: FlaskClient) -> None:
    varies = client.get("/questions").headers["Vary"]
    assert "HX-Request" in varies
