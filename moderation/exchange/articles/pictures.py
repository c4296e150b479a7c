"""Pictures of articles beside their files: copied along, and taken in again.

A picture that we drew is taken as it is, so that it survives any number of journeys; every other
one is drawn anew like one that somebody sends. Its address comes from its bytes and this site's
secret: the same file again is the same picture, and nobody else finds it by guessing.
"""

import hashlib
import hmac
import os
import re
import struct
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from flask import current_app
from PIL import Image
from sqlalchemy import select

from forum.core import clock, storage
from forum.core.db import db
from forum.core.errors import Degraded, Invalid
from forum.core.picture_urls import KEY_BYTES, PictureUrl, of_path
from forum.uploads.actions import CONTENT_TYPE, UNUSED_FOR, alt_of, full_name, small_name
from forum.uploads.models import Upload
from forum.uploads.pictures import Picture, draw_anew
from forum.uploads.policy import FILE_MAX_BYTES, FILE_MAX_MEGABYTES
from moderation.exchange.articles.frontmatter import FileError

FOLDER = "pictures"
NAME_CHARS = 20
PER_ARTICLE_MAX = 200
_ENDINGS = frozenset({".webp", ".png", ".jpg", ".jpeg", ".gif"})
_OUR_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
# The target of a link or a picture, ``](target)`` or ``]: target``, without its brackets.
_TARGET = re.compile(r"(?<=\]\()(<?)([^\s()<>]{1,500})|(?<=\]: )(<?)([^\s<>]{1,500})")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A picture that is not here yet."""

    key: str
    name: str
    picture: Picture


def with_targets(text: str, change: Callable[[str], str]) -> str:
    """The text with every link's target changed."""

    def put(found: re.Match[str]) -> str:
        bracket, target = (found[1], found[2]) if found[2] is not None else (found[3], found[4])
        return f"{bracket}{change(target)}"

    return _TARGET.sub(put, text)


class Album:
    """Pictures on their way out; each file is written once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, str] = {}
        self.missing: list[str] = []

    def outward(self, text: str, file: PurePosixPath) -> str:
        """The text of an article with links to the files beside it."""
        up = "../" * (len(file.parts) - 1)

        def change(target: str) -> str:
            address = of_path(target)
            name = self._file_of(address) if address else ""
            return f"{up}{FOLDER}/{name}" if name else target

        return with_targets(text, change)

    def _file_of(self, address: PictureUrl) -> str:
        if address.key not in self._files:
            self._files[address.key] = self._copied(address)
        return self._files[address.key]

    def _copied(self, address: PictureUrl) -> str:
        try:
            content = storage.current().read(full_name(address.key))
        except storage.StorageError:
            self.missing.append(address.path)
            return ""
        name = f"{hashlib.sha256(content).hexdigest()[:NAME_CHARS]}.webp"
        folder = self._root / FOLDER
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        return name


class Shelf:
    """Pictures on their way in, of the files in one folder."""

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))

    def inward(
        self, text: str, file: str, shown: str = ""
    ) -> tuple[str, list[Incoming], list[str]]:
        """The text with our addresses, pictures to be kept, and remarks; raises FileError.

        Args:
            shown: what the article says here so far: its pictures keep their addresses.
        """
        own = _pictures_in(shown)
        found: dict[str, tuple[str, Incoming | None]] = {}
        missing: list[str] = []

        def change(target: str) -> str:
            if not _is_picture(target):
                return target
            if target not in found:
                path = self._path(target, file)
                if not path.is_file():
                    missing.append(f"there is no picture {target[:80]!r}")
                    return target
                if len(found) == PER_ARTICLE_MAX:
                    raise FileError(f"it shows more than {PER_ARTICLE_MAX} pictures")
                found[target] = _taken(path, target, own)
            return found[target][0]

        changed = with_targets(text, change)
        return changed, [new for _path, new in found.values() if new], missing

    def _path(self, target: str, file: str) -> Path:
        here = self._root / PurePosixPath(file).parent
        wanted = Path(os.path.normpath(here / unquote(target)))
        if not wanted.is_relative_to(self._root) or Path(os.path.realpath(wanted)) != wanted:
            raise FileError(f"its picture {target[:80]!r} leads out of the folder")
        return wanted


def keep(owner_id: int, pictures: list[Incoming]) -> None:
    """Inside the caller's transaction: the rows and files of new pictures."""
    place, now = storage.current(), clock.now()
    for one in {new.key: new for new in pictures}.values():
        drawn = one.picture
        place.put(full_name(one.key), drawn.full, CONTENT_TYPE)
        if drawn.small is not None:
            place.put(small_name(one.key), drawn.small, CONTENT_TYPE)
        db.session.add(
            Upload(
                key=one.key,
                owner_id=owner_id,
                name=one.name,
                width=drawn.width,
                height=drawn.height,
                bytes=len(drawn.full) + len(drawn.small or b""),
                created_at=now,
                check_at=now + UNUSED_FOR,
            )
        )
    db.session.flush()


