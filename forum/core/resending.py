"""What somebody typed into a form that could not be taken: shown again, in a form that can.

A stale token usually means a new session, and rarely an attack. So what was typed is given back,
but only to a form of this site is a fresh token offered: a page elsewhere could fill in whatever
it likes and wait for a press of the button.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

TEXTS = ("body", "details", "note")  # of many lines
LINES = ("title", "summary", "reason")
NEVER = frozenset({"csrf_token", "password", "code"})


@dataclass(frozen=True, slots=True)
class TypedForm:
    """Fields of a form as they were sent: to ``action``, shown if somebody typed them."""

    action: str
    texts: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def typed_form(action: str) -> TypedForm | None:
    """The form of this request to be sent again, or None where nobody wrote a text in it."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER]
    texts = tuple(field for field in fields if field[0] in TEXTS)
    if not any(value.strip() for _name, value in texts):
        return None
    return TypedForm(
        action=action,
        texts=texts,
        lines=tuple(field for field in fields if field[0] in LINES),
        others=tuple(field for field in fields if field[0] not in (*TEXTS, *LINES)),
    )


def came_from_here() -> bool:
    """Whether a page of this site sent the request, as far as the browser tells."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
