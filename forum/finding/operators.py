"""What somebody typed into the search box, taken apart: words, and ``tag:wifi is:solved``.

Pure. Only the operators named here are syntax; everything else, colons included, is words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

QUERY_MAX_CHARS = 1_000  # a pasted log line fits; more than this is not a search
_TOKEN = re.compile(r'(?:(?<=\s)|^)([a-z]{2,8}):(?:"([^"]{1,80})"|([^\s"]{1,80}))(?=\s|$)', re.I)
_IS = {
    "solved": "state:solved",
    "answered": "state:answered",
    "unanswered": "state:waiting",
    "waiting": "state:waiting",
    "official": "official:yes",
    "staff": "staff:yes",
    "article": "kind:article",
    "question": "kind:thread",
    "thread": "kind:thread",
}
_FACETS = {
    "tag": "tag",
    "in": "category",
    "category": "category",
    "product": "product",
    "lang": "lang",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Args:
        text: the words, without the operators.
        labels: facet labels that the operators stand for.
        users: names after ``user:``, as typed.
    """

    text: str
    labels: tuple[str, ...] = ()
    users: tuple[str, ...] = ()


def parse(query: str) -> Asked:
    """Take a query apart; never raises, and what it does not know stays words."""
    labels: list[str] = []
    users: list[str] = []

    def take(found: re.Match[str]) -> str:
        name, value = found.group(1).lower(), found.group(2) or found.group(3)
        if name == "user":
            users.append(value.lstrip("@"))
        elif name == "is" and value.lower() in _IS:
            labels.append(_IS[value.lower()])
        elif name in _FACETS:
            labels.append(f"{_FACETS[name]}:{value.lower()}")
        else:
            return found.group()
        return " "

    text = _TOKEN.sub(take, query[:QUERY_MAX_CHARS])
    return Asked(" ".join(text.split()), _each_once(labels), _each_once(users))


def _each_once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
