"""What is spared while a library is imported is there for whoever calls it."""

import importlib
import sys
from pathlib import Path

import pytest

from search import lean

FARAWAY = "class Thing:\n    def __init__(self, size): self.size = size\n"
NEAR = """
from faraway.deep import Thing, mark

@mark
def plain(): return "plain"

@mark(strict=True)
def strict(): return "strict"

LARGE = Thing(3)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "faraway").mkdir()
    (tmp_path / "faraway" / "__init__.py").touch()
    (tmp_path / "faraway" / "deep.py").write_text(FARAWAY)
    (tmp_path / "near.py").write_text(NEAR)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(lean, "SPARED", ("faraway",))
    for name in ("near", "faraway", "faraway.deep"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_spared_package_is_imported_when_it_is_called() -> None:
    with lean.spared():
        near = importlib.import_module("near")
    assert "faraway" not in sys.modules
    assert (near.plain(), near.strict()) == ("plain", "strict"), "decorators change nothing"
    assert not isinstance(near.plain, near.Thing)
    assert near.Thing(4).size == 4
    assert "faraway.deep" in sys.modules


@pytest.mark.usefixtures("folder")
def test_what_is_there_already_stays() -> None:
    real = importlib.import_module("faraway.deep")
    with lean.spared():
        assert importlib.import_module("faraway.deep") is real
    assert sys.modules["faraway.deep"] is real
