"""Whatever accent a site chooses, words in it can be read; what need not change does not."""

import random

import pytest

from forum.core.look.colours import contrast, oklch
from forum.core.look.shades import (
    DEFAULT_ACCENT,
    READABLE,
    READABLE_DARK,
    SURFACES_DARK,
    SURFACES_LIGHT,
    favicon,
    look_name,
    look_of,
    stylesheet,
    surface,
    worst_contrast,
)

EXTREMES = ["#000000", "#ffffff", "#ffff00", "#ff0000", "#00ff00", "#0000ff", "#808080", "#fffffe"]
ANY = random.Random(7)  # noqa: S311  (the same colours in every run)
ACCENTS = EXTREMES + [f"#{ANY.randrange(1 << 24):06x}" for _ in range(60)]


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_accent_can_be_read_in_both_themes(accent: str) -> None:
    look = look_of(accent)
    assert worst_contrast(look.light, SURFACES_LIGHT) >= READABLE
    assert worst_contrast(look.dark, SURFACES_DARK) >= READABLE_DARK


def test_an_accent_that_can_be_read_stays_as_it_is() -> None:
    look = look_of("#1d4ed8")
    assert look.light.brand == "#1d4ed8"
    assert not look.changed_in_light


def test_a_pale_accent_gets_darker_on_light_pages_and_keeps_its_hue() -> None:
    look = look_of("#ffcc00")
    assert look.changed_in_light
    assert not look.changed_in_dark
    assert contrast("#ffcc00", "#ffffff") < READABLE <= contrast(look.light.brand, "#ffffff")
    assert oklch(look.light.brand).hue == pytest.approx(oklch("#ffcc00").hue, abs=3)


def test_a_dark_accent_gets_lighter_on_dark_pages() -> None:
    look = look_of("#3b0764")
    assert look.changed_in_dark
    assert not look.changed_in_light
    assert oklch(look.dark.brand).lightness > oklch("#3b0764").lightness


def test_no_smaller_step_would_have_done() -> None:
    look = look_of("#ffcc00")
    assert worst_contrast(look.light, SURFACES_LIGHT) < READABLE + 0.15


@pytest.mark.parametrize(
    ("accent", "taken_by"),
    [
        ("#00ff00", "solved"),
        ("#ff0000", "late"),
        ("#d97706", "wait"),
        ("#a21caf", "ambassador"),
        ("#1d4ed8", ""),
        ("#808080", ""),
        (DEFAULT_ACCENT, ""),
    ],
)
def test_an_accent_that_says_something_already_is_told(accent: str, taken_by: str) -> None:
    assert look_of(accent).taken_by == taken_by


def test_the_same_accent_gives_the_same_files_however_it_is_typed() -> None:
    assert stylesheet(look_of("#FC0")) == stylesheet(look_of("ffcc00"))
    assert look_name("#FC0") == look_name("ffcc00")
    assert look_name("#ffcc00").startswith("ffcc00")


def test_the_style_sheet_names_every_brand_colour_of_both_themes() -> None:
    text = stylesheet(look_of("#7c3aed"))
    for name in ("brand", "brand-strong", "brand-soft", "brand-line", "on-brand"):
        assert f"--{name}: light-dark(#" in text
    assert "#7c3aed" in favicon(look_of("#7c3aed"))


def test_surfaces_are_read_as_browsers_show_them() -> None:
    assert surface("oklch(1 0 0)") == "#ffffff"
    assert surface("oklch(.985 .004 85)") == "#fbfaf7"
