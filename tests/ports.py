"""Ports for servers of the tests' own, which nobody else is given meanwhile.

A port of the system's choosing may be given away again before the server listens on it, or while
it is started anew. These lie below the ones that the system gives away by itself, and processes
that run tests side by side begin at places of their own.
"""

import itertools
import os
import socket
from typing import Final

FIRST: Final = 11_000  # browsers refuse 10080
NUMBER: Final = 20_000  # up to where Linux begins to give ports away
APART: Final = 199  # between two processes that began one after the other
_turns = itertools.count()


def free_port() -> int:
    """A port nobody listens on; no other call of this process returns it again."""
    while True:
        port = FIRST + (os.getpid() * APART + next(_turns)) % NUMBER
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
