"""YAML between two lines of ``---`` above a text: what it says as plain words, and how it is set.

Every value is read as the words that stand there: ``no`` is no "false", ``2024`` no number, and
nothing is ever built from a tag. Anchors are refused: a text needs none, and they are how a few
lines become gigabytes or contain themselves.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

HEAD_MAX_CHARS = 300_000  # a text of 32,000 and where each paragraph of it came from
LINE_CHARS = 1_000_000  # nothing is folded: a line of words stays one
_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class FileError(ValueError):
    """A file that cannot be taken; its text is the reason."""


def parted(text: str) -> tuple[dict[str, Any], str]:
    """What stands above a text, and the text.

    Raises:
        FileError: nothing stands above it, or it is not a mapping we read.
    """
    found = _HEAD.match(text)
    if found is None:
        raise FileError("it does not begin with front matter between two lines of ---")
    head = loaded(found[1])
    if not isinstance(head, dict):
        raise FileError("its front matter is no mapping of names to values")
    return head, text[found.end() :].strip("\n")


def loaded(text: str) -> Any:
    """Words, lists and mappings of what is written as YAML; raises FileError."""
    if len(text) > HEAD_MAX_CHARS:
        raise FileError(f"more than {HEAD_MAX_CHARS:,} characters of front matter")
    try:
        return yaml.load(text, Loader=_Words)  # noqa: S506 (builds words, lists and mappings only)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FileError(f"line {line} of its front matter: {error.problem}") from None
    except yaml.YAMLError:
        raise FileError("its front matter holds signs that YAML does not allow") from None
    except RecursionError:
        raise FileError("its front matter is nested too deeply") from None


def joined(head: Mapping[str, Any], text: str) -> str:
    """A text with what stands above it."""
    return f"---\n{dumped(dict(head))}---\n\n{text.strip(chr(10))}\n"


def dumped(value: Any) -> str:
    """The same as YAML that every reader understands alike."""
    return str(
        yaml.dump(value, Dumper=_Setter, allow_unicode=True, sort_keys=False, width=LINE_CHARS)
    )


class _Words(yaml.BaseLoader):  # type: ignore[misc]  # it has no types
    """Reads scalars as words; without anchors, and without a name given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if getattr(event, "anchor", None) is not None:
            raise yaml.composer.ComposerError(
                None, None, "anchors and aliases are not read", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        names = [key.value for key, _value in node.value]
        if any(not isinstance(key, yaml.ScalarNode) for key, _value in node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a name that is no word", node.start_mark
            )
        if len(set(names)) < len(names):
            raise yaml.constructor.ConstructorError(
                None, None, "a name stands there twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


class _Setter(yaml.SafeDumper):  # type: ignore[misc]
    """Writes words of several lines as they are read, and no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _set_words(setter: _Setter, words: str) -> yaml.Node:
    return setter.represent_scalar(
        "tag:yaml.org,2002:str", words, style="|" if "\n" in words else None
    )


_Setter.add_representer(str, _set_words)
