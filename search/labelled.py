"""Labelled files: documents and the questions that each of them answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.documents import Document, Kind
from search.text import language_of


class BadEvaluationData(Exception):
    """The folder lacks a file, or a line of it cannot be used; the message says which."""


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A question and the keys of every document that answers it."""

    text: str
    relevant: frozenset[str]


def read_documents(folder: Path) -> list[Document]:
    """Return the documents of `folder/documents.jsonl`.

    Raises:
        BadEvaluationData: naming the file and the line.
    """
    return [_document(value, where) for value, where in _lines(folder / "documents.jsonl")]


def read_queries(folder: Path) -> list[LabelledQuery]:
    """Return the questions of `folder/queries.jsonl`.

    Raises:
        BadEvaluationData: naming the file and the line.
    """
    return [_query(value, where) for value, where in _lines(folder / "queries.jsonl")]


def _lines(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as failure:
        raise BadEvaluationData(f"{path} cannot be read: {failure}") from failure
    found = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            value = json.loads(line)
        except json.JSONDecodeError as failure:
            raise BadEvaluationData(f"{where}: not JSON ({failure.msg})") from failure
        if not isinstance(value, dict):
            raise BadEvaluationData(f"{where}: not an object")
        found = True
        yield value, where
    if not found:
        raise BadEvaluationData(f"{path} is empty")


def _document(value: dict[str, Any], where: str) -> Document:
    kind: Kind = "article" if value.get("kind") == "article" else "thread"
    title, body = _text(value, "title", where), _text(value, "body", where, default="")
    return Document(
        key=_text(value, "id", where),
        kind=kind,
        title=title,
        body=body,
        answer=_text(value, "answer", where, default=""),
        language=_text(value, "lang", where, default="") or language_of(f"{title} {body}"),
    )


def _query(value: dict[str, Any], where: str) -> LabelledQuery:
    relevant = value.get("relevant")
    if not isinstance(relevant, list) or not all(isinstance(key, str) for key in relevant):
        raise BadEvaluationData(f'{where}: "relevant" is not a list of ids')
    return LabelledQuery(_text(value, "text", where), frozenset(relevant))


def _text(value: dict[str, Any], name: str, where: str, default: str | None = None) -> str:
    found = value.get(name, default)
    if not isinstance(found, str):
        raise BadEvaluationData(f'{where}: "{name}" is not a text')
    return found
