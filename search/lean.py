"""Imports sentence-transformers without what only trainers, evaluators and chatbots call.

Behind its imports stand scikit-learn and scipy, tensors spread over many machines, and torch's
compiler: 1,000 modules, 100 MB and seconds of every start. Stand-ins take their places meanwhile;
whoever calls something of theirs calls the real one.
"""

import importlib
import importlib.util
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final

SPARED: Final = (
    "sklearn",
    "scipy",
    "torch.distributed.tensor",  # asked whether a weight is one; where there is none, it is not
    "torch._dynamo",  # told at many functions that it must not compile them
)
LIBRARIES: Final = ("sentence_transformers", "transformers")
logger = logging.getLogger(__name__)


class _StandIn(ModuleType):
    """Has every name that is asked of it; the real one is imported when it is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def late(own: type, *given: Any, **named: Any) -> Any:
            if sys.modules.get(self.__name__) is self:  # nobody uses it yet, an import names it
                return given[0] if given and callable(given[0]) else object.__new__(own)
            return getattr(importlib.import_module(self.__name__), name)(*given, **named)

        # a class, since some are asked of isinstance; as a decorator it leaves things as they are
        return type(name, (), {"__new__": late, "__call__": _same})


def _same(_: object, decorated: object) -> object:
    return decorated


class _Standing(MetaPathFinder, Loader):
    """Finds stand-ins for what is spared and for everything inside it."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        inside = any(name == spared or name.startswith(f"{spared}.") for spared in SPARED)
        return importlib.util.spec_from_loader(name, self, is_package=True) if inside else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""


def import_sentence_transformers() -> ModuleType:
    """Return the library; with all it asks for where a release of it needs more than stand-ins."""
    known = set(sys.modules)
    try:
        with spared():
            return importlib.import_module("sentence_transformers")
    except Exception:  # a release that needs more than stand-ins; nothing else tells of it
        logger.info("sentence-transformers is imported with all it asks for", exc_info=True)
        for name in set(sys.modules) - known:
            if name.partition(".")[0] in LIBRARIES:  # they may have kept a stand-in
                del sys.modules[name]
        return importlib.import_module("sentence_transformers")


@contextmanager
def spared() -> Iterator[None]:
    """Put the stand-ins in their places; what is imported meanwhile keeps those it asked for."""
    standing = _Standing()
    sys.meta_path.insert(0, standing)
    try:
        yield
    finally:
        sys.meta_path.remove(standing)
        for name, module in list(sys.modules.items()):
            if isinstance(module, _StandIn):
                del sys.modules[name]
                parent, _, own = name.rpartition(".")
                vars(sys.modules.get(parent, module)).pop(own, None)
