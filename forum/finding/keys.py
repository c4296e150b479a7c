"""Names of documents in the index: "thread:42", "article:7"."""

import re
from dataclasses import dataclass
from typing import Literal

KEY_MAX_CHARS = 40
_KEY = re.compile(r"^(thread|article):([1-9][0-9]{0,17})$", re.ASCII)
_KINDS: dict[str, Literal["thread", "article"]] = {"thread": "thread", "article": "article"}


@dataclass(frozen=True, slots=True)
class Key:
    """Which row a document stands for."""

    kind: Literal["thread", "article"]
    id: int

    def __str__(self) -> str:
        """The key as the index keeps it."""
        return f"{self.kind}:{self.id}"


def thread_key(thread_id: int) -> str:
    """The key of a thread's document."""
    return f"thread:{thread_id}"


def article_key(article_id: int) -> str:
    """The key of an article's document."""
    return f"article:{article_id}"


def parse(text: str) -> Key | None:
    """The key that a text is, or None when it is none of ours."""
    found = _KEY.match(text)
    return Key(_KINDS[found.group(1)], int(found.group(2))) if found else None
