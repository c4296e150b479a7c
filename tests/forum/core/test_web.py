"""What holds for every answer: headers, hosts, and addresses no row could have."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.pages import safe_next
from forum.core.web import CSP
from tests.browser import token_on
from tests.factories import Factory

ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/api/v1/similar?text=hub", 200),
        ("GET", "/api/v1/similar", 400),
        ("GET", "/nothing", 404),
        ("GET", "/desk", 404),
        ("PUT", "/search", 405),
        ("POST", "/ask", 400),
        ("GET", "/my/questions", 302),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/static/0/icons.svg", 200),
        ("GET", "/static/0/nothing.css", 404),
        ("OPTIONS", "/", 200),
        ("HEAD", "/", 200),
    ],
)
def test_every_answer_carries_the_same_protection(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method, buffered=True)
    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, name
    assert "Server" not in answer.headers


def test_what_is_never_a_page_is_only_kept_from_being_taken_for_one(client: FlaskClient) -> None:
    for name in ("css/base.css", "css/tokens+base.css", "js/app.js"):
        headers = client.get(f"/static/0/{name}", buffered=True).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Security-Policy" not in headers


def test_a_page_that_breaks_is_protected_too(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    broken.__access__ = app.view_functions["home.index"].__access__  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "home.index", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CSP
    assert "script-src 'self'" in CSP
    assert "style-src 'self'" in CSP


def test_pages_are_kept_by_their_reader_alone(make: Factory, client: FlaskClient) -> None:
    for browser in (client, make.signed_in()):
        answer = browser.get("/questions")
        assert "private" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]
        assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example"]
)
def test_a_forged_host_is_refused(client: FlaskClient, host: str) -> None:
    for path in ("/", "/login", "/healthz"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil.example" not in answer.text
        assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost"])
def test_this_machine_goes_by_both_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_forwarded_host_is_not_believed(client: FlaskClient) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    for path in ("/", "/login", "/nothing"):
        assert "evil.example" not in client.get(path, headers=forged).text


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999", "-1", "1.0", "١"])
def test_a_number_no_row_can_have_is_not_found(make: Factory, number: str) -> None:
    client = make.signed_in(role="admin")
    for path in (f"/t/{number}", f"/p/{number}", f"/kb/{number}"):
        assert client.get(path).status_code == 404
    token = token_on(client, "/ask")
    assert client.post(f"/t/{number}/lock", data={"csrf_token": token}).status_code == 404


def test_cookies_are_out_of_reach_of_scripts(client: FlaskClient) -> None:
    answer = client.get("/login")
    (cookie,) = (c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_visitors_get_no_cookie_until_they_need_one(make: Factory, client: FlaskClient) -> None:
    make.thread()
    for path in ("/", "/questions", "/c/hub", "/search?q=hub", "/people", "/kb"):
        assert "Set-Cookie" not in client.get(path).headers, path


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/ask?category=hub", "/ask?category=hub"),
        ("/t/1#p-2", "/t/1#p-2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/ok\r\nSet-Cookie: a=b", "/"),
        ("/\tevil", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_where_to_go_on_is_always_here(target: str | None, goes_to: str) -> None:
    assert safe_next(target) == goes_to
