"""Secrets nobody set: made once, for the owner alone, and the same for every process."""

import multiprocessing
import stat
from pathlib import Path
from queue import Queue
from typing import Any

from forum.core.secrets import load_or_make


def _load(folder: str, start: Any, found: "Queue[tuple[str, ...]]") -> None:
    start.wait()
    found.put(tuple(sorted(load_or_make(Path(folder)).items())))  # type: ignore[arg-type]


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    kept = load_or_make(tmp_path / "instance")
    mode = (tmp_path / "instance" / "secrets.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert {len(value) >= 40 for value in kept.values()} == {True}
    assert len(set(kept.values())) == len(kept)


def test_they_are_made_once(tmp_path: Path) -> None:
    first = load_or_make(tmp_path)
    assert load_or_make(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start, found = context.Event(), context.Queue()
    workers = [context.Process(target=_load, args=(str(tmp_path), start, found)) for _ in range(4)]
    for worker in workers:
        worker.start()
    start.set()
    answers = [found.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert len(set(answers)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]
