"""The two states that SQLite's store holds in memory, to and from the files they are kept in."""

from collections.abc import Callable, Collection
from typing import Final

from sqlalchemy import Connection

from search.stores.following import Following, S, newest
from search.stores.held import COLUMNS
from search.stores.holdings import Holdings, compact
from search.stores.kept import CHANGES_BEHIND, KEPT_ROWS, Contents, keep, kept, place_of
from search.stores.matrix import Snapshot
from search.stores.ragged import Ragged
from search.stores.segments import Segment
from search.stores.vault import Packed, roomy

DOCUMENTS: Final = "search-documents"
VECTORS: Final = "search-vectors"
_OF_SEGMENT: Final = ("terms", "starts", "slots", "titles", "wholes")
_OF_VAULT: Final = ("heads", "tails", "scales")


def bring(
    followed: Following[S],
    conn: Connection,
    name: str,
    state_of: Callable[[Contents], S | None],
    contents_of: Callable[[S], Contents | None],
) -> None:
    """Bring a state into memory, from its file where there is one, and keep it for the next start.

    Args:
        followed: who holds it.
        conn: the caller's connection.
        name: how its file ends.
        state_of: makes a state of a file; None for one that does not fit.
        contents_of: the other way; None for one that is not worth a file.
    """
    path = place_of(conn, name)
    found = kept(path) if path else None
    earlier = state_of(found) if found else None
    if earlier:
        followed.adopt(earlier)
    state = followed.get(conn, newest(conn))
    if path and (earlier is None or state.version - earlier.version > CHANGES_BEHIND):
        contents = contents_of(state)
        if contents:
            keep(path, contents)


def forget_vectors(conn: Connection, models: Collection[str]) -> None:
    """Delete the file of vectors unless they are of one of some models."""
    path = place_of(conn, VECTORS)
    found = kept(path) if path else None
    if path and found and found.facts["model"] not in models:
        path.unlink(missing_ok=True)


def contents_of_holdings(holdings: Holdings) -> Contents | None:
    """Return documents as a file has them; None where they are too few."""
    if len(holdings.rows) < KEPT_ROWS:
        return None
    part = compact(holdings).segments[0]
    facts = {
        "keys": list(holdings.keys),
        "visibility": [[kind, sorted(seen)] for kind, seen in holdings.visibility],
        "languages": list(holdings.languages),
        "names": list(holdings.names),
    }
    arrays = {
        "rows": holdings.rows,
        "places": holdings.slots,
        **{name: getattr(part, name) for name in _OF_SEGMENT},
        "gram_values": part.grams.values,
        "gram_starts": part.grams.starts,
        "label_values": part.labels.values,
        "label_starts": part.labels.starts,
    }
    return Contents(holdings.version, holdings.stamp, facts, arrays, {})


def holdings_of(contents: Contents) -> Holdings:
    """Return the documents of a file."""
    facts, arrays = contents.facts, contents.arrays
    rows = arrays["rows"].view(COLUMNS)
    names = list(facts["names"])
    part = Segment(
        0, len(rows), arrays["terms"], arrays["starts"], arrays["slots"], arrays["titles"],
        arrays["wholes"],
        Ragged(arrays["gram_values"], arrays["gram_starts"]),
        Ragged(arrays["label_values"], arrays["label_starts"]),
    )  # fmt: skip
    return Holdings(
        contents.version, contents.stamp, rows, tuple(facts["keys"]), arrays["places"],
        tuple((kind, frozenset(seen)) for kind, seen in facts["visibility"]),
        tuple(facts["languages"]), {name: at for at, name in enumerate(names)}, names, (part,),
    )  # fmt: skip


def contents_of_vectors(model: str, snapshot: Snapshot) -> Contents | None:
    """Return the vectors of a model as a file has them; None where they are too few."""
    vault = snapshot.vault
    if not isinstance(vault, Packed):
        return None
    facts = {"model": model, "languages": list(snapshot.languages)}
    arrays = {
        "turn": vault.turn,
        **{name: getattr(vault, name)[: vault.used] for name in _OF_VAULT},
        "owners": snapshot.owners,
        "cells": snapshot.cells,
        "firsts": snapshot.firsts,
        "counts": snapshot.counts,
    }
    room = dict.fromkeys(_OF_VAULT, roomy(vault.used))
    return Contents(snapshot.version, snapshot.stamp, facts, arrays, room)


def vectors_of(model: str, contents: Contents) -> Snapshot | None:
    """Return the vectors of a file; None where they are another model's."""
    facts, arrays = contents.facts, contents.arrays
    if facts["model"] != model:
        return None
    owners = arrays["owners"]
    vault = Packed(arrays["turn"], arrays["heads"], arrays["tails"], arrays["scales"], len(owners))
    return Snapshot(
        contents.version, contents.stamp, vault, owners, arrays["cells"],
        tuple(facts["languages"]), arrays["firsts"], arrays["counts"],
    )  # fmt: skip
