"""What somebody typed into the search box, taken apart: words, and ``tag:wifi is:solved``.

Pure. Only the operators named here, and those that other rooms give a viewer, are syntax;
everything else, colons included, is words.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeVar

Value = TypeVar("Value")
NOTHING_MORE: Final[Mapping[str, Collection[str]]] = {}
QUERY_MAX_CHARS = 1_000  # a pasted log line fits; more than this is not a search
_TOKEN = re.compile(
    r"(?:(?<=\s)|^)(?:"
    r'(?P<name>[a-z]{2,8}):(?:"(?P<quoted>[^"]{1,80})"|(?P<plain>[^\s"]{1,80}))'
    r'|(?P<not>-?)"(?P<phrase>[^"]{2,200})"'
    r"|-(?P<without>[^\W\d_][\w'’-]{1,80})"
    r")(?=\s|$)",
    re.IGNORECASE,
)
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m", "%Y")
_IS = {
    "solved": "state:solved",
    "answered": "state:answered",
    "unanswered": "state:waiting",
    "waiting": "state:waiting",
    "official": "official:yes",
    "known": "known:yes",
    "staff": "staff:yes",
    "article": "kind:article",
    "question": "kind:thread",
    "thread": "kind:thread",
}
_TYPES = {"article": "kind:article", "question": "kind:thread", "thread": "kind:thread"}
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
        text: the words, without the operators; those of a phrase are among them.
        labels: facet labels that the operators stand for.
        users: names after ``user:``, as typed.
        phrases: what stands in quotation marks.
        without: words and phrases after a minus.
        since: the day after ``after:``, from which on it was made.
        until: the day after ``before:``, before which it was made.
        given: name and value of operators that other rooms gave the viewer.
        operators: all of these as they were typed.
    """

    text: str
    labels: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    given: tuple[tuple[str, str], ...] = ()
    operators: tuple[str, ...] = ()


@dataclass(slots=True)
class _Taken:
    known: Mapping[str, Collection[str]]
    labels: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    days: dict[str, datetime] = field(default_factory=dict)
    given: list[tuple[str, str]] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> str:
        """Keep an operator; return what stays of it among the words."""
        phrase = found["phrase"]
        if found["without"] or (phrase and found["not"]):
            self.without.append(found["without"] or phrase)
            left = " "
        elif phrase:
            self.phrases.append(phrase)
            left = f" {phrase} "
        elif self._take_named(found["name"].lower(), found["quoted"] or found["plain"]):
            left = " "
        else:
            return found.group()
        self.operators.append(found.group())
        return left

    def _take_named(self, name: str, value: str) -> bool:
        known = {"is": _IS, "type": _TYPES}.get(name, {}).get(value.lower())
        if name == "user":
            self.users.append(value.lstrip("@"))
        elif known:
            self.labels.append(known)
        elif name in _FACETS:
            self.labels.append(f"{_FACETS[name]}:{value.lower()}")
        elif name in ("after", "before") and (day := _day(value)):
            self.days[name] = day
        elif value.lower() in self.known.get(name, ()):
            self.given.append((name, value.lower()))
        else:
            return False
        return True


def parse(query: str, known: Mapping[str, Collection[str]] = NOTHING_MORE) -> Asked:
    """Take a query apart; never raises, and what it does not know stays words.

    Args:
        query: as typed.
        known: the values of operators that only this viewer has, by the operator's name.
    """
    taken = _Taken(known)
    text = _TOKEN.sub(taken.take, query[:QUERY_MAX_CHARS])
    return Asked(
        " ".join(text.split()),
        _each_once(taken.labels),
        _each_once(taken.users),
        _each_once(taken.phrases),
        _each_once(taken.without),
        taken.days.get("after"),
        taken.days.get("before"),
        _each_once(taken.given),
        _each_once(taken.operators),
    )


def without(query: str, operator: str) -> str:
    """The query with one of its operators taken out."""
    kept = _TOKEN.sub(lambda found: " " if found.group() == operator else found.group(), query)
    return " ".join(kept.split())


def _day(value: str) -> datetime | None:
    """The first moment of a day, month or year; None where it is none."""
    for form in _DATES:
        try:
            return datetime.strptime(value, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _each_once(values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
