"""The sweep that keeps the index true: reads stale documents, embeds them, writes them.

Embedding runs between transactions. Whatever was marked again meanwhile is not written: the
version that was read may be one that nobody may see any more. Safe twice and side by side.
"""

import logging
import time
from collections.abc import Sequence

from forum.core import jobs
from forum.core.db import db, transactional
from forum.finding import stale
from forum.finding.documents import documents_for
from forum.finding.engine import finding
from search.documents import Document
from search.embedding import content_hash
from search.encoder import EncoderNotReady
from search.index import Prepared

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 10.0  # mail waits behind this sweep; what is left is taken up at once afterwards
LATE_BATCH_DOCUMENTS = 8  # a few seconds of a slow machine: the sweep looks at its watch between
TRIAL_TEXT = "ready?"  # what every model can read


@jobs.sweep
def refresh_index() -> None:
    """Refresh what is stale, embed what was written while there was no model, ask the second."""
    until = time.monotonic() + SWEEP_SECONDS
    while refresh_batch() or embed_batch() or second_batch():
        if time.monotonic() > until:
            jobs.wake()
            return


def refresh_batch() -> int:
    """Refresh some stale documents; how many were claimed, 0 when nothing waits."""
    claims = stale.claim()
    try:
        _refresh(claims)
    except Exception:  # one bad document must not keep the others of its batch out
        logger.exception("a batch could not be indexed; trying its documents one by one")
        for claim in claims:
            _refresh_alone(claim)
    return len(claims)


def embed_batch() -> int:
    """Give vectors to documents that were written without; 0 when none waits or none can be."""
    engine = finding()
    if engine.encoder.state != "ready":
        return 0
    documents = _waiting_for_vectors()
    if not documents:
        return 0
    prepared = engine.index.prepare(documents)
    if any(entry.vectors is not None for entry in prepared.entries):
        return _attach(prepared)
    if not _model_works():
        return 0
    return sum(_embed_alone(document) for document in documents)  # one of them is to blame


def second_batch() -> int:
    """Let the second model read documents it has not seen; 0 when none waits or none can be."""
    engine = finding()
    documents = engine.index.needs_opinion(engine.connection(), LATE_BATCH_DOCUMENTS)
    db.session.rollback()
    prepared = engine.index.prepare_opinions(documents)
    return _attach_opinions(prepared) if prepared.entries else 0


def _embed_alone(document: Document) -> int:
    """Give one document its vectors, or set it aside until it changes or the site restarts."""
    engine = finding()
    prepared = engine.index.prepare([document])
    if prepared.entries[0].vectors is not None:
        return _attach(prepared)
    if not _model_works():
        return 0
    logger.warning("the model cannot read %s; it is found by words", document.key)
    engine.set_aside[document.key] = content_hash(document)
    return 1


def _model_works() -> bool:
    try:
        finding().encoder.encode_passages([TRIAL_TEXT])
    except EncoderNotReady:
        return False
    return True


def _refresh(claims: Sequence[stale.Claim]) -> None:
    if not claims:
        return
    index = finding().index
    db.session.rollback()  # a new snapshot: what follows must be as new as the claim
    keys = [claim.key for claim in claims]
    documents = documents_for(keys)
    connection = finding().connection()
    current = index.store.hashes(connection, keys, index.encoder.space).values()
    db.session.rollback()
    _settle(claims, index.prepare(documents, current))


def _refresh_alone(claim: stale.Claim) -> None:
    try:
        _refresh([claim])
    except Exception as failure:  # noted on the row; the sweep goes on
        logger.exception("%s could not be indexed", claim.key)
        db.session.rollback()
        stale.give_back([claim], f"{type(failure).__name__}: {failure}")


@transactional
def _settle(claims: Sequence[stale.Claim], prepared: Prepared) -> None:
    held = stale.still_held(claims)
    connection = finding().writing()
    index = finding().index
    kept = tuple(entry for entry in prepared.entries if entry.document.key in held)
    _no_longer_set_aside(Prepared(kept))
    index.write(connection, Prepared(kept))
    index.remove(connection, held - {entry.document.key for entry in kept})
    stale.forget_marks(held)


def _waiting_for_vectors() -> list[Document]:
    engine = finding()
    wanted = LATE_BATCH_DOCUMENTS + len(engine.set_aside)
    documents = engine.index.needs_embedding(engine.connection(), wanted)
    db.session.rollback()
    given_up = engine.set_aside
    left = [d for d in documents if given_up.get(d.key) != content_hash(d)]
    return left[:LATE_BATCH_DOCUMENTS]


@transactional
def _attach(prepared: Prepared) -> int:
    _no_longer_set_aside(prepared)
    return finding().index.attach(finding().writing(), prepared)


def _no_longer_set_aside(prepared: Prepared) -> None:
    for entry in prepared.entries:
        if entry.vectors is not None:
            finding().set_aside.pop(entry.document.key, None)


@transactional
def _attach_opinions(prepared: Prepared) -> int:
    return finding().index.attach_opinions(finding().writing(), prepared)


def state() -> str:
    """For ``/readyz``: "ok", or how many documents could not be indexed; the log says which."""
    aside = stale.set_aside_count() + len(finding().set_aside)
    if not aside:
        return "ok"
    return f"failed: {aside} documents were set aside, see the log; run `flask search reindex`"
