"""``flask categories``, as whoever starts a site uses it."""

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from forum.core.db import db
from tests.factories import Factory, sign_in


def run(app: Flask, *words: str) -> Result:
    result = app.test_cli_runner().invoke(args=["categories", *words])
    db.session.expire_all()
    return result


def test_a_category_is_made_and_can_be_asked_in(app: Flask, client: FlaskClient) -> None:
    result = run(app, "create", "lamps", "--en", "Lamps", "--ru", "Лампы")
    assert "Lamps is at /c/lamps now." in result.output
    assert "Lamps" in client.get("/c/lamps").text
    assert "Lamps" in client.get("/ask").text


def test_once_more_changes_its_texts_and_nothing_else(app: Flask) -> None:
    run(app, "create", "lamps", "--en", "Lamps", "--ru", "Лампы")
    assert "was changed" in run(app, "create", "lamps", "--en", "Light").output
    assert run(app, "list").output.split() == ["lamps", "Light"]


def test_one_stands_below_another(app: Flask) -> None:
    run(app, "create", "devices", "--en", "Devices")
    run(app, "create", "account", "--en", "Account")
    run(app, "create", "lamps", "--en", "Lamps", "--below", "devices")
    assert [line.split()[0] for line in run(app, "list").output.splitlines()] == [
        "devices",
        "lamps",
        "account",
    ]


def test_what_is_for_staff_nobody_else_sees(app: Flask, client: FlaskClient, make: Factory) -> None:
    run(app, "create", "inside", "--en", "Inside", "--staff")
    run(app, "create", "deep", "--en", "Deep inside", "--below", "inside")
    assert (client.get("/c/inside").status_code, client.get("/c/deep").status_code) == (404, 404)
    sign_in(client, make.user("Rita Rep", role="rep"))
    assert (client.get("/c/inside").status_code, client.get("/c/deep").status_code) == (200, 200)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Two words", "--en", "X"), "cannot be an address"),
        (("lamps",), "needs a name"),
        (("lamps", "--en", "L" * 81), "at most 80"),
        (("lamps", "--en", "Lamps", "--below", "nowhere"), "no category at nowhere"),
        (("lamps", "--en", "Lamps", "--below", "bulbs"), "two levels"),
        (("bulbs", "--staff"), "cannot be changed"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(app: Flask, words: tuple[str, ...], said: str) -> None:
    run(app, "create", "devices", "--en", "Devices")
    run(app, "create", "bulbs", "--en", "Bulbs", "--below", "devices")
    result = run(app, "create", *words)
    assert (result.exit_code, said in result.output) == (1, True), result.output
    assert len(result.output.strip().splitlines()) == 1
