"""Which parts the guide has: one template of samples for each file of ``templates/components``."""

import re
from dataclasses import dataclass
from pathlib import Path

COMPONENTS = "components"
SAMPLES = "moderation/styleguide/parts"
# Parts that are no file of components: what stands in tokens.css, and posts, which the thread
# page writes out for speed.
FIRST = ("colours", "type", "spacing")
BESIDES = ("post",)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, and the template with its samples."""

    name: str
    template: str
    is_component: bool


def components(templates: Path) -> list[str]:
    """The names of all component files."""
    return sorted(path.stem for path in (templates / COMPONENTS).glob("*.html"))


def icons(static: Path) -> list[str]:
    """The names of all pictures of one line's height."""
    names = re.findall(r'<symbol id="([a-z-]+)"', (static / "icons.svg").read_text("utf-8"))
    return [name for name in names if not name.startswith(("knot-", "picture-", "logo"))]


def parts(templates: Path) -> list[Part]:
    """Everything the page shows, in its order."""
    names = [*FIRST, *sorted([*components(templates), *BESIDES])]
    return [Part(name, f"{SAMPLES}/{name}.html", name not in FIRST) for name in names]
