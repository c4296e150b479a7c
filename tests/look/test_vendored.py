"""What others made and we carry along: unchanged, listed, with its licence beside it."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.look.tokens import ROOT

VENDOR = ROOT / "static/vendor"
SUMS = {
    name: digest
    for digest, name in (
        line.split() for line in (VENDOR / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    )
}
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())
LICENCES = {"htmx": "Zero-Clause BSD", "onest": "SIL OPEN FONT LICENSE Version 1.1"}


@pytest.mark.parametrize("name", sorted(SUMS))
def test_files_are_those_that_were_taken_in(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == SUMS[name]


def test_every_file_is_listed() -> None:
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    licences = {f"{folder.name}/LICENSE" for folder in FOLDERS}
    assert files == SUMS.keys() | licences | {"CHECKSUMS"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_has_its_whole_licence_and_stands_in_the_docs(folder: Path) -> None:
    name = folder.name
    text = (folder / "LICENSE").read_text(encoding="utf-8")
    assert LICENCES[name] in text
    assert "AS IS" in text
    page = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| {name} \|", page, re.M | re.I), f"docs/design.md says nothing of {name}"
