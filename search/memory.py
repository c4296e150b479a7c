"""What glibc does with memory, where the system has it; elsewhere nothing happens."""

import ctypes
from typing import Final

# malloc.h: M_ARENA_MAX.
_ARENA_MAX: Final = -8
# Threads take turns at Python anyway, so they seldom wait for each other here either.
ARENAS: Final = 2


def share_arenas() -> None:
    """Let all threads allocate from the same few arenas; call it before there are threads.

    Each thread that serves else keeps some 7 MB of its own, and what a model or an index took
    while it was loaded stays with the thread that loaded it.
    """
    told = getattr(ctypes.CDLL(None), "mallopt", None)
    if told is not None:
        told(_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give the system what loading took and no longer needs: a hundred megabytes in a large index.

    glibc keeps it otherwise, since something small still stands behind it.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
