"""Style sheets hold no rule that nothing uses, no colour of their own, nothing from elsewhere."""

import re
from functools import cache

import pytest

from tests.look.tokens import ROOT

SHEETS = {
    path.name: path.read_text("utf-8") for path in sorted((ROOT / "static/css").glob("*.css"))
}
SOURCES = [
    *(ROOT / "templates").rglob("*.html"),
    *(ROOT / "static/js").glob("*.js"),
    *(ROOT / "forum").rglob("*.py"),
    *(ROOT / "moderation").rglob("*.py"),
]
THEIRS = {"htmx-request", "htmx-swapping"}  # set by htmx
PYGMENTS = re.compile(r"[a-z]{1,2}\d?")  # the classes of coloured code
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:oklch|rgba?|hsla?)\(", re.I)
# ink and shadow on paper and in photographs are no colours of the site
MAY_NAME_COLOURS = {"tokens.css", "print.css"}


def plain(sheet: str) -> str:
    """A sheet without comments and addresses."""
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet, flags=re.S)


@cache
def words() -> tuple[set[str], tuple[str, ...]]:
    """Every word of the sources, and the beginnings to which templates add an ending."""
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    return (
        set(re.findall(r"[a-zA-Z_][\w-]*", text)),
        tuple(set(re.findall(r"([\w-]+-)(?={{|{%|\$\{|\{)", text))),
    )


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_every_class_is_used_somewhere(name: str) -> None:
    known, beginnings = words()
    classes = set(re.findall(r"\.([a-zA-Z_][\w-]*)", plain(SHEETS[name])))
    dead = {
        one
        for one in classes - known - THEIRS
        if not one.startswith(beginnings) and not PYGMENTS.fullmatch(one)
    }
    assert not dead, f"nothing uses these of {name}: delete them"


@pytest.mark.parametrize("name", sorted(SHEETS.keys() - MAY_NAME_COLOURS))
def test_colours_come_from_tokens(name: str) -> None:
    found = [
        line.strip()[:90]
        for line in plain(SHEETS[name]).splitlines()
        if COLOUR.search(line) and "drop-shadow" not in line and "logo-picture" not in line
    ]
    assert not found


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_every_token_that_is_used_is_there(name: str) -> None:
    every = "".join(plain(sheet) for sheet in SHEETS.values())
    made = set(re.findall(r"--([\w-]+)\s*:", every))
    used = set(re.findall(r"var\(--([\w-]+)\)", plain(SHEETS[name])))
    assert used <= made


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_nothing_comes_from_elsewhere(name: str) -> None:
    assert not re.search(r"@import|https?://", plain(SHEETS[name]))


def test_motion_stops_for_those_who_ask() -> None:
    assert "@media (prefers-reduced-motion: reduce)" in SHEETS["base.css"]
    assert "@media (forced-colors: active)" in SHEETS["base.css"]
    assert "@media (prefers-contrast: more)" in SHEETS["tokens.css"]


def test_no_ring_of_focus_is_taken_away_without_another() -> None:
    # on a cover, on what is nothing to press, around it
    elsewhere = ("::after", "main {", "#work:focus {", "& input {")
    for name, sheet in SHEETS.items():
        for line in sheet.splitlines():
            if "outline: none" in line:
                assert any(word in line for word in elsewhere), f"{name}: {line.strip()[:100]}"
