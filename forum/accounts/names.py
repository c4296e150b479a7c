"""Names that cannot be mistaken for each other, and how they stand in addresses."""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs.confusables import confusables_data

NAME_MIN_CHARS = 2
NAME_MAX_CHARS = 40
SKELETON_MAX_CHARS = 80  # folding may make three letters of one
RESERVED = frozenset(
    {
        *("admin", "administrator", "moderator", "moderators", "staff", "support", "team"),
        *("root", "system", "everyone", "all", "here", "anonymous", "formermember"),
        *("админ", "администратор", "модератор", "поддержка", "команда", "бывшийучастник"),
    }
)
SEPARATORS = re.compile(r"[\s._\-'’]+")
_ALLOWED = re.compile(r"^[^\W_](?:[\w .\-'’]*[^\W_])?$")


@cache
def _prototype(character: str) -> str:
    """The smallest character that looks like this one (Unicode TR39 confusables)."""
    alike: list[str] = [entry["c"] for entry in confusables_data.get(character, [])]
    return min([character, *[c for c in alike if len(c) == 1]])


def tidy(name: str) -> str:
    """A name as it is kept: composed, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFKC", name)
    visible = "".join(c for c in composed if unicodedata.category(c) not in {"Cf", "Cc", "Co"})
    return " ".join(visible.split())


def is_acceptable(name: str) -> bool:
    """Whether a tidy name has letters or digits at both ends and only name characters between."""
    if not NAME_MIN_CHARS <= len(name) <= NAME_MAX_CHARS or not _ALLOWED.match(name):
        return False
    return len(skeleton(name)) <= SKELETON_MAX_CHARS


def is_reserved(name: str, site_name: str) -> bool:
    """Whether somebody with this name could be taken for the site itself."""
    return skeleton(name) in {skeleton(word) for word in (*RESERVED, site_name)}


def skeleton(name: str) -> str:
    """What two names share when people could take one for the other.

    Case, separators and look-alike letters of other scripts do not count.
    """
    folded = SEPARATORS.sub("", tidy(name).casefold())
    return "".join(_prototype(c) for c in unicodedata.normalize("NFKC", folded).casefold())


def in_address(name: str) -> str:
    """The name as it stands in ``/u/…`` and after an ``@``."""
    return name.replace(" ", "_")


def initials(name: str) -> str:
    """One or two letters for the picture of somebody who has none."""
    words = [word for word in SEPARATORS.split(name) if word]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper()[:2] or "?"
