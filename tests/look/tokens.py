"""``static/css/tokens.css`` as figures: every colour in both themes, and which stand on which."""

import re
from pathlib import Path

from forum.core.look.colours import contrast
from forum.core.look.shades import surface

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")
TEXT_MIN, UI_MIN = 4.5, 3.0

_COLOUR = r"(oklch\([^)]*\)|#[0-9a-f]{6})"
_PAIR = re.compile(rf"--([a-z0-9-]+): light-dark\({_COLOUR}, {_COLOUR}\);")

GROUNDS = ("paper", "card", "sunk", "raised")
INKS = ("ink", "ink-2", "ink-3")
MEANINGS = ("brand", "solved", "wait", "late", "ambassador")
# what is written on what
TEXT_ON = (
    [(ink, ground) for ink in INKS for ground in GROUNDS]
    + [(meaning, ground) for meaning in MEANINGS for ground in GROUNDS]
    + [(meaning, f"{meaning}-soft") for meaning in MEANINGS]
    + [(ink, f"{meaning}-soft") for ink in ("ink", "ink-2") for meaning in MEANINGS]
    + [("ink", "found"), ("brand-strong", "paper"), ("brand-strong", "card")]
    + [("on-brand", "brand"), ("on-brand", "brand-strong")]
    + [("on-late", "late"), ("on-late", "late-strong")]
)
# edges of what one types in or switches, focus rings, knots
UI_ON = [("edge", "paper"), ("edge", "card"), ("ink-3", "paper")] + [
    (meaning, ground) for meaning in MEANINGS for ground in ("paper", "card")
]


def colours(theme: str) -> dict[str, str]:
    """Every opaque colour of a theme as ``#rrggbb``."""
    base = TOKENS.split("@media (prefers-contrast: more)")[0]
    found = {}
    for name, light, dark in _PAIR.findall(base):
        css = light if theme == "light" else dark
        if "/" not in css:  # not seen through
            found[name] = css if css.startswith("#") else surface(css)
    return found


def ratio(theme: str, text: str, ground: str) -> float:
    """The contrast of two tokens."""
    known = colours(theme)
    return contrast(known[text], known[ground])
