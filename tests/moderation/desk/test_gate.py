"""Nothing goes round the gate: whoever does not work here finds nothing under /desk."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.core.permissions import access_of
from moderation.desk.blueprint import API_PREFIX, PREFIX, is_below_desk
from tests.factories import Factory

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OUTSIDERS = ("", "new", "member", "ambassador")


def browser_of(make: Factory, role: str) -> FlaskClient:
    """A browser of somebody with this role; without one, of a visitor."""
    return make.signed_in(role=role) if role else make.app.test_client()


def addresses(app: Flask) -> Iterator[str]:
    """One address for every rule under the desk."""
    for rule in app.url_map.iter_rules():
        if is_below_desk(rule.rule):
            yield re.sub(r"<[^>]+>", "1", rule.rule)


def seen(answer: TestResponse) -> tuple[int, str, list[str]]:
    """What an outsider learns from an answer: status, text, and which headers it has."""
    names = sorted({name for name, _value in answer.headers} - {"Content-Length"})
    return answer.status_code, answer.text, names


def test_there_is_something_to_guard(app: Flask) -> None:
    assert {"/desk", "/desk/log", "/desk/t/1/claim", "/api/v1/desk/queues"} <= set(addresses(app))


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_find_nothing_whatever_the_method(app: Flask, make: Factory, role: str) -> None:
    browser = browser_of(make, role)
    make.thread()
    for method in METHODS:
        for place in (PREFIX, API_PREFIX):
            nothing = seen(browser.open(f"{place}/no-such-page", method=method))
            assert nothing[0] == 404
            for address in addresses(app):
                if address.startswith(place):
                    assert seen(browser.open(address, method=method)) == nothing, (method, address)


@pytest.mark.parametrize("address", ["/desk/", "//desk", "/desk//log", "//desk/log", "/desk/t/1/"])
@pytest.mark.parametrize("role", OUTSIDERS)
def test_not_even_a_redirect_gives_it_away(make: Factory, role: str, address: str) -> None:
    make.thread()
    # a path that begins with two slashes must not be taken for a host
    answer = browser_of(make, role).get("/", environ_overrides={"PATH_INFO": address})
    assert answer.status_code == 404


def test_it_looks_as_if_the_whole_site_had_no_such_place(client: FlaskClient) -> None:
    assert seen(client.get("/desk")) == seen(client.get("/no-such-place"))


def test_every_view_declares_its_rule_hidden_all_the_same(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if is_below_desk(rule.rule):
            access = access_of(app, rule.endpoint)
            assert access is not None, rule.endpoint
            assert access.permission is not None, rule.endpoint
            assert access.hidden, rule.endpoint


@pytest.mark.parametrize("role", ["rep", "moderator", "admin"])
def test_who_works_here_gets_in(make: Factory, role: str) -> None:
    assert make.signed_in(role=role).get("/desk").status_code == 200


def test_the_log_is_not_for_every_rep(make: Factory) -> None:
    rep, moderator = make.signed_in(role="rep"), make.signed_in(role="moderator")
    for address in ("/desk/log", "/desk/log.csv"):
        assert rep.get(address).status_code == 404
        assert moderator.get(address).status_code == 200
    assert "/desk/log" not in rep.get("/desk").text


@pytest.mark.parametrize(
    ("path", "below"),
    [
        *(("/desk", True), ("/desk/x", True), ("//desk//x", True), ("/desktop", False)),
        *(("/", False), ("/api/v1/desk//x", True), ("/api/v1/desks", False)),
    ],
)
def test_what_lies_below_the_desk(path: str, below: bool) -> None:
    assert is_below_desk(path) is below
