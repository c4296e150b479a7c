"""The measuring itself is measured: known outcomes give known figures."""

import json
from pathlib import Path

import pytest

from search.encoder import HashingEncoder
from search.evaluate import evaluate
from search.labelled import BadEvaluationData

DOCUMENTS = [
    {"id": "a", "kind": "thread", "lang": "en", "title": "Printer jam", "body": ""},
    {"id": "b", "kind": "article", "lang": "en", "title": "Screen flickers", "body": "Cable."},
]


def folder(tmp_path: Path, documents: str, queries: str) -> Path:
    (tmp_path / "documents.jsonl").write_text(documents, encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(queries, encoding="utf-8")
    return tmp_path


def lines(*values: object) -> str:
    return "\n".join(json.dumps(value) for value in values)


def test_figures_are_those_of_the_site_and_complete(tmp_path: Path) -> None:
    queries = lines(
        {"text": "printer jam", "relevant": ["a"]},
        {"text": "the screen flickers", "relevant": ["b", "missing"]},
        {"text": "printer jam again", "relevant": ["missing"]},
        {"text": "зонтик", "relevant": ["a"]},
    )
    figures = evaluate(folder(tmp_path, lines(*DOCUMENTS), queries), HashingEncoder())
    assert figures["recall_at_1"] == figures["recall_at_5"] == figures["mrr_at_10"] == 0.5
    assert (figures["documents"], figures["queries"]) == (2, 4)
    assert set(figures) == {
        "documents", "queries", "model", "store", "recall_at_1", "recall_at_3", "recall_at_5",
        "hit_at_5", "mrr_at_10", "index_seconds", "query_ms", "likely_duplicate",
    }  # fmt: skip
    assert set(figures["query_ms"]) == {"p50", "p95"}
    assert set(figures["likely_duplicate"]) == {"precision", "recall"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadEvaluationData, match=r"documents\.jsonl cannot be read"):
        evaluate(tmp_path, HashingEncoder())


@pytest.mark.parametrize(
    ("queries", "complaint"),
    [
        ('{"text": "a", "relevant": []}\n{broken', "line 2: not JSON"),
        ("[1]", "line 1: not an object"),
        ('{"relevant": []}', 'line 1: "text" is not a text'),
        ('{"text": "a", "relevant": "b"}', 'line 1: "relevant" is not a list'),
        ("", "is empty"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, queries: str, complaint: str) -> None:
    with pytest.raises(BadEvaluationData, match=complaint):
        evaluate(folder(tmp_path, lines(*DOCUMENTS), queries), HashingEncoder())
