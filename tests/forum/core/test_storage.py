"""A folder and a bucket do the same; the bucket is a real S3 service on this machine."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from minio import Minio
from moto.server import ThreadedMotoServer

from forum.core import clock
from forum.core.config import ConfigError, from_environment
from forum.core.storage import (
    BucketStorage,
    FolderStorage,
    MissingFile,
    Storage,
    StorageError,
    open_storage,
)

NAME = "kR3nQ9_a-77wXyZ0.webp"
OTHER = "zzzzQ9_a-77wXyZ0.small.webp"
DAY_SECONDS = 24 * 3600


@pytest.fixture(scope="module")
def bucket_url() -> Iterator[str]:
    """A bucket of a service that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    Minio(f"{host}:{port}", "key", "secret", secure=False, region="eu-central-1").make_bucket(
        "pictures"
    )
    yield f"s3://key:se%2Fcret@{host}:{port}/pictures?region=eu-central-1&tls=off"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Each of the two, empty."""
    if request.param == "folder":
        return open_storage((tmp_path / "up loads").as_uri())
    opened = open_storage(request.getfixturevalue("bucket_url"))
    for file in opened.files():
        opened.delete(file.name)
    return opened


def test_what_is_put_can_be_read(storage: Storage) -> None:
    storage.put(NAME, b"one", "image/webp")
    assert storage.exists(NAME)
    assert storage.read(NAME) == b"one"
    storage.put(NAME, b"two", "image/webp")
    assert storage.read(NAME) == b"two"


def test_what_is_deleted_is_gone(storage: Storage) -> None:
    storage.put(NAME, b"one", "image/webp")
    storage.delete(NAME)
    storage.delete(NAME)
    assert not storage.exists(NAME)
    with pytest.raises(MissingFile):
        storage.read(NAME)


def test_files_are_listed_with_their_age(storage: Storage) -> None:
    assert list(storage.files()) == []
    storage.put(NAME, b"one", "image/webp")
    storage.put(OTHER, b"two", "image/webp")
    listed = {file.name: file.at for file in storage.files()}
    assert listed.keys() == {NAME, OTHER}
    assert all(abs(clock.now() - at) < timedelta(minutes=5) for at in listed.values())


@pytest.mark.parametrize(
    "name",
    [
        *("../../../etc/passwd", "..", "", ".", "a/b.webp", "/etc/passwd", "abcdefgh\\..\\x.webp"),
        *("abcdefgh", "abcdefgh.webp\0", "abcdefgh.webp\n", "abcdefgh.a.b.c", "ab..cdefgh.webp"),
        *("C:abcdefgh.webp", "%2e%2e%2fabcdefgh.webp"),
    ],
)
def test_no_name_leads_elsewhere(storage: Storage, name: str) -> None:
    for act in (storage.read, storage.delete, storage.exists):
        with pytest.raises(ValueError, match="not a name"):
            act(name)
    with pytest.raises(ValueError, match="not a name"):
        storage.put(name, b"x", "image/webp")


def test_a_folder_forgets_nothing_half_written(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.put(NAME, b"one", "image/webp")
    (tmp_path / NAME[:2] / ".0123456789abcdef").write_bytes(b"half")
    assert [file.name for file in storage.files()] == [NAME]


def test_the_age_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.put(NAME, b"one", "image/webp")
    os.utime(tmp_path / NAME[:2] / NAME, (time.time() - DAY_SECONDS,) * 2)
    (file,) = storage.files()
    assert clock.now() - file.at > timedelta(hours=23)


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError):
        FolderStorage(tmp_path / "file").put(NAME, b"one", "image/webp")


def test_a_bucket_that_is_not_there_says_so(bucket_url: str) -> None:
    storage = open_storage(bucket_url.replace("/pictures", "/nowhere"))
    with pytest.raises(StorageError):
        storage.put(NAME, b"one", "image/webp")


def test_a_service_that_does_not_answer_says_so() -> None:
    storage = open_storage("s3://key:secret@127.0.0.1:9/pictures?tls=off")
    with pytest.raises(StorageError):
        storage.read(NAME)


@pytest.mark.parametrize(
    "url",
    [
        *("uploads", "/srv/uploads", "file://uploads", "http://host/bucket", "s3://host/bucket"),
        *("s3://key:hidden@host", "s3://key:hidden@host/", "s3://key:hidden@host/Bad_Bucket!"),
        *("s3://key:hidden@host/bucket?tls=maybe", "s3://key:hidden@host/bucket?secret=hidden"),
        *("s3://key:hidden@host:port/bucket", "s3://key@host/bucket", "s3://[::1/bucket"),
        "s3://key:hidden@ho st/bucket",
    ],
)
def test_a_wrong_address_is_one_clear_line(url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        open_storage(url)
    assert "UPLOADS_URL" in refused.value.message
    assert "\n" not in refused.value.message
    assert "hidden" not in refused.value.message


def test_unset_is_a_folder_beside_the_data(tmp_path: Path) -> None:
    settings = from_environment({"INSTANCE_DIR": str(tmp_path)})
    storage = open_storage(settings.uploads_url)
    assert isinstance(storage, FolderStorage)
    assert storage.folder == tmp_path / "uploads"


def test_a_bucket_needs_no_options() -> None:
    assert isinstance(open_storage("s3://key:secret@s3.example.com/pictures"), BucketStorage)
