"""For several rooms: a bucket of a real S3 service on this machine, and a clock to set forward."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from minio import Minio
from moto.server import ThreadedMotoServer

from forum.accounts.models import User
from forum.core import clock
from tests.factories import Factory

Later = Callable[..., None]
START = datetime.fromisoformat("2026-03-02T10:00:00+00:00")


@pytest.fixture(scope="session")
def bucket_url() -> Iterator[str]:
    """What ``UPLOADS_URL`` would say; what tests put there they take out again."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    Minio(f"{host}:{port}", "key", "secret", secure=False, region="eu-central-1").make_bucket(
        "pictures"
    )
    yield f"s3://key:se%2Fcret@{host}:{port}/pictures?region=eu-central-1&tls=off"
    server.stop()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Sets the clock: ``later(days=2)`` after the start of the test."""

    def set_forward(**passed: float) -> None:
        moment = START + timedelta(**passed)
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_forward()
    return set_forward


@pytest.fixture
def asker(later: Later, make: Factory) -> User:
    """Somebody with a problem."""
    return make.user("Wanda K", language="en")
