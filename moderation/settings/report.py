"""What becomes of an accent, in words and figures, before and after it is saved."""

from dataclasses import dataclass

from flask_babel import gettext as _

from forum.core.look.colours import contrast
from forum.core.look.routes import look_path
from forum.core.look.shades import (
    DEFAULT_ACCENT,
    READABLE,
    READABLE_DARK,
    SURFACES_DARK,
    SURFACES_LIGHT,
    Shades,
    look_of,
    surface,
    worst_contrast,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One theme: ``theme`` as ``data-theme`` has it, and whether the accent had to give."""

    theme: str
    title: str
    used: str
    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the preview shows of an accent."""

    accent: str
    look_url: str
    sides: tuple[Side, Side]
    warning: str


def report_on(accent: str) -> Report:
    """What the site would do with this accent; empty stands for the default."""
    look = look_of(accent or DEFAULT_ACCENT)
    light = _side("light", _("Light"), look.accent, look.light, SURFACES_LIGHT, READABLE)
    dark = _side("dark", _("Dark"), look.accent, look.dark, SURFACES_DARK, READABLE_DARK)
    return Report(look.accent, look_path(look.accent, "css"), (light, dark), _taken(look.taken_by))


def _side(
    theme: str, title: str, accent: str, shades: Shades, surfaces: tuple[str, ...], needed: float
) -> Side:
    reached = f"{worst_contrast(shades, surfaces):.1f}"
    if shades.brand == accent:
        text = _(
            "The accent stays as it is: %(reached)s : 1 where it is hardest to read.",
            reached=reached,
        )
        return Side(theme, title, shades.brand, text, changed=False)
    alone = min(contrast(accent, surface(css)) for css in surfaces)
    text = _(
        "%(accent)s would reach %(alone)s : 1, and %(needed)s : 1 is needed. Here the site uses "
        "%(used)s, the same hue, which reaches %(reached)s : 1.",
        accent=accent,
        alone=f"{alone:.1f}",
        needed=f"{needed:.1f}",
        used=shades.brand,
        reached=reached,
    )
    return Side(theme, title, shades.brand, text, changed=True)


def _taken(name: str) -> str:
    words: dict[str, str] = {
        "solved": _(
            "This is close to the green of “solved”: the two will be mistaken at a glance."
        ),
        "wait": _("This is close to the amber of “waiting”: the two will be mistaken at a glance."),
        "late": _("This is close to the red of “overdue”: the two will be mistaken at a glance."),
        "ambassador": _(
            "This is close to the violet of ambassadors: the two will be mistaken at a glance."
        ),
    }
    return words.get(name, "")
