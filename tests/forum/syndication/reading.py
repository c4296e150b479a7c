"""Reading pages as programs do: their head, their structured data, their feeds."""

import json
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Seen(HTMLParser):
    """The elements in the head of a page that are for programs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.metas: dict[str, str] = {}
        self.data: list[dict[str, Any]] = []
        self.scripts = 0
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, metas and scripts."""
        named = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(named)
        elif tag == "meta":
            self.metas[named.get("property") or named.get("name", "")] = named.get("content", "")
        elif tag == "script":
            self.scripts += 1
            self._inside = named.get("type", "")

    def handle_data(self, data: str) -> None:
        """Read what stands in a data block."""
        if self._inside == "application/ld+json":
            self.data.append(json.loads(data))

    def handle_endtag(self, tag: str) -> None:
        """The block is over."""
        if tag == "script":
            self._inside = ""

    def one(self, rel: str, **wanted: str) -> str:
        """Where the link of this kind leads; nothing if there is none."""
        found = [
            link["href"]
            for link in self.links
            if link.get("rel") == rel and all(link.get(k) == v for k, v in wanted.items())
        ]
        assert len(found) < 2 or rel == "alternate", f"{len(found)} links {rel}"
        return found[0] if found else ""

    @property
    def canonical(self) -> str:
        """The page's one address."""
        return self.one("canonical")

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may show it."""
        return "noindex" not in self.metas.get("robots", "")

    def of(self, kind: str) -> dict[str, Any]:
        """The structured data of one type."""
        found = [data for data in self.data if data["@type"] == kind]
        assert len(found) == 1, f"{[data['@type'] for data in self.data]}"
        return found[0]


def head(client: FlaskClient, path: str, **headers: str) -> Seen:
    """The head of a page."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return Seen(answer.get_data(as_text=True))


def document(client: FlaskClient, path: str) -> Element:
    """An XML document of the site."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    root: Element = fromstring(answer.get_data())
    return root


def titles(client: FlaskClient, path: str) -> list[str]:
    """The titles of the entries of a feed."""
    found = document(client, path).iter(f"{ATOM}entry")
    return [entry.findtext(f"{ATOM}title") or "" for entry in found]


def places(client: FlaskClient, path: str) -> list[str]:
    """The addresses in a file of the map."""
    return [loc.text or "" for loc in document(client, path).iter(f"{MAP}loc")]
