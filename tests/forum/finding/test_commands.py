"""``flask search``: rebuilding and measuring."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from flask import Flask

from forum.finding.engine import finding
from forum.finding.jobs import refresh_index
from search.documents import Document
from tests.factories import Factory
from tests.forum.finding.conftest import Suggest


def test_reindex_brings_the_index_to_what_there_is(
    app: Flask, make: Factory, found: Suggest
) -> None:
    make.thread("The doorbell rings twice")
    index = finding().index
    gone = Document(key="thread:999", kind="thread", title="An old doorbell", body="")
    index.write(finding().writing(), index.prepare([gone]))
    for _again in range(2):
        done = app.test_cli_runner().invoke(args=["search", "reindex"])
        assert done.exit_code == 0, done.output
        assert done.stdout == ""
        assert "1 documents can be found" in done.stderr
    assert [card.title for card in found("doorbell rings twice", sweep=False)] == [
        "The doorbell rings twice"
    ]


def test_reindex_does_not_embed_what_is_embedded_already(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.thread("The doorbell rings twice")
    refresh_index()

    def embeds(texts: list[str], **_how: object) -> None:
        raise AssertionError(texts)

    monkeypatch.setattr(finding().encoder, "encode_passages", embeds)
    monkeypatch.setattr(finding().encoder, "encode_queries", embeds)
    done = app.test_cli_runner().invoke(args=["search", "reindex"])
    assert done.exit_code == 0, done.output


def test_evaluate_prints_exactly_one_json_object(app: Flask, tmp_path: Path) -> None:
    documents = [
        {"id": "1", "title": "The doorbell rings twice", "body": "Every evening."},
        {"id": "2", "title": "The heating stays cold", "body": "All night."},
    ]
    queries = [{"id": "q1", "text": "doorbell rings two times", "relevant": ["1"]}]
    write_lines(tmp_path / "documents.jsonl", documents)
    write_lines(tmp_path / "queries.jsonl", queries)
    done = app.test_cli_runner().invoke(args=["search", "evaluate", str(tmp_path)])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert set(figures) == {
        "documents",
        "queries",
        "model",
        "store",
        "recall_at_1",
        "recall_at_3",
        "recall_at_5",
        "hit_at_5",
        "mrr_at_10",
        "index_seconds",
        "query_ms",
        "likely_duplicate",
    }
    assert set(figures["query_ms"]) == {"p50", "p95"}
    assert set(figures["likely_duplicate"]) == {"precision", "recall"}


def test_evaluate_says_in_one_line_what_is_wrong(app: Flask, tmp_path: Path) -> None:
    done = app.test_cli_runner().invoke(args=["search", "evaluate", str(tmp_path)])
    assert done.exit_code != 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert "documents.jsonl" in done.stderr


def write_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """One JSON object a line."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
