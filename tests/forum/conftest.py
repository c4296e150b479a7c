"""A bucket of a real S3 service on this machine, for tests of what is kept there."""

from collections.abc import Iterator

import pytest
from minio import Minio
from moto.server import ThreadedMotoServer


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
