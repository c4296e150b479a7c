"""Colours arrive as the file meant them, though no profile is kept."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from forum.uploads.pictures import draw_anew
from tests.forum.uploads import files


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> None:
    """Messages are translated, so there must be an application."""


def shown(mode: str, colour: tuple[int, ...], kind: str, profile: bytes) -> Image.Image:
    """One colour, sent with a profile, as it came out."""
    sent = files.encoded(Image.new(mode, (40, 30), colour), kind, icc_profile=profile)
    image = Image.open(BytesIO(draw_anew(sent).full))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_wide_colour_is_as_strong_as_it_was_meant(kind: str) -> None:
    image = shown("RGB", (200, 80, 60), kind, files.wide_profile())
    red, green, blue = image.convert("RGB").getpixel((9, 9))
    assert red > 210
    assert green < 76
    assert blue < 56
    assert "icc_profile" not in image.info


def test_grey_stays_grey() -> None:
    parts = shown("RGB", (128, 128, 128), "PNG", files.wide_profile()).convert("RGB")
    assert all(abs(part - 128) <= 4 for part in parts.getpixel((9, 9)))


def test_what_shines_through_still_does() -> None:
    image = shown("RGBA", (200, 80, 60, 100), "PNG", files.wide_profile())
    red, _green, _blue, alpha = image.convert("RGBA").getpixel((9, 9))
    assert red > 210
    assert alpha == 100


@pytest.mark.parametrize(
    "profile",
    [b"no profile at all", files.wide_profile()[:150], files.wide_profile() + bytes(2_000_000)],
    ids=["nonsense", "cut off", "far too long"],
)
def test_a_profile_that_cannot_be_read_leaves_the_colours_as_they_are(profile: bytes) -> None:
    image = shown("RGB", (200, 80, 60), "JPEG", profile)
    parts = image.convert("RGB").getpixel((9, 9))
    assert all(abs(a - b) <= 4 for a, b in zip(parts, (200, 80, 60), strict=True))


def test_a_profile_for_other_pixels_leaves_them_as_they_are() -> None:
    image = shown("L", (120,), "PNG", files.wide_profile())
    assert all(abs(part - 120) <= 4 for part in image.convert("RGB").getpixel((9, 9)))
