"""The style guide shows everything there is, and only to those who build the site."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.styleguide.parts import SAMPLES, components, parts
from tests.browser import HOST
from tests.test_architecture import ROOT, TEMPLATES

MACRO = re.compile(r"{%-? macro (\w+)\(")
COMMENT = re.compile(r"{#.*?#}", re.S)
COMPONENTS = components(ROOT / "templates")


@pytest.fixture
def debug(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site runs with DEBUG=on."""
    settings = replace(app.config["THREADWELL"], debug=True)
    monkeypatch.setitem(app.config, "THREADWELL", settings)


def test_it_is_not_there_without_debugging(client: FlaskClient) -> None:
    assert client.get("/styleguide").status_code == 404


@pytest.mark.usefixtures("debug")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_part_is_drawn(client: FlaskClient, language: str) -> None:
    client.set_cookie("language", language, domain=HOST)
    page = client.get("/styleguide")
    assert page.status_code == 200
    shown = set(re.findall(r'id="part-([a-z_]+)"', page.text))
    assert shown == {part.name for part in parts(ROOT / "templates")}
    assert f'lang="{language}"' in page.text


@pytest.mark.usefixtures("debug")
def test_no_id_stands_twice(client: FlaskClient) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/styleguide").text)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_samples_of_every_macro(name: str) -> None:
    file = f"templates/{SAMPLES}/{name}.html"
    assert file in TEMPLATES, f"show components/{name}.html in {file}, in all its states"
    source = COMMENT.sub("", TEMPLATES[f"templates/components/{name}.html"])
    sample = TEMPLATES[file]
    for macro in MACRO.findall(source):
        used_inside = len(re.findall(rf"\b{macro}\(", source)) > 1
        assert used_inside or macro in sample, f"{file} does not show {macro}()"


def test_no_samples_of_what_is_gone() -> None:
    known = {f"templates/{part.template}" for part in parts(ROOT / "templates")}
    found = {name for name in TEMPLATES if name.startswith(f"templates/{SAMPLES}/")}
    assert found == known
