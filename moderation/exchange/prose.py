"""HTML of another site as Markdown of ours: code, lists, links and tables kept, the rest as text.

nh3 goes first: it repairs what is not well-formed and drops what only runs, so the converter
meets a short list of tags. What comes out is rendered and cleaned again like everything typed here.
"""

import re
from dataclasses import dataclass
from typing import Any

import nh3
from markdownify import MarkdownConverter

from forum.core.markup import BLOCK_TAGS, SOURCE_MAX_CHARS, plain_text
from search.text import language_of

HTML_MAX_CHARS = 100_000  # three times what is kept as Markdown; lists convert in quadratic time
CUT_NOTE = {
    "en": "*Shortened when it was imported: the original goes on here.*",
    "ru": "*Сокращено при переносе: в оригинале здесь есть продолжение.*",
}
_KEPT_TAGS = set(
    BLOCK_TAGS | {"h1", "em", "i", "strong", "b", "s", "del", "strike", "a", "img", "kbd"}
)
_DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg"}
_KEPT_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "pre": {"class"}}
_LANGUAGE = re.compile(r"\blang-([a-z0-9+#-]{1,20})\b")
_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,31};)|~(?=~)")
_LINE_START = re.compile(r"(?m)^([ \t]*)(#{1,6}(?=\s)|[+\-](?=\s)|>|={3,}|-{3,}|\d{1,9}(?=[.)]\s))")
_FENCE = re.compile(r"(?m)^ {0,3}(`{3,}|~{3,})")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of at most ``SOURCE_MAX_CHARS``, and whether the end is missing."""

    source: str
    is_cut: bool


def from_html(html: str) -> Prose:
    """Markdown for a body of another site; empty when nothing of it can be shown."""
    shortened = html[:HTML_MAX_CHARS]
    repaired = nh3.clean(
        shortened,
        tags=set(_KEPT_TAGS),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_KEPT_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",  # it led to a page of the other site
        link_rel=None,
    )
    try:
        source = _Converter(bullets="-", heading_style="atx", autolinks=False).convert(
            f"<div>{repaired}</div>"  # without a tag the parser asks whether it is a file name
        )
    except RecursionError:  # thousands of quotes in quotes: the words are all that can be saved
        source = _escape(plain_text(repaired))
    source = _BLANK_LINES.sub("\n\n", source).strip()
    return shorten(source, is_cut=len(html) > HTML_MAX_CHARS)


def from_markdown(text: str) -> Prose:
    """Markdown of another site, as it is."""
    return shorten(text.replace("\r\n", "\n").strip(), is_cut=False)


def shorten(source: str, is_cut: bool = False) -> Prose:
    """Cut at the end of a paragraph where the text is too long, and say so in a closing line."""
    if len(source) <= SOURCE_MAX_CHARS and not is_cut:
        return Prose(source, False)
    note = CUT_NOTE[language_of(source) or "en"]
    room = SOURCE_MAX_CHARS - len(note) - 20  # two blank lines and a closing fence
    kept = source[:room]
    if len(source) > room:
        paragraph = kept.rfind("\n\n")
        word = kept.rfind(" ")
        kept = kept[: next((place for place in (paragraph, word) if place > room // 2), room)]
    fence = _open_fence(kept)
    closed = f"{kept.rstrip()}\n{fence}" if fence else kept.rstrip()
    return Prose(f"{closed}\n\n{note}", True)


def title_from(source: str, max_chars: int) -> str:
    """The first words of a text, for a question that came without a title."""
    plain = re.sub(r"\]\([^)]*\)|[#>*_`~\[\]\\]+", "", source)
    words = " ".join(plain.split())
    return cut_title(words, max_chars)


def cut_title(title: str, max_chars: int) -> str:
    """A title no longer than the column, cut at a word."""
    if len(title) <= max_chars:
        return title
    kept = title[: max_chars - 1]
    return f"{kept.rsplit(' ', 1)[0] or kept}…"


class _Converter(MarkdownConverter):
    """markdownify, with our links for pictures, longer fences and fewer needless backslashes."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Keep what only looks like Markdown from becoming it."""
        escaped = _escape(text) if text else ""
        return escaped.replace("|", r"\|") if "table" in parent_tags else escaped

    def convert_img(self, element: Any, _text: str, parent_tags: set[str]) -> str:
        """A link to the picture: nobody's browser should tell another host what is read here."""
        words = _escape(" ".join((element.get("alt") or "").split()))
        address = element.get("src")
        if not address:
            return words
        words = words or "image"
        if "a" in parent_tags or "_noformat" in parent_tags:
            return words
        return f"[{words}]({_target(address)})"

    def convert_a(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """A link whose address cannot break out of its brackets."""
        words = " ".join(text.split())
        address = element.get("href")
        if not words or not address or "_noformat" in parent_tags:
            return text
        if re.sub(r"\\(.)", r"\1", words) == address and not re.search(r"[\s<>]", address):
            return text.replace(words, f"<{address}>")
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        return f"{before}[{words}]({_target(address)}){after}"

    def convert_pre(self, element: Any, text: str, **_context: Any) -> str:
        """A fenced block, with a fence longer than any inside it."""
        if not text.strip():
            return ""
        inside = max((len(run) for run in re.findall("`{3,}", text)), default=2)
        fence = "`" * (inside + 1)
        classes = element.get("class") or []
        language = _LANGUAGE.search(" ".join(classes if isinstance(classes, list) else [classes]))
        body = text.strip("\n")
        return f"\n\n{fence}{language.group(1) if language else ''}\n{body}\n{fence}\n\n"

    def convert_strike(self, _element: Any, text: str, **_context: Any) -> str:
        """The old name of ``s``."""
        struck = text.strip()
        return f"~~{struck}~~" if struck else text


def _escape(text: str) -> str:
    marked = _SPECIAL.sub(lambda found: f"\\{found.group()}", text)
    return _LINE_START.sub(_escape_start, marked)


def _escape_start(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _target(address: str) -> str:
    return re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found.group()):02X}", address.strip())


def _open_fence(text: str) -> str:
    """The fence that is still open at the end of the text, or nothing."""
    fence = ""
    for found in _FENCE.finditer(text):
        run = found.group(1)
        if not fence:
            fence = run
        elif run[0] == fence[0] and len(run) >= len(fence):
            fence = ""
    return fence
