"""Vectors in less room are nearly the same vectors."""

import numpy as np
import pytest

from search.encoder import Vectors
from search.stores import vault
from search.stores.vault import EMPTY, Vault

ROWS, DIMENSION = 1_200, 160


def vectors() -> Vectors:
    """Rows that differ most in some directions, as those of a model do."""
    dice = np.random.default_rng(3)
    rows = dice.standard_normal((ROWS, DIMENSION)) / np.arange(1, DIMENSION + 1)
    turned = rows @ np.linalg.qr(dice.standard_normal((DIMENSION, DIMENSION)))[0]
    found: Vectors = (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setattr(vault, "PACKED_ROWS", 500)
    rows = vectors()
    return (
        EMPTY.with_more([rows[:300]])
        .with_more([rows[300:700], rows[700:900]])
        .with_more([rows[900:]])
    )


def test_few_vectors_stay_as_they_are() -> None:
    rows = vectors()[:20]
    kept = EMPTY.with_more([rows])
    assert kept.is_exact
    assert kept[np.arange(20)] == pytest.approx(rows)


def test_packed_vectors_come_back_within_a_thousandth(packed: Vault) -> None:
    assert not packed.is_exact
    assert packed.shape == (ROWS, DIMENSION)
    assert packed[np.arange(ROWS)] == pytest.approx(vectors(), abs=1e-3)


def test_products_with_packed_vectors_are_right_to_a_thousandth(packed: Vault) -> None:
    rows = vectors()
    exact = rows @ rows[7]
    assert packed @ rows[7] == pytest.approx(exact, abs=1e-3)
    some = np.array([3, 999, 41])
    assert packed.products(some, rows[7]) == pytest.approx(exact[some], abs=1e-3)


def test_a_glance_misses_none_of_the_nearest(packed: Vault) -> None:
    rows = vectors()
    for question in rows[:20]:
        nearest = set(np.argsort(-(rows @ question))[:20].tolist())
        seen = set(np.argsort(-packed.glance(question))[:200].tolist())
        assert nearest <= seen


def test_a_vault_still_in_use_is_not_disturbed_by_what_is_added(packed: Vault) -> None:
    before = packed @ vectors()[0]
    packed.with_more([vectors()[:50]])
    assert (packed @ vectors()[0]).tolist() == before.tolist()
