"""From one accent colour to the shades of both themes. Pure: the same colour, the same look.

The accent keeps its hue. Its lightness moves only as far as words in it need on every surface
they stand on; what a site chose is therefore never unreadable, and seldom changed.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache

from forum.core.look.colours import Oklch, contrast, hex_of, oklch, shown

READABLE = 4.5  # WCAG 2.2, 1.4.3: text of ordinary size
READABLE_DARK = 7.0  # what the other colours of the dark theme reach; the accent must not look dim
DEFAULT_ACCENT = "#00697e"  # what tokens.css says of itself
LIGHTNESS_STEP = 0.005  # finer than the eye; a hundred steps lead anywhere
LOOKS_KEPT = 64  # a site has one; its admin tries a few
# The surfaces of tokens.css that words in the accent stand on; a test holds the two together.
SURFACES_LIGHT = ("oklch(1 0 0)", "oklch(.985 .004 85)", "oklch(.962 .006 85)")
SURFACES_DARK = (
    "oklch(.19 .012 255)",
    "oklch(.225 .014 255)",
    "oklch(.262 .014 255)",
    "oklch(.26 .015 255)",
)
# Hues that already say something, in degrees of OKLCH; nearer than this they are taken for it.
TAKEN_HUES = {"solved": 152.0, "wait": 70.0, "late": 27.0, "ambassador": 310.0}
HUES_APART_MIN = 22.0
GREY_BELOW_CHROMA = 0.03  # no hue to be confused by


@dataclass(frozen=True, slots=True)
class Shades:
    """The brand colours of one theme, each ``#rrggbb``, named as in tokens.css."""

    brand: str
    strong: str
    soft: str
    line: str
    on_brand: str


@dataclass(frozen=True, slots=True)
class Look:
    """What follows from an accent, and what had to give."""

    accent: str
    light: Shades
    dark: Shades
    taken_by: str  # "solved", "wait", "late", "ambassador", or nothing

    @property
    def changed_in_light(self) -> bool:
        """Whether the accent had to get darker to be read on a light page."""
        return self.light.brand != self.accent

    @property
    def changed_in_dark(self) -> bool:
        """Whether the accent had to get lighter to be read on a dark page."""
        return self.dark.brand != self.accent


@lru_cache(maxsize=LOOKS_KEPT)
def look_of(accent: str) -> Look:
    """The look of a site with this accent; raises ValueError for what is no colour."""
    colour = hex_of(accent)
    return Look(colour, _light(oklch(colour)), _dark(oklch(colour)), _taken_by(oklch(colour)))


def worst_contrast(shades: Shades, surfaces: tuple[str, ...]) -> float:
    """How well words in the accent stand out where they do it least, words on the accent too."""
    grounds = [surface(css) for css in surfaces] + [shades.soft]
    return min(
        *(contrast(shades.brand, ground) for ground in grounds),
        contrast(shades.on_brand, shades.brand),
        contrast(shades.on_brand, shades.strong),
    )


def surface(css: str) -> str:
    """``oklch(.985 .004 85)`` as ``#rrggbb``."""
    lightness, chroma, hue = css.removeprefix("oklch(").removesuffix(")").split()
    return shown(Oklch(float(lightness), float(chroma), float(hue)))


def stylesheet(look: Look) -> str:
    """The custom properties of tokens.css that a look replaces."""
    names = (
        ("brand", "brand"),
        ("brand-strong", "strong"),
        ("brand-soft", "soft"),
        ("brand-line", "line"),
        ("on-brand", "on_brand"),
    )
    lines = "".join(
        f"  --{name}: light-dark({getattr(look.light, field)}, {getattr(look.dark, field)});\n"
        for name, field in names
    )
    return f"@layer tokens {{ :root {{\n{lines}}} }}\n"


def favicon(look: Look) -> str:
    """The knot of the browser's tab, in the accent."""
    light, dark = look.light.brand, look.dark.brand
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>'
        f"path{{stroke:{light}}}circle{{fill:{light}}}@media(prefers-color-scheme:dark)"
        f"{{path{{stroke:{dark}}}circle{{fill:{dark}}}}}</style>"
        '<path d="M16 1v14" stroke-width="3.4" stroke-linecap="round"/>'
        '<circle cx="16" cy="22" r="8.6"/></svg>\n'
    )


@lru_cache(maxsize=LOOKS_KEPT)
def look_name(accent: str) -> str:
    """The name of a look's files: the accent, then a hash of what was made of it."""
    look = look_of(accent)
    made = hashlib.sha256((stylesheet(look) + favicon(look)).encode()).hexdigest()
    return look.accent[1:] + made[:6]


def _light(accent: Oklch) -> Shades:
    soft = shown(Oklch(0.955, min(accent.chroma * 0.24, 0.024), accent.hue))
    line = shown(Oklch(0.86, min(accent.chroma * 0.48, 0.05), accent.hue))

    def shades(tone: Oklch) -> Shades:
        strong = shown(replace(tone, lightness=max(0.0, tone.lightness - 0.075)))
        return Shades(shown(tone), strong, soft, line, "#ffffff")

    tone = accent
    while worst_contrast(shades(tone), SURFACES_LIGHT) < READABLE and tone.lightness > 0:
        tone = replace(tone, lightness=max(0.0, tone.lightness - LIGHTNESS_STEP))
    return shades(tone)


def _dark(accent: Oklch) -> Shades:
    soft = shown(Oklch(0.285, min(accent.chroma * 0.4, 0.045), accent.hue))
    line = shown(Oklch(0.42, min(accent.chroma * 0.58, 0.065), accent.hue))
    on_brand = shown(Oklch(0.18, min(accent.chroma * 0.2, 0.02), accent.hue))

    def shades(tone: Oklch) -> Shades:
        strong = shown(replace(tone, lightness=min(1.0, tone.lightness + 0.07)))
        return Shades(shown(tone), strong, soft, line, on_brand)

    tone = accent
    while worst_contrast(shades(tone), SURFACES_DARK) < READABLE_DARK and tone.lightness < 1:
        tone = replace(tone, lightness=min(1.0, tone.lightness + LIGHTNESS_STEP))
    return shades(tone)


def _taken_by(accent: Oklch) -> str:
    if accent.chroma < GREY_BELOW_CHROMA:
        return ""
    for name, hue in TAKEN_HUES.items():
        apart = abs((accent.hue - hue + 180) % 360 - 180)
        if apart < HUES_APART_MIN:
            return name
    return ""
