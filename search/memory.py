"""What glibc does with memory, where the system has it; elsewhere nothing happens."""

import ctypes
import mmap
from typing import Final

# malloc.h: M_ARENA_MAX.
_ARENA_MAX: Final = -8
# mman.h: MADV_DONTNEED.
_DO_NOT_NEED: Final = 4
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


def put_away(address: int, size: int) -> None:
    """Take out of memory what nobody reads any more, but something else keeps in its place.

    What stood there is lost, or comes back from its file.

    Args:
        address: where it begins; only whole pages inside it go.
        size: in bytes.
    """
    told = getattr(ctypes.CDLL(None), "madvise", None)
    if told is not None:
        begin = -(-address // mmap.PAGESIZE) * mmap.PAGESIZE
        length = max(address + size - begin, 0) // mmap.PAGESIZE * mmap.PAGESIZE
        told(ctypes.c_void_p(begin), ctypes.c_size_t(length), _DO_NOT_NEED)
