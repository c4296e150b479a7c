"""Atom feeds (RFC 4287) and maps of the site (sitemaps.org) as bytes. Pure.

ElementTree escapes what is written; what XML cannot hold at all is taken out before.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r'(<[^>]*?\s(?:href|src)=")([^"]*)(")')


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote an entry, and the address of their page if they have one."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; ``html`` is stored HTML, addresses are whole ones."""

    title: str
    url: str
    html: str
    language: str
    published_at: datetime
    updated_at: datetime
    author: Writer
    words: Sequence[str] = ()  # categories and tags


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: where it stands, the page it is of, and its entries, newest first."""

    title: str
    url: str
    page_url: str
    language: str
    entries: Sequence[Entry]
    made_at: datetime  # shown as the last change of a feed without entries

    @property
    def updated_at(self) -> datetime:
        """When the last of its entries changed."""
        return max((entry.updated_at for entry in self.entries), default=self.made_at)


def feed(found: Feed) -> bytes:
    """The feed as a document."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": found.language})
    _add(root, "id", found.url)
    _add(root, "title", found.title)
    _add(root, "updated", _time(found.updated_at))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": found.url})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": found.page_url})
    for entry in found.entries:
        _entry(root, entry)
    return _bytes(root)


def _entry(root: Element, entry: Entry) -> None:
    item = SubElement(root, "entry", {"xml:lang": entry.language} if entry.language else {})
    _add(item, "id", entry.url)
    _add(item, "title", entry.title)
    _add(item, "published", _time(entry.published_at))
    _add(item, "updated", _time(entry.updated_at))
    SubElement(item, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    author = SubElement(item, "author")
    _add(author, "name", entry.author.name or "-")
    if entry.author.url:
        _add(author, "uri", entry.author.url)
    for word in entry.words:
        SubElement(item, "category", {"term": _possible(word)})
    _add(item, "content", with_whole_addresses(entry.html, entry.url)).set("type", "html")


def with_whole_addresses(html: str, base: str) -> str:
    """Stored HTML whose links and pictures also lead somewhere outside this site."""

    def whole(found: re.Match[str]) -> str:
        local = found[2].startswith(("/", "#"))  # the rest is whole already: see core/markup.py
        return found[1] + (urljoin(base, found[2]) if local else found[2]) + found[3]

    return _ADDRESS.sub(whole, html)


def site_map(places: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Whole addresses of pages, each with when it last changed where that is known."""
    return _map("urlset", "url", places)


def map_index(files: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Whole addresses of the files that make up the map."""
    return _map("sitemapindex", "sitemap", files)


def _map(root_name: str, name: str, places: Iterable[tuple[str, datetime | None]]) -> bytes:
    root = Element(root_name, {"xmlns": MAP})
    for url, changed_at in places:
        place = SubElement(root, name)
        _add(place, "loc", url)
        if changed_at is not None:
            _add(place, "lastmod", _time(changed_at))
    return _bytes(root)


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _possible(text)
    return child


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("", text)


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _bytes(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
