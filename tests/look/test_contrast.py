"""Words and edges can be told from what they stand on, in both themes."""

import pytest

from forum.core.look import shades
from tests.look.tokens import TEXT_MIN, TEXT_ON, THEMES, TOKENS, UI_MIN, UI_ON, ratio


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON, ids=lambda name: name)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert ratio(theme, text, ground) >= TEXT_MIN


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), UI_ON, ids=lambda name: name)
def test_edges_and_rings_can_be_seen(theme: str, edge: str, ground: str) -> None:
    assert ratio(theme, edge, ground) >= UI_MIN


def test_an_accent_is_measured_on_the_surfaces_that_pages_have() -> None:
    names = ("card", "paper", "sunk"), ("paper", "card", "sunk", "raised")
    for theme, (surfaces, tokens) in enumerate(
        zip((shades.SURFACES_LIGHT, shades.SURFACES_DARK), names, strict=True)
    ):
        for css, token in zip(surfaces, tokens, strict=True):
            line = next(row for row in TOKENS.splitlines() if row.strip().startswith(f"--{token}:"))
            pair = line.partition("light-dark(")[2].removesuffix("));").split("), ")
            assert css == f"{pair[theme]})", f"--{token} is another in tokens.css now"


def test_the_colours_we_begin_with_are_those_of_the_default_accent() -> None:
    for line in shades.stylesheet(shades.look_of(shades.DEFAULT_ACCENT)).splitlines()[1:-1]:
        assert line.strip() in TOKENS
