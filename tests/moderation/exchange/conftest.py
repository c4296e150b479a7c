"""Tiny dumps for tests: a folder, and rows written as Stack Exchange writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from click.testing import Result
from flask import Flask

ROOTS = {"Posts": "posts", "Users": "users", "Comments": "comments", "PostLinks": "postlinks"}
LONG_AGO = "2015-01-27T20:09:32.720"


@dataclass(frozen=True)
class Dump:
    """A dump's folder and the means to fill it."""

    folder: Path

    def write(self, name: str, *rows: dict[str, object], raw: str = "") -> None:
        """Write one file of rows; ``raw`` stands after them as it is."""
        root = ROOTS.get(name, name.lower())
        lines = [
            f"  <row {' '.join(f'{key}={quoteattr(str(value))}' for key, value in row.items())} />"
            for row in rows
        ]
        text = "\n".join(["﻿<?xml version='1.0' encoding='utf-8'?>", f"<{root}>", *lines, raw])
        self.raw(name, f"{text}\n</{root}>\n")

    def raw(self, name: str, text: str) -> None:
        """Write one file as it is."""
        (self.folder / f"{name}.xml").write_bytes(text.encode("utf-8", "surrogatepass"))


def question(number: int, **fields: object) -> dict[str, object]:
    """A question's row."""
    return {
        "Id": number,
        "PostTypeId": 1,
        "CreationDate": LONG_AGO,
        "Score": 3,
        "ViewCount": 10,
        "Body": f"<p>Body of question {number}</p>",
        "OwnerUserId": 4,
        "Title": f"Question {number}?",
        "Tags": "<storage><whole-bean>",
    } | fields


def answer(number: int, parent: int, **fields: object) -> dict[str, object]:
    """An answer's row."""
    return {
        "Id": number,
        "PostTypeId": 2,
        "ParentId": parent,
        "CreationDate": "2015-01-28T08:00:00.000",
        "Score": 1,
        "Body": f"<p>Body of answer {number}</p>",
        "OwnerUserId": 8,
    } | fields


def comment(number: int, post: int, **fields: object) -> dict[str, object]:
    """A comment's row."""
    return {
        "Id": number,
        "PostId": post,
        "Score": 0,
        "Text": f"Comment {number} with `code`",
        "CreationDate": "2015-01-27T22:00:00.000",
        "UserId": 8,
    } | fields


@pytest.fixture
def dump(tmp_path: Path) -> Dump:
    """An empty folder to write a dump into."""
    folder = tmp_path / "dump"
    folder.mkdir()
    return Dump(folder)


@pytest.fixture
def run_import(app: Flask, dump: Dump) -> Callable[..., Result]:
    """The command as an operator runs it."""

    def run(folder: Path | None = None, category: str = "coffee") -> Result:
        arguments = ["import", "stackexchange", str(folder or dump.folder), "--category", category]
        result = app.test_cli_runner().invoke(args=arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
