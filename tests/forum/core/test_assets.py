"""Static files: for ever under the hash of the tree, for a moment under an old one."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.assets import tree_hash


@pytest.fixture
def address(app: Flask) -> str:
    """Where a style sheet stands."""
    found: str = app.jinja_env.globals["asset"]("css/base.css")  # type: ignore[operator]
    return found


def test_a_file_may_be_kept_for_ever(client: FlaskClient, address: str) -> None:
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200
    kept = answer.cache_control
    assert (kept.immutable, kept.public, kept.max_age) == (True, True, 365 * 24 * 3600)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_an_old_address_still_works_but_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/static/000000000000/css/base.css", buffered=True)
    assert answer.status_code == 200
    assert not answer.cache_control.immutable
    assert answer.cache_control.max_age == 60


@pytest.mark.parametrize(
    "path",
    ["../app.py", "%2e%2e/app.py", "css/../../app.py", "..%2f..%2fapp.py", "css", "nothing.css"],
)
def test_nothing_outside_the_folder_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/static/0/{path}", buffered=True)
    assert answer.status_code == 404
    assert "create_app" not in answer.text


def test_the_hash_follows_every_name_and_byte(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = tree_hash(tmp_path)
    (tmp_path / "a.css").write_text("b")
    second = tree_hash(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    third = tree_hash(tmp_path)
    (tmp_path / "a.css").write_text("b")
    assert len({first, second, third, tree_hash(tmp_path)}) == 4


def test_style_sheets_come_in_one_go(app: Flask, client: FlaskClient) -> None:
    asset = app.jinja_env.globals["asset"]
    whole = client.get(asset("css/tokens+base.css"), buffered=True)  # type: ignore[operator]
    parts = [client.get(asset(f"css/{name}.css"), buffered=True) for name in ("tokens", "base")]  # type: ignore[operator]
    assert whole.data == b"\n".join(part.data for part in parts)
    assert (whole.mimetype, whole.cache_control.immutable) == ("text/css", True)
    tag = {"If-None-Match": whole.headers["ETag"]}
    assert client.get(asset("css/tokens+base.css"), headers=tag).status_code == 304  # type: ignore[operator]


@pytest.mark.parametrize("names", ["tokens+nothing", "tokens+../app", "+tokens", "tokens+", "+"])
def test_what_is_not_all_there_is_not_there(client: FlaskClient, names: str) -> None:
    assert client.get(f"/static/0/css/{names}.css", buffered=True).status_code == 404


def test_every_style_sheet_of_the_layout_is_there(app: Flask, client: FlaskClient) -> None:
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/").text)
    assert sheets
    for sheet in sheets:
        assert client.get(sheet, buffered=True).status_code == 200, sheet
