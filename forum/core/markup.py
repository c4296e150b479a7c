"""Markdown to clean HTML, once, at writing. What readers get is stored; nothing is trusted twice.

markdown-it-py renders with HTML off, bleach cleans, nh3 cleans again (bleach lets ``//host`` and
digit-only schemes through). Both cleaners are slow on hostile input, so lengths are capped before.
"""

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from html import escape
from typing import Any

import bleach
import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from forum.core import picture_urls

MARKUP_VERSION = 2  # rises when the same source would render differently
SOURCE_MAX_CHARS = 32_000  # cleaning is quadratic on hostile input; 32,000 stay under a second
HTML_MAX_CHARS = 400_000  # what 32,000 honest characters never reach, even highlighted
NESTING_MAX_LEVELS = 50  # a list item is two levels; nobody reads 25 quotes deep
MENTIONS_MAX = 20  # more than this is a shout, and each costs a look-up
LINKS_MAX = 100  # beyond this bare addresses stay text

BLOCK_TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
INLINE_TAGS = frozenset(["em", "strong", "s", "a", "img", "span", "kbd", "sup", "sub"])
TAGS = BLOCK_TAGS | INLINE_TAGS
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "ol": {"start"},
    "code": {"class"},
    "div": {"class"},
    "span": {"class"},
    "th": {"class"},
    "td": {"class"},
    "h2": {"id"},
    "h3": {"id"},
}
SCHEMES = frozenset({"http", "https", "mailto"})
CLASS = re.compile(r"^(?:hl-[a-z0-9]{1,6}|highlight|mention|image|align-(?:left|right|center))$")
ANCHOR = re.compile(r"^s-[\w-]{1,80}$")
_BARE_LINK = re.compile(r"https?://[^\s<>\"'`]{1,2000}[^\s<>\"'`.,;:!?)\]»”]")
_IMAGE = re.compile(r"""<img\b(?:[^>"]|"[^"]*")*>""")
_ALT = re.compile(r'\balt="([^"]*)"')
_MENTION = re.compile(r"(?<![\w/@.])@([^\W_](?:[\w.\-]{0,38}[^\W_])?)")

