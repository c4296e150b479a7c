"""Signing in and out through the pages."""

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password

from tests.browser import post
from tests.factories import PASSWORD, Factory


def test_the_right_password_signs_in(app: Flask, make: Factory, client: FlaskClient) -> None:
    person = make.user(password=hash_password(PASSWORD))
    answer = post(client, "/login", email=person.email, password=PASSWORD)
    assert answer.status_code == 302
    assert client.get("/settings/security").status_code == 200
