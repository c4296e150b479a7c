"""Rows of a dump's file, one after the other, in constant memory, from files nobody vouches for.

Real dumps hold characters that XML forbids (``&#x1F;`` in a post is one), at which every parser
stops; those are replaced before it sees them. Document types and entities are refused: a dump
needs none, and they are how a small file becomes gigabytes or reads the server's own.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

CHUNK_BYTES = 64 * 1024
REFERENCE_MAX_CHARS = 12  # "&#1114111;" is the longest that means something
DEPTH_MAX = 2  # the root and its rows

Row = dict[str, str]
Progress = Callable[[int], None]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,10});")
REPLACEMENT = "�"


class BrokenFileError(Exception):
    """The file ends or breaks off at a line; rows before it were read."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file} cannot be read beyond line {line}: {why}.")
        self.file = file
        self.line = line


class UnsafeFileError(Exception):
    """The file declares a document type or entities and is not read at all."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} declares a document type or entities. A dump needs neither and they can be "
            "used to harm this machine, so the file was not read."
        )


class _Repaired:
    """A binary stream of UTF-8 in which only characters stand that XML allows."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._file = path.open("rb")
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._progress = progress
        self._carried = ""

    def read(self, _size: int = -1) -> bytes:
        """The next piece, or nothing at the end."""
        while True:
            raw = self._file.read(CHUNK_BYTES)
            self._progress(len(raw))
            text = self._carried + self._decode(raw, final=not raw)
            self._carried = ""
            cut = text.rfind("&", max(0, len(text) - REFERENCE_MAX_CHARS))
            if raw and cut >= 0 and ";" not in text[cut:]:
                text, self._carried = text[:cut], text[cut:]
            if text or not raw:
                return _repair(text).encode()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def rows(path: Path, progress: Progress = lambda _count: None) -> Iterator[Row]:
    """The attributes of each row element.

    Args:
        path: one of the dump's files.
        progress: told how many bytes were read since the last call.

    Raises:
        BrokenFileError: the file is not well-formed from some line on, or no dump's file at all.
        UnsafeFileError: it declares a document type or entities.
    """
    stream = _Repaired(path, progress)
    depth = 0
    root = None
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            root = element if root is None else root
            if depth > DEPTH_MAX:
                raise BrokenFileError(
                    path.name, 0, "it is no Stack Exchange dump (rows stand inside rows)"
                )
            if event == "end" and depth == 1 and element.tag == "row":
                yield dict(element.attrib)
            if event == "end" and depth == 1:
                root.clear()
    except DefusedXmlException:
        raise UnsafeFileError(path.name) from None
    except ParseError as error:
        raise BrokenFileError(path.name, error.position[0], _why(error)) from None
    finally:
        stream.close()


def _repair(text: str) -> str:
    return _REFERENCE.sub(_allowed, _FORBIDDEN.sub(REPLACEMENT, text))


def _allowed(reference: re.Match[str]) -> str:
    digits = reference.group(1)
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    allowed = (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
    return reference.group() if allowed else REPLACEMENT


def _why(error: ParseError) -> str:
    return str(error).split(":")[0] or "not well-formed"
