"""Documents to entries: what is embedded, by which role, and the hash that says it is current."""

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Final

import numpy as np

from search.documents import Document
from search.encoder import Encoder, EncoderNotReady, Vectors
from search.passages import Piece, pieces
from search.stores.base import Entry

# Part of every content hash: raised when `passages.pieces` changes, so all is embedded anew.
PIECES_VERSION: Final = 1

log = logging.getLogger(__name__)


def content_hash(document: Document) -> str:
    """Return a digest that changes when anything that is embedded of `document` changes."""
    sections = [(item.anchor, item.heading, item.text) for item in document.sections]
    content = json.dumps(
        [PIECES_VERSION, document.kind, document.title, document.body, document.answer, sections]
    )
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def embed(
    encoder: Encoder, documents: Sequence[Document], current: frozenset[str]
) -> tuple[Entry, ...]:
    """Return an entry per document, with vectors unless its hash is among `current`.

    Args:
        encoder: where it is not ready the entries come without vectors.
        documents: what to index.
        current: content hashes whose vectors are stored already.
    """
    hashes = [content_hash(document) for document in documents]
    plans = [
        () if digest in current else tuple(pieces(document))
        for document, digest in zip(documents, hashes, strict=True)
    ]
    try:
        vectors = _encode(encoder, [piece for plan in plans for piece in plan])
    except EncoderNotReady as reason:
        log.info("indexing by words only: %s", reason)
        vectors, plans = np.zeros((0, 0), dtype=np.float32), [() for _ in plans]
    entries, start = [], 0
    for document, digest, plan in zip(documents, hashes, plans, strict=True):
        places = tuple((piece.part, piece.anchor, piece.position) for piece in plan)
        own = vectors[start : start + len(plan)] if plan else None
        start += len(plan)
        entries.append(Entry(document, digest, encoder.space, places, own))
    return tuple(entries)


def _encode(encoder: Encoder, wanted: Sequence[Piece]) -> Vectors:
    if not wanted:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    questions = [at for at, piece in enumerate(wanted) if piece.role == "query"]
    passages = [at for at, piece in enumerate(wanted) if piece.role == "passage"]
    asked = encoder.encode_queries([wanted[at].text for at in questions], patient=True)
    told = encoder.encode_passages([wanted[at].text for at in passages])
    vectors = np.zeros((len(wanted), encoder.dimension), dtype=np.float32)
    vectors[questions] = asked
    vectors[passages] = told
    return vectors
