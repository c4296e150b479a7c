"""The names under which imported rows are found again, so that a second run doubles nothing."""

import hashlib
from dataclasses import dataclass

from forum.accounts.names import skeleton

PAGE_BITS = 1 << 16


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something: a number in the dump, or only a name, or neither."""

    number: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Import keys of one dump; ``slug`` of its category tells dumps apart and stays the same."""

    slug: str
    kind: str = "stackexchange"  # what wrote the dump

    def post(self, number: int) -> str:
        """Key of a question's or an answer's post."""
        return self._key("post", number)

    def comment(self, number: int) -> str:
        """Key of a comment's post."""
        return self._key("comment", number)

    def thread(self, number: int) -> str:
        """Key of a question's thread."""
        return self._key("thread", number)

    def user(self, author: Author) -> str:
        """Key of a person; everybody of whom nothing is known shares one."""
        if author.number is not None:
            return self._key("user", author.number)
        if author.name:
            digest = hashlib.sha256(skeleton(author.name).encode()).hexdigest()
            return self._key("name", digest[:16])
        return self._key("user", "unknown")

    def _key(self, kind: str, row: int | str) -> str:
        return f"{self.kind}:{self.slug}:{kind}:{row}"


class SeenIds:
    """Which ids a file has shown already, one bit each: a dump of millions stays small here."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def is_new(self, number: int) -> bool:
        """Whether this id comes for the first time; remembers it."""
        page, place = divmod(number, PAGE_BITS)
        bits = self._pages.setdefault(page, bytearray(PAGE_BITS // 8))
        byte, bit = divmod(place, 8)
        new = not bits[byte] & (1 << bit)
        bits[byte] |= 1 << bit
        return new
