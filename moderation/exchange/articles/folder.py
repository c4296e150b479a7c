"""Markdown files of a folder that nobody vouches for: read one after the other, or named."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.exchange.articles.frontmatter import FileError, loaded, parted
from moderation.exchange.articles.paper import KEY_MAX_CHARS, Paper, is_no_text, paper_of
from moderation.exchange.articles.places import FILE, Place, listed_in

FILE_MAX_BYTES = 2_000_000  # a text of 32,000 characters and all its sources are a tenth of it
SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that cannot be taken, and why."""

    file: str
    reason: str


def found_in(root: Path, suffix: str) -> list[str | Problem]:
    """The files of a kind below a folder, by their paths in it; links are not followed."""
    found: list[str | Problem] = []
    root = root.absolute()
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        for name in sorted(folders):
            if (here / name).is_symlink():
                found.append(_link(here / name, root))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(suffix) and not name.startswith("."):
                found.append(checked(here / name, root))
    return found


def papers_of(root: Path, files: list[str | Problem]) -> Iterator[Paper | Problem]:
    """What each file says, or why it cannot be taken."""
    for file in files:
        if isinstance(file, Problem):
            yield file
            continue
        try:
            head, body = parted(text_of(root / file))
            yield paper_of(file, head, body, default_key(file))
        except FileError as error:
            yield Problem(file, str(error))


def listed_places(root: Path) -> list[Place] | Problem:
    """The categories that stand beside the articles, or why they cannot be read."""
    path = root / FILE
    if path.is_symlink():
        return _link(path, root)
    if not path.exists():
        return []
    try:
        return listed_in(loaded(text_of(path)))
    except FileError as error:
        return Problem(FILE, str(error))


def text_of(path: Path, most: int = FILE_MAX_BYTES) -> str:
    """A file's text without a byte order mark, with one kind of line ends; raises FileError."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise FileError("it is no ordinary file")
        if path.stat().st_size > most:
            raise FileError(f"it is larger than {most // 1_000_000} MB")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"it is not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def default_key(file: str) -> str:
    """Under which name a file is known that has none: its place in the folder."""
    key = f"markdown:{file}"
    if len(key) <= KEY_MAX_CHARS:
        return key
    return f"markdown:{hashlib.sha256(file.encode()).hexdigest()}"


def root_of(file: Path) -> Path:
    """The folder that a single file belongs to: the one with the list of categories, or its own."""
    above = (folder for folder in file.absolute().parents if (folder / FILE).is_file())
    return next(above, file.absolute().parent)


def checked(path: Path, root: Path) -> str | Problem:
    """A file's path in its folder, or why it cannot be taken."""
    path = path.absolute()
    root = root.absolute()
    if path.is_symlink():
        return _link(path, root)
    name = _shown(path, root)
    if name != path.relative_to(root).as_posix() or any(map(is_no_text, name)):
        return Problem(name, "its name holds signs that stand in no text")
    return name


def _link(path: Path, root: Path) -> Problem:
    return Problem(_shown(path, root), "links are not followed: put the file itself there")


def _shown(path: Path, root: Path) -> str:
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
