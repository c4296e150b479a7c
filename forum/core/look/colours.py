"""Colours as people see them: OKLCH to sRGB and back, and the contrast of two. Pure.

The matrices are those of Björn Ottosson's "A perceptual color space for image processing"
(2020); contrast is the ratio of WCAG 2.2 (relative luminance).
"""

import math
import re
from dataclasses import dataclass, replace

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
CHROMA_STEPS = 24  # halvings of the interval: finer than 8 bits of a channel can show
GAMUT_SLACK = 1e-4  # rounding; a quarter of what one step of 8 bits is

Rgb = tuple[float, float, float]


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
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def shown(colour: Oklch) -> str:
    """The nearest ``#rrggbb`` of the same lightness and hue; chroma gives way where it must."""
    if not _fits(colour):
        low, high = 0.0, colour.chroma
        for _step in range(CHROMA_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if _fits(replace(colour, chroma=middle)) else (low, middle)
        colour = replace(colour, chroma=low)
    return "#" + "".join(f"{_byte(channel):02x}" for channel in _linear_rgb(colour))


def contrast(one: str, other: str) -> float:
    """How well two ``#rrggbb`` stand apart, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> Rgb:
    digits = hex_of(colour)[1:]
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _byte(linear: float) -> int:
    bounded = min(1.0, max(0.0, linear))
    if bounded <= 0.0031308:
        return round(bounded * 12.92 * 255)
    return round((1.055 * math.pow(bounded, 1 / 2.4) - 0.055) * 255)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_rgb(colour: Oklch) -> Rgb:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fits(colour: Oklch) -> bool:
    return all(-GAMUT_SLACK <= channel <= 1 + GAMUT_SLACK for channel in _linear_rgb(colour))
