"""gzip: for text, for whoever unpacks it, and never where it could tell a secret."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.threads.models import Thread
from forum.threads.states import thread_url
from tests.factories import Factory

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def is_packed(answer: TestResponse) -> bool:
    """Whether it came as gzip; what it holds is whole either way."""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    if packed:
        assert gzip.decompress(answer.data)
        assert "Accept-Encoding" in answer.headers["Vary"]
    return packed


@pytest.fixture
def thread(make: Factory) -> Thread:
    return make.thread()


def test_a_visitors_page_is_packed_drawn_or_kept(client: FlaskClient, thread: Thread) -> None:
    plain = client.get(thread_url(thread)).data
    for _each in range(2):
        answer = client.get(thread_url(thread), headers=GZIP)
        assert is_packed(answer)
        assert gzip.decompress(answer.data) == plain
        assert len(answer.data) < len(plain) / 3


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity", "gzip;q=nonsense;"])
def test_whoever_does_not_unpack_gets_it_plain(
    client: FlaskClient, thread: Thread, accepted: str
) -> None:
    client.get(thread_url(thread), headers=GZIP)
    answer = client.get(thread_url(thread), headers={"Accept-Encoding": accepted})
    assert answer.data.startswith(b"<!doctype html>") or is_packed(answer)
    if accepted != "gzip;q=nonsense;":
        assert not is_packed(answer)


@pytest.mark.parametrize(
    ("origin", "packed"),
    [
        ("same-origin", True),
        ("none", True),
        ("cross-site", False),
        ("same-site", False),
        ("", False),
    ],
)
def test_a_members_page_is_packed_only_when_the_request_began_here(
    make: Factory, thread: Thread, origin: str, packed: bool
) -> None:
    member = make.signed_in()
    headers = GZIP | ({"Sec-Fetch-Site": origin} if origin else {})
    assert is_packed(member.get(thread_url(thread), headers=headers)) is packed


@pytest.mark.parametrize(
    ("file", "packed"),
    [
        ("css/base.css", True),
        ("vendor/htmx/htmx.min.js", True),
        ("icons.svg", True),
        ("vendor/onest/onest-latin-wght-normal.woff2", False),
    ],
)
def test_files_are_packed_if_they_are_text(
    app: Flask, make: Factory, file: str, packed: bool
) -> None:
    asset = app.jinja_env.globals["asset"]
    address = asset(file)  # type: ignore[operator]
    for reader in (app.test_client(), make.signed_in(), app.test_client()):
        answer = reader.get(address, headers=GZIP, buffered=True)
        assert is_packed(answer) is packed
        assert answer.cache_control.immutable
    tag = answer.headers["ETag"]
    again = app.test_client().get(address, headers=GZIP | {"If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_a_packed_file_says_the_same(app: Flask, client: FlaskClient) -> None:
    address = app.jinja_env.globals["asset"]("icons.svg")  # type: ignore[operator]
    plain = client.get(address, buffered=True).data
    for _each in range(2):
        packed = client.get(address, headers=GZIP, buffered=True).data
        assert gzip.decompress(packed) == plain


def test_short_answers_and_heads_are_left_alone(client: FlaskClient, thread: Thread) -> None:
    assert not is_packed(client.get("/healthz", headers=GZIP))
    answer = client.head("/questions", headers=GZIP)
    assert answer.data == b""
    assert "Content-Encoding" not in answer.headers


def test_errors_are_packed_too(client: FlaskClient) -> None:
    answer = client.get("/nothing", headers=GZIP)
    assert answer.status_code == 404
    assert is_packed(answer)


def test_feeds_and_maps_are_packed(client: FlaskClient, make: Factory) -> None:
    for number in range(5):
        make.thread(f"The hub blinks {number} times")
    for path in ("/feeds/questions.atom", "/sitemap/pages.xml"):
        for _each in range(2):
            assert is_packed(client.get(path, headers=GZIP))


def test_whoever_has_a_kept_page_hears_304(
    client: FlaskClient, make: Factory, thread: Thread
) -> None:
    for headers in (GZIP, {"Accept-Encoding": ""}):
        tag = client.get(thread_url(thread), headers=headers).headers["ETag"]
        again = client.get(thread_url(thread), headers=headers | {"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Content-Length" not in again.headers
    make.answer(thread, "Something new.")
    assert client.get(thread_url(thread), headers=GZIP | {"If-None-Match": tag}).status_code == 200


def test_a_members_page_is_never_304(make: Factory, client: FlaskClient, thread: Thread) -> None:
    tag = client.get(thread_url(thread)).headers["ETag"]
    answer = make.signed_in().get(thread_url(thread), headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
