"""Markdown cut into blocks, each as it can stand in an article. Pure.

A paragraph, a whole list, a fence, a table stays in one piece.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forum.core.markup import NESTING_MAX_LEVELS

OWN_HEADING_LEVEL = 2  # Problem, Solution, …; headings inside posts begin one level below
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~!])")


@dataclass(frozen=True, slots=True)
class PostText:
    """A post as it stands at one revision; ``source`` is Markdown."""

    post_id: int
    revision: int
    source: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a post: ``words`` as it has them, ``text`` as they stand in the draft."""

    words: str
    text: str
    kind: str  # of its first token: "paragraph_open", "ordered_list_open", …; empty: a definition
    items: int = 0  # of a list


def paragraphs_of(source: str) -> list[str]:
    """The blocks of a text, in order; together they hold every word of it."""
    return [words for _line, words, _tokens in _cut(source, _parser.parse(_tidy(source)))]


def positions_of(lines: Sequence[int], source: str) -> list[int]:
    """For lines of a text, counted from 0, the number of the block that each belongs to."""
    starts = [line for line, _words, _tokens in _cut(source, _parser.parse(_tidy(source)))]
    return [max(0, bisect_right(starts, line) - 1) for line in lines]


def literal(text: str) -> str:
    """Plain words as Markdown that says just these words."""
    return _MEANS_SOMETHING.sub(r"\\\1", " ".join(text.split()))


def blocks_of(post: PostText, elsewhere: str) -> list[Block]:
    """The blocks of a post; what it defines as a link keeps its target beside ``elsewhere``."""
    source = _tidy(post.source)
    env: dict[str, dict[str, object]] = {}
    tokens = _parser.parse(source, env)
    labels = env.get("references", {})
    shared = [label for label in labels if re.search(_bracketed(label), elsewhere, re.I)]
    blocks = []
    for _line, words, inside in _cut(source, tokens):
        text = _fitted(words, inside)
        if not any(token.type in {"fence", "code_block"} for token in inside):
            for label in shared:
                text = _rename_reference(text, label, f"{label.lower()}-{post.post_id}")
        kind = inside[0].type if inside else ""
        items = sum(token.type == "list_item_open" and token.level == 1 for token in inside)
        blocks.append(Block(words, text, kind, items))
    return blocks


def _bracketed(label: str) -> str:
    words = r"\s+".join(re.escape(word) for word in label.split())
    return rf"\[\s*{words}\s*\]"


def _cut(source: str, tokens: Sequence[Token]) -> Iterator[tuple[int, str, Sequence[Token]]]:
    """Blocks of the first level: first line, words, tokens; link definitions leave no tokens."""
    lines = _tidy(source).split("\n")
    end = 0
    for position, token in enumerate(tokens):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        between = _without_blank_ends(lines[end : token.map[0]])
        if between:
            yield end, between, ()
        start, end = token.map
        yield start, _without_blank_ends(lines[start:end]), _inside(tokens, position)
    rest = _without_blank_ends(lines[end:])
    if rest:
        yield end, rest, ()


def _inside(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth <= 0:
            return tokens[start : position + 1]
    return tokens[start:]


def _fitted(words: str, inside: Sequence[Token]) -> str:
    """The block as it can stand among others: below our headings, every fence closed."""
    first = inside[0] if inside else None
    if first is not None and first.type == "heading_open":
        level = min(6, max(OWN_HEADING_LEVEL + 1, int(first.tag[1]) + 1))
        content = " ".join(inside[1].content.split())
        return f"{'#' * level} {content}{' #' if content.endswith('#') else ''}"
    if first is not None and first.type == "fence":
        lines = words.split("\n")
        mark, length = re.escape(first.markup[0]), len(first.markup)
        closed = len(lines) > 1 and re.fullmatch(rf" {{0,3}}{mark}{{{length},}}[ \t]*", lines[-1])
        return words if closed else f"{words}\n{first.markup}"
    return words


def _rename_reference(text: str, label: str, new: str) -> str:
    """Let ``[words][label]`` keep its own target where another post has the label in brackets."""
    named = _bracketed(label)

    def outside_code(words: str) -> str:
        words = re.sub(rf"(?im)^( {{0,3}}){named}:", lambda m: f"{m[1]}[{new}]:", words)
        words = re.sub(rf"(?i)\]{named}", lambda _m: f"][{new}]", words)
        alone = rf"(?i)(?<!\])({named})(?:\[\]|(?![\[(:]))"
        return re.sub(alone, lambda m: f"{m[1]}[{new}]", words)

    pieces: list[str] = []
    end = 0
    for code in _CODE_SPAN.finditer(text):
        pieces += [outside_code(text[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*pieces, outside_code(text[end:])])


def _tidy(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _without_blank_ends(lines: Sequence[str]) -> str:
    return (
        re.sub(r"^(?:[ \t]*\n)+|\s+$", "", "\n".join(lines)) if any(map(str.strip, lines)) else ""
    )


_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING_MAX_LEVELS})
_parser.enable(["table", "strikethrough"])
