"""How much an edit changed. Pure."""

import re
from collections import Counter

WORDS_MIN = 3  # fewer are a slip of the pen
_WORD = re.compile(r"[\w.,:/%°-]*\w")


def is_substantial(before: str, after: str) -> bool:
    """Whether readers should read it again: several words are others, or a figure or name is.

    A word with a digit in it is a version, a size, a step or an address, and one of those is
    enough. Where words stand does not matter, nor whether they are bold.
    """
    was, now = Counter(_words(before)), Counter(_words(after))
    other = [*(was - now).elements(), *(now - was).elements()]
    if any(any(sign.isdigit() for sign in word) for word in other):
        return True
    return max((was - now).total(), (now - was).total()) >= WORDS_MIN


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
