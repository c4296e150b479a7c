"""What the head of a page tells programs: its one address, whether to find it, its feeds, and what
it looks like beside a link.

A page is silent unless somebody describes it: without a description search engines are asked to
leave it out. A room after this one describes its own pages with ``@describes``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, has_request_context, request
from jinja2 import pass_context
from jinja2.runtime import Context

from forum.syndication.structured import Data

HARMLESS = ("utm_", "ref", "fbclid", "gclid", "yclid")  # what others hang on links to us
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of what the page shows."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """How a page looks beside a link to it. Empty words are taken from the page itself."""

    image: str
    title: str = ""
    description: str = ""
    kind: str = "website"
    language: str = ""
    structured: Sequence[Data] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """Everything below is for programs. ``path`` is the page's one address, empty for none."""

    path: str = ""
    is_indexed: bool = False
    alternates: Sequence[tuple[str, str]] = ()  # (language, path) of the same in other languages
    feeds: Sequence[FeedLink] = ()
    card: Card | None = None
    make_card: Callable[[], Card] | None = field(default=None, repr=False)


Describe = Callable[[Values], Head]
_described: dict[str, tuple[Describe, Sequence[str]]] = {}
SILENT = Head()


def describes(endpoint: str, *needs: str) -> Callable[[Describe], Describe]:
    """The function describes the page of an endpoint from what its template is given.

    Where one of ``needs`` is missing, another page is shown there, such as an error: that one stays
    silent.
    """

    def note(describe: Describe) -> Describe:
        _described[endpoint] = (describe, needs)
        return describe

    return note


def is_plain() -> bool:
    """Whether the whole list is asked for: its first page, and not narrowed by anything."""
    return all(name.startswith(HARMLESS) for name in request.args)


def head_of(values: Values) -> Head:
    """The head of the page that is being drawn; the card is made for visitors only."""
    if not has_request_context():
        return SILENT
    describe, needs = _described.get(request.endpoint or "", (None, ()))
    if describe is None or any(name not in values for name in needs):
        return SILENT
    head = describe(values)
    if values["viewer"].is_authenticated or head.make_card is None:
        return head  # chats and search engines come without an account
    return replace(head, card=head.make_card())


def init_app(app: Flask) -> None:
    """Give templates ``head_of_page()``, and JSON that keeps its letters and its order."""

    @pass_context
    def head_of_page(context: Context) -> Head:
        return head_of(context.get_all())

    app.jinja_env.globals["head_of_page"] = head_of_page
    app.jinja_env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
