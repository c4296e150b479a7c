"""The parts of an article: anchors for its headings, the list of contents, texts for the index.

Works on stored HTML, which our own cleaner wrote: its headings carry no attribute but ``id``.
"""

import re
from dataclasses import dataclass

from forum.core.markup import plain_text, render
from forum.core.pages import slug

ANCHOR_MAX_CHARS = 70  # leaves room for the number that tells two equal headings apart
_HEADING = re.compile(r"<(h[23])(?: id=\"(s-[\w-]+)\")?>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of an article under one h2; what stands before the first has neither name nor anchor.

    ``text`` is plain, without the heading.
    """

    anchor: str
    heading: str
    text: str


def rendered(source: str) -> str:
    """The clean HTML of an article, with an address on every heading.

    Raises:
        ValueError: the source is longer than ``markup.SOURCE_MAX_CHARS``.
    """
    return anchored(render(source).html)


def anchored(html: str) -> str:
    """The HTML with an address on every h2 and h3, unlike each other within the article."""
    taken: set[str] = set()

    def give_anchor(found: re.Match[str]) -> str:
        tag, _old, words = found.groups()
        wanted = f"s-{slug(plain_text(words))[:ANCHOR_MAX_CHARS]}"
        anchor, number = wanted, 1
        while anchor in taken:
            number += 1
            anchor = f"{wanted}-{number}"
        taken.add(anchor)
        return f'<{tag} id="{anchor}">{words}</{tag}>'

    return _HEADING.sub(give_anchor, html)


def sections_of(html: str) -> list[Section]:
    """The article cut at its h2 headings, in order; parts without a word are left out."""
    heads = [found for found in _HEADING.finditer(html) if found.group(1) == "h2"]
    starts = [0, *(found.end() for found in heads)]
    ends = [*(found.start() for found in heads), len(html)]
    names = [("", ""), *((found.group(2) or "", plain_text(found.group(3))) for found in heads)]
    parts = [
        Section(anchor, heading, plain_text(html[start:end]))
        for (anchor, heading), start, end in zip(names, starts, ends, strict=True)
    ]
    return [part for part in parts if part.heading or part.text]


def contents(html: str) -> list[Section]:
    """The list of contents: sections that have a heading to jump to."""
    return [section for section in sections_of(html) if section.anchor]
