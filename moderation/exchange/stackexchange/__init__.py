"""Stack Exchange data dumps: one XML file per table, one ``row`` element per row."""

from moderation.exchange.stackexchange.run import Outcome, import_dump
from moderation.exchange.stackexchange.xmlrows import BrokenFileError, UnsafeFileError

__all__ = ["BrokenFileError", "Outcome", "UnsafeFileError", "import_dump"]
