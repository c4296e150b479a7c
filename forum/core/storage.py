"""Where files lie that people send: a folder of this machine, or a bucket that speaks S3.

Everything else knows only ``Storage``. Names are made by us and checked once more here, so that
nothing anybody sends becomes part of a path.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3
from flask import Flask, current_app
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from forum.core.config import ConfigError

FOLDER_EXAMPLE = "file:///srv/threadwell/uploads"
BUCKET_EXAMPLE = "s3://key:secret@s3.example.com/bucket?region=eu-central-1"
DEFAULT_REGION = "us-east-1"
ANSWER_SECONDS = 5.0  # a bucket that takes longer is out of order to whoever waits for a page
MISSING = frozenset({"NoSuchKey", "NoSuchObject"})
_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}(?:\.[a-z0-9]{1,8}){1,2}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

P = ParamSpec("P")
R = TypeVar("R")


class StorageError(Exception):
    """The files cannot be reached now, or take nothing more."""


class MissingFile(StorageError):
    """There is no file of this name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One file as a list shows it."""

    name: str
    at: datetime


class Storage(Protocol):
    """What a place for files can do. Everything may raise ``StorageError``."""

    def put(self, name: str, content: bytes, content_type: str) -> None:
        """Keep a file, all of it or nothing; one of the same name is replaced."""
        ...

    def read(self, name: str) -> bytes:
        """What is in a file.

        Raises:
            MissingFile: there is none.
        """
        ...

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone already is no error."""
        ...

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def files(self) -> Iterator[Stored]:
        """Every file, in no particular order."""
        ...


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name of a stored file: {name!r}")
    return name


class FolderStorage:
    """Files in a folder, spread over subfolders by the first two characters of their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes, content_type: str) -> None:
        """Write beside it, then rename: a crash leaves no half file under the name."""
        path = self._path(name)
        draft = path.with_name(f".{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(content)
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{path} cannot be written: {error.strerror}") from error

    def read(self, name: str) -> bytes:
        """The bytes of the file."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise MissingFile(name) from None
        except OSError as error:
            raise StorageError(f"{name} cannot be read: {error.strerror}") from error

    def delete(self, name: str) -> None:
        """Unlink it."""
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{name} cannot be removed: {error.strerror}") from error

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        return self._path(name).is_file()

    def files(self) -> Iterator[Stored]:
        """What lies in the subfolders; what is being written does not count."""
        for path in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):  # removed while we looked
                if _NAME.fullmatch(path.name):
                    yield Stored(path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def _path(self, name: str) -> Path:
        return self.folder / _checked(name)[:2] / name


def _told(act: Callable[P, R]) -> Callable[P, R]:
    """Whatever the client or the network raises becomes a ``StorageError``."""

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except S3Error as error:
            kind = MissingFile if error.code in MISSING else StorageError
            raise kind(f"the bucket answers {error.code}") from error
        except (MinioException, HTTPError, OSError) as error:
            raise StorageError(f"the bucket does not answer: {type(error).__name__}") from error

    return run


class BucketStorage:
    """Files in a bucket of any service that speaks S3. The bucket must be there already."""

    def __init__(self, client: Minio, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @_told
    def put(self, name: str, content: bytes, content_type: str) -> None:
        """Send it in one request."""
        self._client.put_object(
            self._bucket, _checked(name), BytesIO(content), len(content), content_type=content_type
        )

    @_told
    def read(self, name: str) -> bytes:
        """Fetch it whole: pictures are small."""
        answer = self._client.get_object(self._bucket, _checked(name))
        try:
            return bytes(answer.data)
        finally:
            answer.close()
            answer.release_conn()

    @_told
    def delete(self, name: str) -> None:
        """Remove it."""
        self._client.remove_object(self._bucket, _checked(name))

    def exists(self, name: str) -> bool:
        """Ask for its head only."""
        try:
            self._stat(name)
        except MissingFile:
            return False
        return True

    @_told
    def _stat(self, name: str) -> None:
        self._client.stat_object(self._bucket, _checked(name))

    def files(self) -> Iterator[Stored]:
        """Everything in the bucket that is named as ours are."""
        yield from self._listed()

    @_told
    def _listed(self) -> list[Stored]:
        return [
            Stored(item.object_name, item.last_modified)
            for item in self._client.list_objects(self._bucket, recursive=True)
            if item.object_name and item.last_modified and _NAME.fullmatch(item.object_name)
        ]


def init_app(app: Flask, url: str) -> None:
    """Open the place that ``UPLOADS_URL`` names.

    Raises:
        ConfigError: the address names no such place.
    """
    app.extensions["storage"] = open_storage(url)


def current() -> Storage:
    """Where this site keeps its files."""
    return cast(Storage, current_app.extensions["storage"])


def open_storage(url: str) -> Storage:
    """A storage for ``file:///folder`` or ``s3://key:secret@host/bucket?region=…&tls=off``.

    Raises:
        ConfigError: neither of the two; the message never repeats the secret.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return FolderStorage(Path(unquote(parts.path)))
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket = unquote(parts.path).strip("/")
    if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password):
        raise _wrong()
    if not _BUCKET.fullmatch(bucket):
        raise ConfigError(f"UPLOADS_URL must end with a bucket: {BUCKET_EXAMPLE}.")
    if options.keys() - {"region", "tls"} or options.get("tls", "on") not in {"on", "off"}:
        raise ConfigError("UPLOADS_URL takes the options region=NAME and tls=on or tls=off only.")
    try:
        client = Minio(
            f"{parts.hostname}:{port}" if port else parts.hostname,
            access_key=unquote(parts.username),
            secret_key=unquote(parts.password),
            region=options.get("region") or DEFAULT_REGION,
            secure=options.get("tls", "on") == "on",
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(ANSWER_SECONDS), retries=urllib3.Retry(1), maxsize=10
            ),
        )
    except ValueError:
        raise _wrong() from None
    return BucketStorage(client, bucket)


def _wrong() -> ConfigError:
    return ConfigError(f"UPLOADS_URL must look like {FOLDER_EXAMPLE} or {BUCKET_EXAMPLE}.")
