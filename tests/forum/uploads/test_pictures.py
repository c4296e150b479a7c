"""What is made of files: only pixels come through, and hostile files do no harm."""

import random
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from PIL import GifImagePlugin, Image

from forum.core.errors import Degraded, Invalid
from forum.uploads import pictures
from forum.uploads.pictures import KEPT_MAX, draw_anew
from tests.forum.uploads import files

SECRETS = (b"Secret", b"script", b"Exif", b"EXIF", b"XMP", b"PK\x03\x04", b"ICCP")


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> None:
    """Messages are translated, so there must be an application."""


def opened(content: bytes) -> Image.Image:
    """A picture that came out."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_we_take_becomes_webp(kind: str) -> None:
    made = draw_anew(files.picture(kind=kind))
    image = opened(made.full)
    assert (image.format, image.size) == ("WEBP", (320, 200))
    assert (made.width, made.height, made.small) == (320, 200, None)
    red, green, _blue = image.convert("RGB").getpixel((10, 10))
    assert red > 200
    assert 130 < green < 190


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F", "YCbCr"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG", "F": "JPEG"}.get(mode, "PNG")
    image = Image.new(mode, (30, 20)) if mode != "F" else Image.new("L", (30, 20))
    assert opened(draw_anew(files.encoded(image, kind)).full).size == (30, 20)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    image = Image.new("I;16", (8, 8), 32_768)
    made = opened(draw_anew(files.encoded(image)).full)
    assert 120 < made.convert("L").getpixel((4, 4)) < 136


def test_transparency_is_kept() -> None:
    made = opened(draw_anew(files.encoded(Image.new("RGBA", (20, 20), (255, 0, 0, 0)))).full)
    assert made.convert("RGBA").getpixel((5, 5))[3] == 0


def test_where_and_with_what_it_was_taken_is_gone() -> None:
    sent = files.photo()
    before = Image.open(BytesIO(sent)).getexif()
    assert before.get_ifd(files.GPS_IFD)[files.LATITUDE] == (59.0, 56.0, 20.25)
    assert before[files.MAKE] == "Secret Camera"
    made = draw_anew(sent)
    after = opened(made.full)
    assert not after.getexif()
    assert not after.getexif().get_ifd(files.GPS_IFD)
    assert not {"exif", "xmp", "icc_profile", "comment"} & after.info.keys()
    assert not [secret for secret in SECRETS if secret in made.full]


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, "top left"), (3, "bottom right"), (6, "top right")]
)
def test_photos_stand_upright(orientation: int, corner: str) -> None:
    made = opened(draw_anew(files.photo(400, 300, orientation)).full).convert("RGB")
    assert made.size == ((300, 400) if orientation == 6 else (400, 300))
    places = {
        "top left": (20, 20),
        "top right": (made.width - 20, 20),
        "bottom right": (made.width - 20, made.height - 20),
    }
    found = {name: made.getpixel(place)[0] > 180 for name, place in places.items()}
    assert [name for name, is_orange in found.items() if is_orange] == [corner]


def test_a_large_photo_is_made_smaller_and_gets_a_small_one() -> None:
    made = draw_anew(files.picture(4000, 3000, "JPEG"))
    assert made.width * made.height <= KEPT_MAX * 1.01
    assert opened(made.full).size == (made.width, made.height)
    assert made.small is not None
    assert opened(made.small).size == (800, 600)
    assert len(made.small) < len(made.full)


def test_a_long_screenshot_stays_readable() -> None:
    made = draw_anew(files.picture(1080, 4000))
    assert (made.width, made.height) == (1080, 4000)
    assert made.small is not None
    assert opened(made.small).height == 1200


def test_a_line_of_pixels_has_two_sides() -> None:
    made = draw_anew(files.picture(12_000, 2))
    assert made.height >= 1
    assert made.width == 8000


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_still_moves(kind: str) -> None:
    made = opened(draw_anew(files.moving(4, kind=kind)).full)
    assert (made.format, made.n_frames, made.size) == ("WEBP", 4, (60, 40))


@pytest.mark.parametrize(("frames", "side"), [(300, 8), (30, 2000)])
def test_an_animation_without_end_is_refused(frames: int, side: int) -> None:
    sent = files.moving(frames, side, side, mode="L")
    with pytest.raises(Invalid, match="animation"):
        draw_anew(sent)


def test_a_million_frames_are_not_even_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    one = files.encoded(Image.new("P", (1, 1)), "GIF")
    start = one.index(b",", 13)
    sent = one[:start] + one[start:-1] * 100_000 + b";"
    seen: list[int] = []
    seek = GifImagePlugin.GifImageFile.seek

    def noting(self: GifImagePlugin.GifImageFile, frame: int) -> None:
        seen.append(frame)
        seek(self, frame)

    monkeypatch.setattr(GifImagePlugin.GifImageFile, "seek", noting)
    with pytest.raises(Invalid, match="animation"):
        draw_anew(sent)
    assert len(seen) < 300


@pytest.mark.parametrize("name", list(files.strangers()))
def test_what_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        draw_anew(files.strangers()[name])
    assert refused.value.message
    assert refused.value.what_to_do


@pytest.mark.parametrize("name", list(files.polyglots()))
def test_a_second_file_inside_the_first_does_not_come_through(name: str) -> None:
    try:
        made = draw_anew(files.polyglots()[name])
    except Invalid:
        return
    assert made.full.startswith(b"RIFF")
    assert opened(made.full).format == "WEBP"
    assert not [secret for secret in SECRETS if secret in made.full]


FLOODS: dict[str, Callable[[], bytes]] = {
    "3,600 million pixels of nothing": files.flood,
    "60 million pixels of nothing": lambda: files.flood(10_000, 6_000),
    "white PNG": lambda: files.encoded(Image.new("1", (12_000, 12_000))),
    "white GIF": lambda: files.encoded(Image.new("1", (9_000, 6_000)), "GIF"),
}


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = FLOODS[what]()

    def must_not(*_args: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(Image.Image, "convert", must_not)
    with pytest.raises(Invalid, match="pixels"):
        draw_anew(sent)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_truncated_file_is_refused(kind: str) -> None:
    whole = files.encoded(Image.effect_noise((200, 200), 80), kind)
    for part in (0.1, 0.5, 0.9):
        with pytest.raises(Invalid):
            draw_anew(whole[: int(len(whole) * part)])


@pytest.mark.filterwarnings("ignore")  # Pillow says what is wrong with metadata
def test_whatever_is_broken_is_refused_and_never_crashes() -> None:
    chance = random.Random(7)  # noqa: S311  (it picks bytes to break)
    kinds = [files.picture(60, 40, kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")]
    kinds += [files.moving(kind=kind) for kind in ("GIF", "WEBP", "PNG")] + [files.photo(60, 40)]
    for whole in kinds:
        for _turn in range(60):
            broken = bytearray(whole)
            for _byte in range(chance.choice((1, 4, 20))):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                made = draw_anew(bytes(broken))
            except Invalid:
                continue
            assert opened(made.full).format == "WEBP"


def test_only_so_many_are_unpacked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WAIT_SECONDS", 0.01)
    turns = [pictures._a_turn() for _turn in range(pictures.AT_ONCE)]
    for turn in turns:
        turn.__enter__()
    try:
        with pytest.raises(Degraded):
            draw_anew(files.picture())
    finally:
        for turn in turns:
            turn.__exit__(None, None, None)
    assert draw_anew(files.picture()).width == 320


def test_few_wait_in_line_so_that_texts_get_through() -> None:
    for _place in range(pictures.IN_LINE):
        pictures._in_line.acquire()
    try:
        with pytest.raises(Degraded):
            draw_anew(files.picture())
    finally:
        pictures._in_line.release(pictures.IN_LINE)
