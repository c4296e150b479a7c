"""Imports sentence-transformers without scikit-learn, which only its evaluators call.

They ask for two of its functions as they are imported, and behind those stand 490 modules, most
of them scipy's: 40 MB and two seconds of every start. A stand-in takes their place meanwhile;
whoever calls one of its functions calls the real one.
"""

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

SPARED: Final = ("sklearn", "sklearn.metrics")


class _StandIn(ModuleType):
    """Has every function that is asked of it; the real one is imported when it is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def late(*args: Any, **kwargs: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*args, **kwargs)

        return late


def import_sentence_transformers() -> ModuleType:
    """Return the library; with all of scikit-learn where a release of it needs more than that."""
    try:
        with _spared():
            return importlib.import_module("sentence_transformers")
    except ImportError:
        return importlib.import_module("sentence_transformers")


@contextmanager
def _spared() -> Iterator[None]:
    known = {name for name in SPARED if name in sys.modules}
    if known or not importlib.util.find_spec(SPARED[0]):
        yield
        return
    for name in SPARED:
        standing = _StandIn(name)
        standing.__spec__ = importlib.util.spec_from_loader(name, loader=None)
        sys.modules[name] = standing
    try:
        yield
    finally:
        for name in SPARED:
            if isinstance(sys.modules.get(name), _StandIn):
                del sys.modules[name]
