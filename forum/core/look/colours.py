"""Colours as people see them: OKLCH to sRGB and back, and the contrast of two. Pure.

The arithmetic is coloraide's; this says which of its many ways a look takes.
"""

import re
from dataclasses import dataclass

from coloraide import Color

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour by lightness (0 to 1), chroma (0 is grey) and hue (degrees)."""

    lightness: float
    chroma: float
    hue: float


def hex_of(text: str) -> str:
    """What somebody typed as ``#rrggbb`` in lower case.

    Raises:
        ValueError: it is no colour.
    """
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a colour such as #1f6b75")
    digits = found.group(1).lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def oklch(colour: str) -> Oklch:
    """``#rrggbb`` by lightness, chroma and hue."""
    lightness, chroma, hue = Color(hex_of(colour)).convert("oklch").coords(nans=False)
    return Oklch(lightness, chroma, hue)


def shown(colour: Oklch) -> str:
    """The nearest ``#rrggbb`` of the same lightness and hue; chroma gives way where it must."""
    tone = Color("oklch", [colour.lightness, colour.chroma, colour.hue])
    return str(tone.convert("srgb").fit(method="raytrace", pspace="oklch").to_string(hex=True))


def contrast(one: str, other: str) -> float:
    """How well two ``#rrggbb`` stand apart, from 1 to 21 (WCAG 2.2)."""
    return float(Color(hex_of(one)).contrast(hex_of(other), method="wcag21"))
