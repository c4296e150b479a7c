"""waitress, behind a gate that never admits more requests than there are threads to answer them."""

import gc
import socket
import sys
import threading
from collections.abc import Iterable
from typing import Any

import waitress
from flask import Flask

THREADS = 12
ADMITTED = THREADS - 2  # two stay free, so that a full house can still say that it is full
WRITERS = 6  # SQLite writes one at a time; more would only wait inside
WAIT_SECONDS = 2.0
RETRY_AFTER_SECONDS = 2
# Objects that may be made before Python looks for cycles. A page makes thousands, hardly any of
# them in cycles; and what the site is made of stays, so looking through it again finds nothing.
LOOK_FOR_CYCLES_EVERY = 20_000
BODY_MAX_BYTES = 64 * 1024 * 1024  # above what any view takes, so that the view can say what fits


class Gate:
    """WSGI middleware: requests beyond the limit are told to come back instead of piling up."""

    def __init__(self, app: Any, admitted: int = ADMITTED, writers: int = WRITERS) -> None:
        self.app = app
        self._all = threading.BoundedSemaphore(admitted)
        self._writers = threading.BoundedSemaphore(writers)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Serve, or answer 503 with Retry-After; ``/healthz`` goes past the gate."""
        if environ.get("PATH_INFO") == "/healthz":
            return self._serve(environ, start_response)
        writes = environ.get("REQUEST_METHOD") not in {"GET", "HEAD", "OPTIONS"}
        if not self._all.acquire(timeout=WAIT_SECONDS):
            return self._full(start_response)
        try:
            if writes and not self._writers.acquire(timeout=WAIT_SECONDS):
                return self._full(start_response)
            try:
                return self._serve(environ, start_response)
            finally:
                if writes:
                    self._writers.release()
        finally:
            self._all.release()

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        served: Iterable[bytes] = self.app(environ, start_response)
        return served

    @staticmethod
    def _full(start_response: Any) -> Iterable[bytes]:
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Retry-After", str(RETRY_AFTER_SECONDS)),
        ]
        start_response("503 Service Unavailable", headers)
        return [b"Busy for a moment. Please try again in a few seconds.\n"]


def serve(app: Flask) -> None:
    """Serve until stopped; a port in use is one clear line, not a traceback."""
    settings = app.config["THREADWELL"]
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        sys.exit(
            f"Threadwell cannot start: port {settings.port} is taken or not allowed "
            f"({error.strerror}). Set PORT to another one."
        )
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOK_FOR_CYCLES_EVERY)
    print(f"Threadwell serves {settings.site_url} - stop it with Ctrl+C", flush=True)
    waitress.serve(
        Gate(app.wsgi_app),
        sockets=[listener],
        threads=THREADS,
        ident=None,
        max_request_body_size=BODY_MAX_BYTES,
        clear_untrusted_proxy_headers=False,
    )
