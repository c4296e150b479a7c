"""A bare Flask view behind the same gate and the same waitress settings: what all else is held to.

Run as ``python -m tests.bench.bare PORT``.
"""

import sys

import waitress
from flask import Flask

from forum.core.server import THREADS, Gate


def make() -> Flask:
    """An application with one view that does nothing."""
    app = Flask("bare", static_folder=None)

    @app.get("/")
    def nothing() -> str:
        return "nothing"

    return app


if __name__ == "__main__":
    waitress.serve(
        Gate(make().wsgi_app),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