def _is_picture(target: str) -> bool:
    """Whether a target is a file beside the text; ``/…`` and ``https:…`` are addresses."""
    if target.startswith(("/", "#", "?")) or re.match(r"[a-zA-Z][\w+.-]*:", target):
        return False
    return PurePosixPath(unquote(target)).suffix.lower() in _ENDINGS and "\0" not in unquote(target)


def _pictures_in(text: str) -> dict[bytes, str]:
    """The addresses of the pictures that a text shows, by what is in their files."""
    found: dict[bytes, str] = {}

    def note(target: str) -> str:
        address = of_path(target)
        if address is not None:
            with suppress(storage.StorageError):
                content = storage.current().read(full_name(address.key))
                found[hashlib.sha256(content).digest()] = target
        return target

    with_targets(text, note)
    return found


def _taken(path: Path, target: str, own: dict[bytes, str]) -> tuple[str, Incoming | None]:
    if path.stat().st_size > FILE_MAX_BYTES:
        raise FileError(f"its picture {target[:80]!r} is larger than {FILE_MAX_MEGABYTES} MB")
    content = path.read_bytes()
    here = own.get(hashlib.sha256(content).digest())
    if here is not None:
        return here, None
    secret = current_app.config["THREADWELL"].secret_key.encode()
    digest = hmac.digest(secret, b"picture of an article:" + content, "sha256")
    key = urlsafe_b64encode(digest[:KEY_BYTES]).decode().rstrip("=")
    known = db.session.scalar(select(Upload).where(Upload.key == key))
    if known is not None:
        return known.url.path, None
    try:
        picture = draw_anew(content)
    except (Invalid, Degraded) as error:
        raise FileError(f"its picture {target[:80]!r}: {error.message}") from None
    if _is_ours(content, picture):
        picture = Picture(content, picture.small, picture.width, picture.height)
    address = PictureUrl(key, picture.width, picture.height)
    return address.path, Incoming(key, alt_of(path.name), picture)


def _is_ours(content: bytes, drawn: Picture) -> bool:
    """Whether a file has nothing but pixels in it, as many as it keeps when it is drawn anew."""
    parts = list(_parts(content))
    if not parts or not _OUR_PARTS.issuperset(parts):
        return False
    with Image.open(BytesIO(content), formats=["WEBP"]) as image:
        return image.size == (drawn.width, drawn.height)


def _parts(content: bytes) -> Iterator[bytes]:
    """The names of a WebP file's parts; an empty name where it is not one from end to end."""
    head = len(content) >= 12 and content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if not head or struct.unpack("<I", content[4:8])[0] + 8 != len(content):
        yield b""
        return
    place = 12
    while place + 8 <= len(content):
        (length,) = struct.unpack("<I", content[place + 4 : place + 8])
        yield content[place : place + 4]
        place += 8 + length + length % 2
    if place != len(content):
        yield b""
