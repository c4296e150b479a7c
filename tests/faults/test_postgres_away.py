"""PostgreSQL goes away and comes back; the site neither falls over nor needs a restart."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from forum.core import migrations
from forum.core.config import from_environment
from forum.core.db import db
from tests.databases import forget_connections
from tests.postgres import Server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that a test may stop."""
    own = Server()
    yield own
    own.stop()


def environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "INSTANCE_DIR": str(folder),
        "EMBEDDING_MODEL": "hashing",
        "SITE_URL": "http://127.0.0.1:8000",
    }


@pytest.fixture
def site(server: Server, tmp_path: Path) -> Iterator[Flask]:
    """A site on that server, outside any application context."""
    app = create_app(from_environment(environment(server.url(server.new_database()), tmp_path)))
    with app.app_context():
        migrations.upgrade_after_backup()
    yield app
    with app.app_context():
        forget_connections()


def test_the_site_is_back_as_soon_as_the_server_is(server: Server, site: Flask) -> None:
    client = site.test_client()
    assert client.get("/").status_code == 200
    server.halt()
    away = client.get("/questions")
    assert away.status_code == 503
    assert int(away.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 200
    server.start()
    assert client.get("/questions").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_two_nodes_that_start_together_upgrade_once(server: Server, tmp_path: Path) -> None:
    url = server.url(server.new_database())
    nodes = [
        subprocess.Popen(  # our own words
            [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"],
            cwd=ROOT,
            env={**os.environ, **environment(url, tmp_path / name)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for name in ("one", "other")
    ]
    for node in nodes:
        said, _nothing = node.communicate(timeout=120)
        assert node.returncode == 0, said.decode()


def test_a_database_in_another_encoding_is_refused_in_one_line(
    server: Server, tmp_path: Path
) -> None:
    server.execute("CREATE DATABASE old ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    app = create_app(from_environment(environment(server.url("old"), tmp_path)))
    with app.app_context():
        with pytest.raises(migrations.CannotMigrate, match="LATIN1"):
            migrations.upgrade_after_backup()
        assert (
            db.session.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname='public'")) == 0
        )
        forget_connections()
