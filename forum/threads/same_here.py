"""Replies that only say "same here": they help nobody as an answer and count as a click."""

import re

from search.text import fold

SAME_HERE_MAX_WORDS = 9  # whoever writes more usually tells something
_SAME = re.compile(
    r"\b(?:same (?:here|problem|issue|thing)|me too"
    r"|i have (?:this|the same)(?: problem| issue)?(?: too)?\W*$"
    r"|у меня (?:тоже|так же|то же|такая же|та же)|тоже самое|то же самое"
    r"|та же (?:проблема|история)|аналогично|плюсую|присоединяюсь)(?!\w)"
)
_PLUS_ONE = re.compile(r"^\s*\+\s*1[\s.!]*$")


def says_only_same(text: str) -> bool:
    """Whether a reply says no more than that its author has the problem too."""
    if _PLUS_ONE.match(text):
        return True
    folded = fold(text).strip()
    short = len(folded.split()) <= SAME_HERE_MAX_WORDS
    return short and "http" not in folded and bool(_SAME.search(folded))
