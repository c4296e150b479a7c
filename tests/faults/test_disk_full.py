"""The disk is full: reading goes on, writing is told to come back, and nothing is half written."""

import os
import resource
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.conftest import Start
from tests.faults.site import Site, prepared
from tests.faults.test_killed import database_of, sources_in

DISK_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 4096
LONG = "It blinks red twice a day. " * 1_000
TRIES_MAX = 1_000


class Disk(ABC):
    """Where the site keeps everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def fill(self, site: subprocess.Popen[bytes]) -> None:
        """Leave no room for anything."""

    @abstractmethod
    def make_room(self, site: subprocess.Popen[bytes]) -> None:
        """As somebody does who was told."""


class SmallDisk(Disk):
    """A file system of its own with little room, which only root may make."""

    def fill(self, site: subprocess.Popen[bytes]) -> None:
        """Write until the system refuses."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(CHUNK_BYTES))
            except OSError:
                return

    def make_room(self, site: subprocess.Popen[bytes]) -> None:
        """Remove what filled it."""
        (self.folder / "filler").unlink()


class LimitedFiles(Disk):
    """Where nobody may mount: the system lets no file of the site grow any more."""

    def fill(self, site: subprocess.Popen[bytes]) -> None:
        """Set the limit to what is there."""
        resource.prlimit(site.pid, resource.RLIMIT_FSIZE, (CHUNK_BYTES, resource.RLIM_INFINITY))

    def make_room(self, site: subprocess.Popen[bytes]) -> None:
        """Take the limit back."""
        no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(site.pid, resource.RLIMIT_FSIZE, no_limit)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk that can be filled without harm to anybody else."""
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(tmp_path)]
    if os.geteuid() or subprocess.run(mounted, capture_output=True, check=False).returncode:  # noqa: S603  (our own words)
        yield LimitedFiles(tmp_path)
        return
    yield SmallDisk(tmp_path)
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)  # noqa: S603, S607


@pytest.fixture
def served(disk: Disk) -> Site:
    """A site on that disk."""
    return prepared(disk.folder)


def test_reading_goes_on_and_writing_is_told_to_come_back(
    served: Site, start: Start, disk: Disk
) -> None:
    process = start()
    token = served.token()

    def answer(body: str, key: str) -> tuple[int, str]:
        said = served.ask("POST", served.answers, csrf_token=token, body=body, submission_key=key)
        if said.status == 503:
            assert int(said.headers["retry-after"]) > 0
        return said.status, said.text

    assert answer("Before", "k0")[0] == 303
    disk.fill(process)
    refused = ""
    written = ["Before"]
    for number in range(TRIES_MAX):  # the log of the database may have room for some more
        body = f"{number}: {LONG}".strip()
        status, page = answer(body, f"full{number}")
        if status != 303:
            refused, key = body, f"full{number}"
            assert status == 503, page
            assert "Nothing half-done was kept" in page
            break
        written.append(body)
    assert refused
    for _again in range(3):
        assert answer(refused, key)[0] == 503
        for page in (served.thread, "/questions", "/search?q=hub", "/settings", "/healthz"):
            assert served.ask("GET", page).status == 200, page
    stranger = replace(served, cookie="")
    assert stranger.ask("GET", served.thread).status == 200
    assert stranger.ask("GET", "/login").status == 200

    disk.make_room(process)
    assert answer(refused, key)[0] == 303
    assert answer("Afterwards", "k1")[0] == 303
    assert process.poll() is None, "and it was never started anew"
    process.terminate()
    process.wait()
    assert sources_in(database_of(served)) == [*written, refused, "Afterwards"]
    with closing(sqlite3.connect(database_of(served))) as rows:
        (counted,) = rows.execute("SELECT answer_count FROM threads").fetchone()
    assert counted == len(written) + 2, "nothing half written"
