"""Arrays kept in a file from one life of a process to the next, so that a start makes none anew.

A file is one state of a cache and never the truth: it names the last change it holds, is passed
over where that change is unknown or the file damaged, and may be deleted at any time. Arrays are
mapped and not read: what no question touches takes no memory, and what is written into their
spare room stays with the process that wrote it.
"""

import json
import logging
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

Array = NDArray[Any]

# Ends each file; the number is raised whenever what is kept means something else.
MARK: Final = b"kept-01\n"
TRAILER: Final = struct.Struct("<8sQI")  # mark, length and checksum of the description
PAGE_BYTES: Final = 4_096
CHUNK_BYTES: Final = 1 << 20
# A state of fewer rows is made faster than a file is looked after.
KEPT_ROWS: Final = 20_000
# One that is so many changes behind is written anew.
CHANGES_BEHIND: Final = 2_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Contents:
    """A state as it lies in a file.

    Args:
        version: the last change it holds.
        stamp: that change's stamp.
        facts: what is not an array, as JSON has it.
        arrays: by name.
        room: by name of an array, how many rows it has space for, where that is more.
    """

    version: int
    stamp: int
    facts: Mapping[str, Any]
    arrays: Mapping[str, Array]
    room: Mapping[str, int]


def place_of(conn: Connection, name: str) -> Path | None:
    """Return where a state belongs: beside the database; None for one that is in no file."""
    database = conn.engine.url.database
    if not database or database == ":memory:":
        return None
    path = Path(database)
    return path.with_name(f"{path.name}-{name}")


def keep(path: Path, contents: Contents) -> None:
    """Write a state in place of the one before; where that fails the next start is slower."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.touch(mode=0o600)  # titles' letters are in it
        with fresh.open("wb") as file:
            _write(file, contents)
        fresh.replace(path)
    except OSError as failure:
        log.info("the search index is not kept for the next start: %s", failure)
        fresh.unlink(missing_ok=True)


def kept(path: Path) -> Contents | None:
    """Return the state of a file, its arrays mapped; None without one that is whole."""
    try:
        with path.open("rb") as file:
            file.seek(-TRAILER.size, os.SEEK_END)
            mark, length, checksum = TRAILER.unpack(file.read())
            if mark != MARK:
                return None
            file.seek(-TRAILER.size - length, os.SEEK_END)
            said = file.read(length)
            if zlib.crc32(said) != checksum:
                return None
            head = json.loads(said)
            if not all(_is_whole(file, *where) for *_, where in head["arrays"].values()):
                return None
        arrays = {
            name: _mapped(path, kind, tuple(shape), begin)
            for name, (kind, shape, (begin, *_)) in head["arrays"].items()
        }
        return Contents(head["version"], head["stamp"], head["facts"], arrays, {})
    except (OSError, ValueError, KeyError, TypeError, struct.error) as failure:
        if not isinstance(failure, FileNotFoundError):
            log.info("what was kept of the search index cannot be used: %s", failure)
        return None


def _write(file: IO[bytes], contents: Contents) -> None:
    arrays, at = {}, 0
    for name, array in contents.arrays.items():
        whole = np.ascontiguousarray(array)
        data = whole.view(np.uint8) if whole.size else np.zeros(0, dtype=np.uint8)
        rows = max(contents.room.get(name, 0), len(array))
        file.seek(at)
        file.write(data.data)
        where = [at, data.nbytes, zlib.crc32(data.data)]
        arrays[name] = [array.dtype.str, [rows, *array.shape[1:]], where]
        at += data.nbytes // max(len(array), 1) * rows
        at += -at % PAGE_BYTES
    facts = {"version": contents.version, "stamp": contents.stamp, "facts": contents.facts}
    said = json.dumps({**facts, "arrays": arrays}).encode()
    file.seek(at)
    file.write(said)
    file.write(TRAILER.pack(MARK, len(said), zlib.crc32(said)))


def _is_whole(file: IO[bytes], begin: int, length: int, checksum: int) -> bool:
    """Whether a stretch of a file is as it was written, read without mapping it."""
    file.seek(begin)
    found = 0
    while length > 0:
        chunk = file.read(min(length, CHUNK_BYTES))
        if not chunk:
            return False
        found = zlib.crc32(chunk, found)
        length -= len(chunk)
    return found == checksum


def _mapped(path: Path, kind: str, shape: tuple[int, ...], begin: int) -> Array:
    if not all(shape):
        return np.zeros(shape, dtype=kind)
    return np.memmap(path, dtype=kind, mode="c", offset=begin, shape=shape).view(np.ndarray)
