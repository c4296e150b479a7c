"""One address with an OpenAI-compatible ``/embeddings``: what is sent, and what is believed.

The answer comes from another program: nothing of it is used that is not exactly what was asked
for, and nothing of it is repeated in a message.
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

import numpy as np
from urllib3 import HTTPConnectionPool, Timeout, connection_from_url
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from search.remembered import Vectors

CONNECT_SECONDS: Final = 5.0
CONNECTIONS_KEPT: Final = 8
# Sixteen texts in 4,000 numbers of twenty letters are 1.3 MB.
ANSWER_MAX_BYTES: Final = 8_000_000
READ_BYTES: Final = 65_536
# The most that pgvector's index takes; no common model has more.
DIMENSION_MAX: Final = 4_000
# The server says that it will not take these texts; others it may.
REFUSING: Final = frozenset({400, 413, 422})


class ServerFault(Exception):
    """The server did not answer, or with nonsense; the text names no address and no key."""


class TextsRefused(Exception):
    """The server works, but does not take these texts."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask: the base address without its key, and the key."""

    base: str
    key: str = field(default="", repr=False)


def address_of(url: str, key: str = "") -> Address:
    """Take ``https://key@host/v1`` apart; `key` goes before the one in the address."""
    parts = urlsplit(url)
    within = unquote(parts.password or parts.username or "")
    bare = parts.netloc.rpartition("@")[2]
    base = urlunsplit((parts.scheme, bare, parts.path.rstrip("/"), "", ""))
    return Address(base, key or within)


class Endpoint:
    """Asks one server over connections that are kept; thread-safe. Redirects are not followed.

    Args:
        address: where it is.
    """

    def __init__(self, address: Address) -> None:
        parts = urlsplit(address.base)
        self._path = f"{parts.path}/embeddings"
        self._pool: HTTPConnectionPool = connection_from_url(
            f"{parts.scheme}://{parts.netloc}", maxsize=CONNECTIONS_KEPT
        )
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if address.key:
            self._headers["Authorization"] = f"Bearer {address.key}"

    def embed(self, model: str, texts: list[str], seconds: float) -> Vectors:
        """Return one L2-normalised float32 row per text, shape (len(texts), any dimension).

        Args:
            model: its name on the server.
            texts: with their prompts.
            seconds: for a single read; a slow drip is cut off after as long.

        Raises:
            ServerFault: nothing usable came.
            TextsRefused: the server does not take these texts.
        """
        until = time.monotonic() + seconds
        wanted = {"model": model, "input": texts, "encoding_format": "float"}
        try:
            response = self._pool.urlopen(
                "POST",
                self._path,
                body=json.dumps(wanted).encode(),
                headers=self._headers,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=Timeout(connect=min(seconds, CONNECT_SECONDS), read=seconds),
            )
            content = _read(response, until)
        except ReadTimeoutError:
            raise ServerFault(f"no answer in {seconds:g} s") from None
        except HTTPError as failure:
            raise ServerFault(f"it cannot be reached ({type(failure).__name__})") from None
        if response.status in REFUSING:
            raise TextsRefused(f"the server refused these texts with {response.status}")
        if response.status != 200:
            raise ServerFault(f"it answered with status {response.status}")
        return _rows(content, len(texts))


def _read(response: BaseHTTPResponse, until: float) -> bytes:
    content = bytearray()
    whole = False
    try:
        while chunk := response.read1(READ_BYTES, decode_content=False):
            content += chunk
            if len(content) > ANSWER_MAX_BYTES:
                raise ServerFault("its answer is too long")
            if time.monotonic() > until:
                raise ServerFault("its answer comes too slowly")
        whole = True
    finally:
        if whole:
            response.release_conn()
        else:
            response.close()  # what is left of the answer must not be read as the next one
    return bytes(content)


def _rows(content: bytes, count: int) -> Vectors:
    try:
        entries = _in_order(json.loads(content)["data"])
        plain = np.asarray([entry["embedding"] for entry in entries])
    except (ValueError, TypeError, LookupError, RecursionError):
        raise ServerFault("its answer is no list of embeddings") from None
    if plain.ndim != 2 or plain.dtype.kind not in "fi":
        raise ServerFault("its answer is no list of embeddings")
    if len(plain) != count:
        raise ServerFault(f"it gave {len(plain)} vectors for {count} texts")
    if not 0 < plain.shape[1] <= DIMENSION_MAX:
        raise ServerFault(f"its vectors have {plain.shape[1]} numbers")
    lengths = np.linalg.norm(plain.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise ServerFault("its vectors hold something else than numbers")
    rows: Vectors = (plain / lengths).astype(np.float32)
    return np.ascontiguousarray(rows)


def _in_order(entries: Any) -> list[Any]:
    """The entries by their index, which must be each number once."""
    ordered = sorted(entries, key=lambda entry: int(entry["index"]))
    if [entry["index"] for entry in ordered] != list(range(len(ordered))):
        raise ValueError("indexes")
    return ordered
