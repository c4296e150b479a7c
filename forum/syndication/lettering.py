"""Setting a title in the site's own face: which characters it has, and where lines break. Pure.

The face comes in two files, one for Latin and one for Cyrillic, so a line is drawn run by run.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FACE = Path(__file__).resolve().parents[2] / "static" / "vendor" / "onest"
LATIN, CYRILLIC = "latin", "cyrillic"
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
# What each file draws; base.css tells browsers the same.
_CYRILLIC = re.compile("[\u0301\u0400-\u045f\u0490\u0491\u04b0\u04b1\u2116]")
_LATIN = re.compile("[\u0020-\u007e\u00a0-\u00ff\u0131\u0152\u0153\u2000-\u206f\u20ac\u2122]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACE = re.compile(r"\s+")
ELLIPSIS = "…"

Face = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Type:
    """A size and weight of the face."""

    size: int
    weight: int

    def width(self, text: str) -> float:
        """How wide a line of it is, in pixels."""
        return sum(face.getlength(run) for face, run in self.runs(text))

    def runs(self, text: str) -> list[tuple[Face, str]]:
        """The text in pieces, each with the file that draws it."""
        found: list[tuple[str, str]] = []
        for character in text:
            script = CYRILLIC if _CYRILLIC.match(character) else LATIN
            if found and (found[-1][0] == script or character == " "):
                found[-1] = (found[-1][0], found[-1][1] + character)
            else:
                found.append((script, character))
        return [(_face(script, self.size, self.weight), run) for script, run in found]


@lru_cache(maxsize=64)
def _face(script: str, size: int, weight: int) -> Face:
    face = ImageFont.truetype(FACE / f"onest-{script}-wght-normal.woff2", size)
    face.set_variation_by_axes([weight])
    return face


def drawable(text: str) -> str:
    """The text without what the face cannot draw: emoji, other scripts, invisible characters."""
    kept = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or _is_drawn(character)
    )
    return _SPACE.sub(" ", kept).strip()


def _is_drawn(character: str) -> bool:
    if unicodedata.category(character) in _INVISIBLE:
        return False
    return bool(_LATIN.match(character) or _CYRILLIC.match(character))


def wrapped(text: str, kind: Type, width: int, lines_max: int) -> tuple[list[str], bool]:
    """The text in lines no wider than ``width`` pixels, and whether all of it found room.

    A word wider than a line is broken; what does not fit ends in an ellipsis.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, kind, width):
        longer = f"{line} {word}" if line else word
        if not line or kind.width(longer) <= width:
            line = longer
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if len(lines) <= lines_max:
        return lines, True
    last = lines[lines_max - 1]
    while last and kind.width(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: lines_max - 1], last.rstrip(" ,.;:-") + ELLIPSIS], False


def _words(text: str, kind: Type, width: int) -> list[str]:
    found: list[str] = []
    for word in text.split():
        while kind.width(word) > width:
            head = word
            while len(head) > 1 and kind.width(head) > width:
                head = head[: max(1, min(len(head) - 1, int(len(head) * width / kind.width(head))))]
            found.append(head)
            word = word[len(head) :]
        if word:
            found.append(word)
    return found