MentionResolver = Callable[[str], "tuple[str, str] | None"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Clean HTML and whom the text mentions (the words after each ``@`` that named somebody)."""

    html: str
    mentions: tuple[str, ...]


def render(source: str, mention: MentionResolver | None = None) -> Rendered:
    """Turn Markdown into the HTML that is stored and shown.

    Args:
        source: at most ``SOURCE_MAX_CHARS`` characters; forms refuse longer ones.
        mention: gives ``(name, url)`` for the word after an ``@``, or None.

    Raises:
        ValueError: the source is longer than the cap.
    """
    if len(source) > SOURCE_MAX_CHARS:
        raise ValueError("markup source is longer than SOURCE_MAX_CHARS")
    mentioned: list[str] = []
    env = {"mention": mention, "mentioned": mentioned}
    return Rendered(clean(_markdown.render(source, env)), tuple(mentioned))


def clean(html: str) -> str:
    """Keep only the tags, attributes and schemes of the list; safe on any input."""
    once = bleach.clean(
        html[:HTML_MAX_CHARS],
        tags=TAGS,
        attributes={tag: sorted(names) for tag, names in ATTRIBUTES.items()},
        protocols=SCHEMES,
        strip=True,
    )
    return nh3.clean(
        once,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_filter_attribute,
        url_schemes=set(SCHEMES),
        link_rel="nofollow ugc noopener",
        strip_comments=True,
    )


def plain_text(html: str) -> str:
    """The words of stored HTML, for excerpts, mails and the index."""
    told = _IMAGE.sub(_words_of_image, html)
    spaced = re.sub(r"</(?:p|li|h[2-6]|pre|blockquote|tr|div)>|<br ?/?>", "\n", told)
    bare = nh3.clean(spaced, tags=set(), strip_comments=True)
    text = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
    text = text.replace("&quot;", '"').replace("&#39;", "'").replace("&amp;", "&")
    return re.sub(r"\n{2,}", "\n", re.sub(r"[ \t]+", " ", text)).strip()


def _words_of_image(image: re.Match[str]) -> str:
    alt = _ALT.search(image.group())
    return f" {alt[1]} " if alt else " "


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [word for word in value.split() if CLASS.match(word)]
        return " ".join(kept) or None
    if name == "id":
        return value if ANCHOR.match(value) else None
    if tag == "img" and name != "alt" and name != "title":
        return _filter_image(name, value)
    if name == "href":
        address = value.strip()
        local = address.startswith(("/", "#")) and not address.startswith(("//", "/\\"))
        known = address.lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))
        return address if local or known else None
    return value


def _filter_image(name: str, value: str) -> str | None:
    """Only our own pictures are shown; their size keeps the page from jumping."""
    if name == "src":
        return value if picture_urls.of_path(value) else None
    if name == "loading":
        return value if value == "lazy" else None
    return value if re.fullmatch(r"[1-9]\d{0,4}", value) else None


def _fence(
    renderer: RendererHTML, tokens: list[Token], position: int, options: object, env: object
) -> str:
    token = tokens[position]
    language = token.info.strip().split(" ")[0].lower()[:30]
    try:
        lexer = get_lexer_by_name(language) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        return f"<pre><code>{escape(token.content)}</code></pre>\n"
    body = highlight(token.content, lexer, HtmlFormatter(nowrap=True, classprefix="hl-"))
    return f'<pre><code class="highlight">{body}</code></pre>\n'


def _demote_headings(state: StateCore) -> None:
    """A post sits below the page's h1: its own headings begin at h2 and end at h6."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, max(2, int(token.tag[1]) + (token.tag == 'h1')))}"
        if token.type in {"th_open", "td_open"}:
            style = str(token.attrs.pop("style", ""))
            if style:
                token.attrs["class"] = f"align-{style.rsplit(':', 1)[-1]}"


def _link_words(state: StateCore) -> None:
    """Make links of bare addresses and of ``@names``, outside code and other links."""
    links = 0
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        children: list[Token] = []
        inside_link = 0
        for token in block.children:
            inside_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "image":
                children += _image(token, bool(inside_link))
                continue
            if token.type != "text" or inside_link or links >= LINKS_MAX:
                children.append(token)
                continue
            pieces = _split_links(token.content, state.env)
            links += sum(piece.type == "link_open" for piece in pieces)
            children.extend(pieces)
        block.children = children


def _image(token: Token, inside_link: bool) -> list[Token]:
    """Our own pictures, small, leading to the whole ones; those elsewhere become links.

    An image of another host would tell that host who reads here.
    """
    href = str(token.attrs["src"])
    url = picture_urls.of_path(href)
    if url is None:
        return _link(href, token.content or href) if not inside_link else _text(token.content)
    width, height = url.drawn_size
    token.attrs |= {"src": url.shown_path, "width": width, "height": height, "loading": "lazy"}
    return [token] if inside_link else _around([token], url.whole_path, "image")


def _split_links(text: str, env: MutableMapping[str, Any]) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for found in _BARE_LINK.finditer(text):
        pieces += _split_mentions(text[end : found.start()], env)
        pieces += _link(found.group(), found.group())
        end = found.end()
    return pieces + _split_mentions(text[end:], env)


def _split_mentions(text: str, env: MutableMapping[str, Any]) -> list[Token]:
    resolve: MentionResolver | None = env.get("mention")
    mentioned: list[str] = env.setdefault("mentioned", [])
    pieces: list[Token] = []
    end = 0
    for found in _MENTION.finditer(text) if resolve else ():
        if len(mentioned) >= MENTIONS_MAX:
            break
        known = resolve(found.group(1)) if resolve else None
        if known is None:
            continue
        name, url = known
        mentioned.append(name)
        pieces += _text(text[end : found.start()]) + _link(url, f"@{name}", "mention")
        end = found.end()
    return pieces + _text(text[end:])


def _text(content: str) -> list[Token]:
    return [Token("text", "", 0, content=content)] if content else []


def _link(href: str, text: str, kind: str = "") -> list[Token]:
    return _around([Token("text", "", 0, content=text)], href, kind)


def _around(inside: list[Token], href: str, kind: str) -> list[Token]:
    attributes: dict[str, str | int | float] = {"href": href}
    if kind:
        attributes["class"] = kind
    return [Token("link_open", "a", 1, attrs=attributes), *inside, Token("link_close", "a", -1)]


def _build() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING_MAX_LEVELS})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("headings", _demote_headings)
    parser.core.ruler.push("link_words", _link_words)
    parser.add_render_rule("fence", _fence)
    return parser


_markdown = _build()
