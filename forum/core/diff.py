"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "added", "removed"]
WORDS_MAX = 6_000  # beyond this whole lines are compared: words would take seconds

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n?")


def word_diff(old: str, new: str) -> list[tuple[Op, str]]:
    """Runs of text that are the same, added or removed; joined without the removed they give
    ``new``, joined without the added ``old``."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > WORDS_MAX:
        before, after = _LINE.findall(old), _LINE.findall(new)
    parts: list[tuple[Op, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            parts.append(("removed", "".join(before[a:b])))
        if d > c:
            parts.append(("added", "".join(after[c:d])))
    return parts
