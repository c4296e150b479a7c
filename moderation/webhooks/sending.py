"""One POST to an endpoint: short of patience, deaf to redirects, and reading nothing of the answer.

What comes back is kept as a number alone: neither a page of somebody's network nor a long text can
get from there to the log.
"""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from moderation.webhooks.addresses import NotAnAddress, NotOutside, Target, resolve, target_of

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
WHOLE_SECONDS = 10.0  # looking the name up and a slow drip included


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. Without a ``status`` nothing came, and ``error`` says why."""

    status: int | None
    took_ms: int
    error: str = ""


def send(url: str, body: bytes, headers: Mapping[str, str], anywhere: bool = False) -> Answer:
    """Send one body; whatever the other side does, the answer is here in ten seconds.

    Args:
        anywhere: also into the network that this site stands in.
    """
    began = time.monotonic()
    future: Future[int] = Future()

    def run() -> None:
        try:
            future.set_result(_post(url, body, headers, anywhere))
        except BaseException as failure:  # whatever was raised belongs to the caller
            future.set_exception(failure)

    threading.Thread(target=run, name="webhook", daemon=True).start()
    status, error = None, ""
    try:
        status = future.result(timeout=WHOLE_SECONDS)
    except (FutureTimeout, ReadTimeoutError, ConnectTimeoutError):
        error = "no answer in time"
    except NotAnAddress:
        error = "this is no address to send to"
    except NotOutside as refusal:
        error = str(refusal)
    except SSLError:
        error = "its certificate does not hold"
    except HTTPError as failure:
        error = f"it cannot be reached ({type(failure).__name__})"
    return Answer(status, round((time.monotonic() - began) * 1000), error)


def _post(url: str, body: bytes, headers: Mapping[str, str], anywhere: bool) -> int:
    target = target_of(url)
    failure: HTTPError = HTTPError("no address")
    for address in resolve(target, anywhere):
        try:
            return _post_to(address, target, body, headers)
        except (NewConnectionError, ConnectTimeoutError) as refused:
            failure = refused  # the name has others, perhaps
    raise failure


def _post_to(address: str, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    with _pool(address, target) as pool:
        response = pool.urlopen(
            "POST",
            target.path,
            body=body,
            headers={**headers, "Host": target.authority},
            retries=False,
            redirect=False,
            preload_content=False,
            assert_same_host=False,
        )
        response.close()  # unread: the number says all
        return response.status


def _pool(address: str, target: Target) -> HTTPConnectionPool:
    """A connection to that address and no other, under the name that was asked for."""
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if target.scheme == "http":
        return HTTPConnectionPool(address, target.port, timeout=timeout)
    return HTTPSConnectionPool(
        address,
        target.port,
        timeout=timeout,
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.host,
        assert_hostname=target.host,
    )
