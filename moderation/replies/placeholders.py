"""``{asker}`` and its like in a canned reply: which there are, and what stands in their place.

Pure. A word in braces that means nothing is refused when a reply is saved; ``\\{word}`` keeps it.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

_WORD = re.compile(r"(\\?)\{(\w{1,40})\}")


class Placeholder(StrEnum):
    """What can be filled in for one thread and one rep."""

    ASKER = "asker"
    THREAD = "thread"
    NUMBER = "number"
    LINK = "link"
    PRODUCT = "product"
    VERSION = "version"
    CATEGORY = "category"
    REP = "rep"
    SITE = "site"


def unknown(text: str) -> list[str]:
    """Words in braces that mean nothing, each once, in the order they stand there."""
    known = {placeholder.value for placeholder in Placeholder}
    words = [word for escaped, word in _WORD.findall(text) if not escaped]
    return list(dict.fromkeys(word for word in words if word not in known))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced; what stands in a value is never filled again."""

    def put(found: re.Match[str]) -> str:
        escaped, word = found.groups()
        if escaped:
            return f"{{{word}}}"
        return values.get(word, found.group(0))

    return _WORD.sub(put, text)
