"""Hostile and naughty texts, and a reader as strict as a browser that looks for what could run."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bleach._vendor import html5lib

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "hostile"
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "background",
    "cite",
}
RUNS = {
    "script",
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "frame",
    "frameset",
    "style",
    "link",
}
SCHEME = re.compile(r"^[\s\x00-\x20]*([a-z][a-z0-9+.\-]*)[\s\x00-\x20]*:", re.I)


def _file(name: str) -> str:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the hostile texts are not here: {path.parent.name}/{name} beside the project")
    return path.read_text()


def xss() -> list[str]:
    """Every line of the collection of scripts in disguise."""
    return [line for line in _file("xss.txt").splitlines() if line.strip()]


def naughty() -> list[str]:
    """Strings that trip up programs without meaning harm."""
    found: list[str] = json.loads(_file("naughty.json"))
    return found


def spread(texts: list[str], number: int) -> list[str]:
    """``number`` of them, evenly from the first to the last."""
    step = max(1, len(texts) // number)
    return texts[::step][:number]


def fragment(html: str) -> ElementTree.Element:
    """Stored HTML as a browser reads it into a page."""
    parsed: ElementTree.Element = html5lib.parseFragment(
        html, treebuilder="etree", namespaceHTMLElements=False
    )
    return parsed


def page(html: str) -> ElementTree.Element:
    """A whole page as a browser reads it."""
    parsed: ElementTree.Element = html5lib.parse(
        html, treebuilder="etree", namespaceHTMLElements=False
    )
    return parsed


def parts(tree: ElementTree.Element) -> Iterator[tuple[str, str, str]]:
    """Element, attribute and value, one after the other; elements alone with an empty attribute."""
    for element in tree.iter():
        tag = element.tag if isinstance(element.tag, str) else "!comment"
        yield tag, "", ""
        for name, value in element.attrib.items():
            yield tag, name.lower() if isinstance(name, str) else str(name), value


def scheme_of(address: str) -> str:
    """The scheme a browser would see, with the characters that browsers ignore taken out."""
    bare = re.sub(r"[\t\n\r]", "", address)
    found = SCHEME.match(bare)
    return found.group(1).lower() if found else ""
