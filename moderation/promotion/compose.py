"""A draft from the words of a thread. Pure: texts in, text out, nothing lost on the way.

Every block of Markdown (a paragraph, a whole list, a fence, a table) stays in one piece and keeps
the post and revision it came from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forum.core.markup import NESTING_MAX_LEVELS, SOURCE_MAX_CHARS

OWN_HEADING_LEVEL = 2  # Problem, Solution, …; headings inside posts begin one level below
SEPARATOR = "***"  # keeps two answers' lists from becoming one
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PostText:
    """A post as it stands at one revision; ``source`` is Markdown."""

    post_id: int
    revision: int
    source: str


@dataclass(frozen=True, slots=True)
class ThreadText:
    """A resolved thread: what was asked, what solved it, what else helped, best first."""

    title: str
    question: PostText
    solution: PostText
    others: Sequence[PostText] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """The names of the parts, in the thread's language."""

    problem: str = "Problem"
    solution: str = "Solution"
    also: str = "Also worked"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block in the very words of a post's revision."""

    text: str
    post_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft and where each of its paragraphs came from.

    ``left_out`` are posts that would have made it longer than an article may be.
    """

    title: str
    source: str
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    words: str  # as in the post
    text: str  # as in the draft


class TextTooLongError(ValueError):
    """Question and solution alone are longer than an article may be."""


def compose(thread: ThreadText, headings: Headings, max_chars: int = SOURCE_MAX_CHARS) -> DraftText:
    """Put the parts together.

    Raises:
        TextTooLongError: question and solution do not fit into ``max_chars``.
    """
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    left_out: list[int] = []
    posts = [thread.question, thread.solution, *thread.others]

    def add(post: PostText, lead: str) -> bool:
        elsewhere = "\n\n".join(other.source for other in posts if other is not post)
        blocks = _blocks(post, elsewhere)
        wanted = [lead, *(block.text for block in blocks)]
        if len("\n\n".join([*parts, *wanted])) > max_chars:
            return False
        parts.extend(wanted)
        paragraphs.extend(Paragraph(block.words, post.post_id, post.revision) for block in blocks)
        return True

    if not add(thread.question, _heading(headings.problem)):
        raise TextTooLongError
    if not add(thread.solution, _heading(headings.solution)):
        raise TextTooLongError
    lead = _heading(headings.also)
    for other in thread.others:
        if add(other, lead):
            lead = SEPARATOR
        else:
            left_out.append(other.post_id)
    return DraftText(thread.title, "\n\n".join(parts), tuple(paragraphs), tuple(left_out))


def paragraphs_of(source: str) -> list[str]:
    """The blocks of a text, in order; together they hold every word of it."""
    return [words for words, _tokens in _cut(source, _parser.parse(_tidy(source)))]


def _blocks(post: PostText, elsewhere: str) -> list[_Block]:
    source = _tidy(post.source)
    env: dict[str, dict[str, object]] = {}
    tokens = _parser.parse(source, env)
    labels = env.get("references", {})
    shared = [label for label in labels if re.search(_bracketed(label), elsewhere, re.I)]
    blocks = []
    for words, inside in _cut(source, tokens):
        text = _fitted(words, inside)
        if not any(token.type in {"fence", "code_block"} for token in inside):
            for label in shared:
                text = _rename_reference(text, label, f"{label.lower()}-{post.post_id}")
        blocks.append(_Block(words, text))
    return blocks


def _bracketed(label: str) -> str:
    words = r"\s+".join(re.escape(word) for word in label.split())
    return rf"\[\s*{words}\s*\]"


def _cut(source: str, tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """Blocks of the first level with their tokens; link definitions, which leave none, too."""
    lines = _tidy(source).split("\n")
    end = 0
    for position, token in enumerate(tokens):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        between = _without_blank_ends(lines[end : token.map[0]])
        if between:
            yield between, ()
        start, end = token.map
        yield _without_blank_ends(lines[start:end]), _inside(tokens, position)
    rest = _without_blank_ends(lines[end:])
    if rest:
        yield rest, ()


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


def _heading(text: str) -> str:
    return f"{'#' * OWN_HEADING_LEVEL} {text}"


def _tidy(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _without_blank_ends(lines: Sequence[str]) -> str:
    return (
        re.sub(r"^(?:[ \t]*\n)+|\s+$", "", "\n".join(lines)) if any(map(str.strip, lines)) else ""
    )


_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING_MAX_LEVELS})
_parser.enable(["table", "strikethrough"])
