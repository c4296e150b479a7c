"""Pictures beside links: of public things only, drawn once, under an address that never lies."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from forum.core import clock
from forum.core.db import db
from forum.syndication import pictures
from forum.syndication.lettering import BOLD, Type, drawable, wrapped
from forum.syndication.picture import HEIGHT, WIDTH, Picture, draw
from forum.threads.models import ThreadStatus
from forum.threads.states import thread_url
from tests.factories import Factory
from tests.forum.syndication.reading import head

SITE = "http://127.0.0.1:8000"
LINE = Type(60, BOLD)
WORDS = "Обновление прошивки зависает на 38 %, а hub пишет ERR_0x21 и теряет Wi-Fi"


@pytest.fixture(autouse=True)
def _empty_folder(app: Flask) -> Iterator[None]:
    yield
    for file in folder(app).glob("*"):
        file.unlink()


def folder(app: Flask) -> Path:
    """Where drawn pictures are kept."""
    instance: Path = app.config["THREADWELL"].instance
    return instance / "pictures"


def image_of(client: FlaskClient, path: str) -> str:
    """The address of the picture beside a link to this page."""
    return head(client, path).metas["og:image"].removeprefix(SITE)


@pytest.mark.parametrize(
    "title",
    [WORDS, "x", "", "\U0001f600\U0001f600", "日本語", "W" * 200, "a\nb\tc\0d", "й" * 200, "<b>&"],
)
@pytest.mark.parametrize("tone", ["solved", "team", "wait", "article", "quiet"])
def test_any_title_can_be_drawn(title: str, tone: str) -> None:
    body = draw(Picture(title, "Solved", tone, "Hub", "Threadwell"))
    image = Image.open(io.BytesIO(body))
    assert image.size == (WIDTH, HEIGHT)
    assert len(body) < 60_000


def corner_of(body: bytes) -> set[tuple[int, ...]]:
    """The colours in the lower left corner, where the sign of the site stands."""
    corner = Image.open(io.BytesIO(body)).convert("RGB").crop((80, 520, 560, 620))
    return {colour for _count, colour in corner.getcolors(100_000) or []}


@pytest.mark.parametrize("size", [(160, 160), (640, 90), (20, 160), (1, 1)])
def test_the_sites_own_logo_stands_where_the_knot_would(size: tuple[int, int]) -> None:
    logo = io.BytesIO()
    Image.new("RGBA", size, "#ff00ff").save(logo, "PNG")
    picture = Picture(WORDS, "Solved", "quiet", "Hub " * 40, "Threadwell")
    assert (255, 0, 255) in corner_of(draw(replace(picture, logo="logo-1.png"), logo.getvalue()))
    assert (0, 105, 125) not in corner_of(draw(picture, logo.getvalue()))
    assert (0, 105, 125) in corner_of(draw(picture))


def test_a_logo_that_is_gone_leaves_the_knot_and_is_looked_for_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_logo_name", lambda: "logo-000000000000000000000000.png")
    assert client.get(image_of(client, "/")).status_code == 200
    assert not list(folder(app).glob("*.png"))


def test_what_the_face_lacks_is_dropped() -> None:
    assert drawable("Wi-Fi \U0001f600 не\u202e работает\u200b\n日本") == "Wi-Fi не работает"


@pytest.mark.parametrize("text", [WORDS, "W" * 300, "a " * 300, WORDS * 3])
def test_no_line_is_too_wide(text: str) -> None:
    lines, fits = wrapped(text, LINE, 900, 4)
    assert len(lines) <= 4
    assert all(LINE.width(line) <= 900 for line in lines)
    assert fits or lines[-1].endswith("…")


def test_other_words_are_another_picture() -> None:
    one = Picture("a", "b", "wait", "c", "d")
    assert one.version == Picture("a", "b", "wait", "c", "d").version
    assert one.version != Picture("a", "b", "solved", "c", "d").version
    assert one.version != Picture("ab", "", "wait", "c", "d").version


def test_a_thread_has_its_picture(app: Flask, client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    address = image_of(client, thread_url(thread))
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.cache_control.immutable
    assert answer.cache_control.public
    assert "Set-Cookie" not in answer.headers
    assert [file.stem for file in folder(app).iterdir()] == [Path(address).stem]


def test_a_solved_thread_has_another(client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    before = image_of(client, thread_url(thread))
    thread.status, thread.solved_at = ThreadStatus.SOLVED, clock.now()
    db.session.commit()
    after = image_of(client, thread_url(thread))
    assert after != before
    moved = client.get(before)
    assert (moved.status_code, moved.headers["Location"]) == (302, after)
    assert not moved.cache_control.immutable


def test_it_is_drawn_once(
    client: FlaskClient, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = image_of(client, thread_url(make.thread()))
    first = client.get(address).data
    monkeypatch.setattr(pictures, "draw", lambda _picture: pytest.fail("drawn again"))
    assert client.get(address).data == first


def test_a_wrong_version_draws_nothing(app: Flask, client: FlaskClient, make: Factory) -> None:
    thread = make.thread()
    for version in ("0", "..%2f..", "x" * 300):
        assert client.get(f"/pictures/t/{thread.id}/{version}.png").status_code in {302, 404}
    assert not folder(app).exists() or not list(folder(app).iterdir())


@pytest.mark.parametrize("state", ["hidden_at", "deleted_at"])
def test_what_is_gone_has_no_picture(client: FlaskClient, make: Factory, state: str) -> None:
    author = make.user()
    thread = make.thread(author=author)
    address = image_of(client, thread_url(thread))
    client.get(address)
    setattr(thread, state, clock.now())
    db.session.commit()
    for reader in (client, make.signed_in(author), make.signed_in(role="admin")):
        assert reader.get(address).status_code == 404


def test_every_page_has_a_picture_in_its_language(client: FlaskClient) -> None:
    for code in ("en", "ru"):
        address = head(client, "/", **{"Accept-Language": code}).metas["og:image"]
        assert f"/pictures/site/{code}/" in address
        assert client.get(address.removeprefix(SITE)).status_code == 200
    assert client.get("/pictures/site/xx/0.png", follow_redirects=True).status_code == 200


def test_the_folder_stays_small(
    app: Flask, client: FlaskClient, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "FILES_MAX", 3)
    monkeypatch.setattr(pictures, "FILES_LEFT", 2)
    folder(app).mkdir(exist_ok=True)
    for age in range(4):
        old = folder(app) / f"{age}.png"
        old.touch()
        os.utime(old, (age, age))
    address = image_of(client, thread_url(make.thread()))
    client.get(address)
    assert {file.stem for file in folder(app).iterdir()} == {"3", Path(address).stem}


def test_a_full_disk_is_no_hindrance(
    app: Flask, client: FlaskClient, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = image_of(client, thread_url(make.thread()))

    def full(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert client.get(address).status_code == 200
