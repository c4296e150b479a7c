"""Addresses of our own pictures. They carry the size, so that pages know it without asking.

``/uploads/<key>-<width>x<height>.webp`` is the whole picture, ``….small.webp`` what pages show.
Nobody finds one by guessing: the key is 128 random bits.
"""

import re
from dataclasses import dataclass
from math import sqrt

FOLDER = "/uploads/"
KEY_BYTES = 16
SMALL_WIDTH_MAX = 800
SMALL_HEIGHT_MAX = 1200
DRAWN_HEIGHT_MAX = 480  # a tall picture in a text leaves room for the words; the small one is sharp
_FILE = re.compile(r"([A-Za-z0-9_-]{22})-([1-9]\d{0,4})x([1-9]\d{0,4})(\.small)?\.webp")
_NAMED = re.compile(rf"{FOLDER}([A-Za-z0-9_-]{{22}})-\d")


@dataclass(frozen=True, slots=True)
class PictureUrl:
    """One address, taken apart."""

    key: str
    width: int
    height: int
    is_small: bool = False

    @property
    def path(self) -> str:
        """The address itself."""
        end = ".small.webp" if self.is_small else ".webp"
        return f"{FOLDER}{self.key}-{self.width}x{self.height}{end}"

    @property
    def whole_path(self) -> str:
        """Where the whole picture is."""
        return PictureUrl(self.key, self.width, self.height).path

    @property
    def small_size(self) -> tuple[int, int]:
        """How many pixels the small one has."""
        return within(self.width, self.height, SMALL_WIDTH_MAX, SMALL_HEIGHT_MAX)

    @property
    def drawn_size(self) -> tuple[int, int]:
        """How large it stands in a text."""
        return within(self.width, self.height, SMALL_WIDTH_MAX, DRAWN_HEIGHT_MAX)

    @property
    def shown_path(self) -> str:
        """What pages show: the small one where there is one."""
        is_small = self.small_size != (self.width, self.height)
        return PictureUrl(self.key, self.width, self.height, is_small).path


def of_file(name: str) -> PictureUrl | None:
    """What the last part of an address names, or None."""
    found = _FILE.fullmatch(name)
    if found is None:
        return None
    return PictureUrl(found[1], int(found[2]), int(found[3]), bool(found[4]))


def of_path(path: str) -> PictureUrl | None:
    """What a whole path names, or None where it is not one of our pictures."""
    return of_file(path.removeprefix(FOLDER)) if path.startswith(FOLDER) else None


def keys_in(text: str) -> set[str]:
    """The keys of all pictures a text names."""
    return set(_NAMED.findall(text))


def within(
    width: int, height: int, width_max: int, height_max: int, pixels_max: int = 10**9
) -> tuple[int, int]:
    """A size of the same shape that exceeds none of the limits."""
    share = min(1.0, width_max / width, height_max / height, sqrt(pixels_max / (width * height)))
    return max(1, round(width * share)), max(1, round(height * share))
