"""Arithmetic of colours, held against figures published elsewhere."""

import pytest

from forum.core.look.colours import Oklch, contrast, hex_of, oklch, shown


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffffff", "#ffffff", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma", "hue"),
    [
        ("#ffffff", 1.0, 0.0, None),
        ("#ff0000", 0.628, 0.2577, 29.23),
        ("#00ff00", 0.8664, 0.2948, 142.5),
        ("#0000ff", 0.452, 0.3132, 264.05),
    ],
)
def test_oklch_is_that_of_browsers(
    colour: str, lightness: float, chroma: float, hue: float | None
) -> None:
    found = oklch(colour)
    assert found.lightness == pytest.approx(lightness, abs=0.001)
    assert found.chroma == pytest.approx(chroma, abs=0.001)
    if hue is not None:
        assert found.hue == pytest.approx(hue, abs=0.1)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#00697e", "#ffcc00", "#7c3aed"])
def test_there_and_back_is_the_same_colour(colour: str) -> None:
    assert shown(oklch(colour)) == colour


def test_a_colour_no_screen_shows_loses_chroma_and_keeps_its_lightness() -> None:
    found = oklch(shown(Oklch(0.5, 0.37, 150)))
    assert found.lightness == pytest.approx(0.5, abs=0.01)
    assert found.hue == pytest.approx(150, abs=2)
    assert found.chroma < 0.2


@pytest.mark.parametrize(
    ("typed", "meant"), [("#1F6B75", "#1f6b75"), ("1f6b75", "#1f6b75"), (" #fc0 ", "#ffcc00")]
)
def test_colours_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert hex_of(typed) == meant


@pytest.mark.parametrize("typed", ["", "red", "#12345", "#1234567", "#gggggg", "url(x)", "#१२३४५६"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        hex_of(typed)
