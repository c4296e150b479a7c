"""What is wrong with a page for those who hear it, see little, or hold it on a phone.

Every page is read in both languages and both themes. It is loaded once in a language: in English on
a desktop, in Russian on the narrowest phone. There every rule of axe is tried; then the theme is
changed in place and the rules about colours once more, since nothing else differs. The next page is
begun in the theme that the last one ended in.
"""

from dataclasses import dataclass
from importlib import resources
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.journeys.windows import DESKTOP, NARROW, settle

# axe reads each colour of each element by a library of colours: half of its time, for a few dozen
COLOURS_ONCE = """
;{
  const colour = axe.commons.color.Color.prototype, parse = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    const before = known.get(text);
    if (before) [this.r, this.g, this.b, this.alpha] = before;
    else {
      parse.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    return this;
  };
}
null;
"""
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
AXE += COLOURS_ONCE
EVERYTHING = "{resultTypes: ['violations']}"
COLOURS = "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"
LOW = 300  # painting a window costs more than laying it out: a low one is enough for its width
Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody reads, and how wide a window they pull it."""

    language: str
    theme: Theme
    size: ViewportSize
    widths: tuple[int, ...]


READERS = (
    Reader("en", "light", DESKTOP, (1024, 1920)),
    Reader("ru", "dark", NARROW, (768, 1024)),
)


def violations(page: Page, options: str = EVERYTHING) -> list[str]:
    """What axe has to say, a line for each rule that is broken."""
    found = page.evaluate(f"() => axe.run(document, {options})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


def sideways(page: Page) -> list[str]:
    """Whether something is wider than the window."""
    wide, wider = page.evaluate(
        "() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    return [f"at {wide} it is {wider} wide"] if wider > wide else []


def _paper(page: Page) -> str:
    """The colour a page is written on."""
    return str(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))


def _theme(page: Page) -> Theme:
    """The one the page stands in."""
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    return "dark" if dark else "light"


def flaws(page: Page, name: str, reader: Reader) -> list[str]:
    """Everything wrong, in both themes, with the page that stands in the reader's window."""
    settle(page)
    page.evaluate(AXE)
    found = violations(page) + sideways(page)
    before = _paper(page)
    other: Theme = "light" if _theme(page) == "dark" else "dark"
    page.emulate_media(color_scheme=other)
    settle(page)
    assert _paper(page) != before, f"{name} {page.url} looks the same in both themes"
    found += [f"{other}: {flaw}" for flaw in violations(page, COLOURS)]
    for width in reader.widths:
        page.set_viewport_size(ViewportSize(width=width, height=LOW))
        found += sideways(page)
    page.set_viewport_size(reader.size)
    return [f"{name} {page.url}: {flaw}" for flaw in found]
