"""What people must not be able to do by typing: every text of the collections, and bombs."""

import pytest

from forum.core import markup
from tests import hostile

DEEP = 5_000
ALLOWED_ADDRESSES = markup.SCHEMES | {""}


def flaws_of(html: str) -> list[str]:
    """What stands in stored HTML and is not on the list of the house."""
    flaws = []
    for tag, name, value in hostile.parts(hostile.fragment(html)):
        if tag == "DOCUMENT_FRAGMENT":
            continue
        if tag not in markup.TAGS:
            flaws.append(f"<{tag}>")
        elif name and name not in markup.ATTRIBUTES.get(tag, set()) | {"rel"}:
            flaws.append(f"<{tag} {name}>")
        elif name in {"href", "src"}:
            address = value.strip()
            if hostile.scheme_of(address) not in ALLOWED_ADDRESSES or address.startswith("//"):
                flaws.append(f"{name}={value}")
        elif name == "class" and not all(markup.CLASS.match(word) for word in value.split()):
            flaws.append(f"class={value}")
        elif name == "id" and not markup.ANCHOR.match(value):
            flaws.append(f"id={value}")
    return flaws


SHAPES = (
    "{}",
    "[a]({})",
    "[a](<{}>)",
    "![a]({})",
    "<{}>",
    "`{}`",
    "| a |\n|---|\n| {} |",
    "```{}\n```",
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("collection", ["xss", "naughty"])
def test_no_text_leaves_more_than_the_listed_tags(collection: str, shape: str) -> None:
    texts = getattr(hostile, collection)()
    if shape != "{}":
        texts = hostile.spread(texts, 600)
    wrong = {}
    for text in texts:
        flaws = flaws_of(markup.render(shape.format(text)).html)
        if flaws:
            wrong[text] = flaws
    assert not wrong


@pytest.mark.parametrize("collection", ["xss", "naughty"])
def test_the_cleaner_holds_even_without_the_markdown_before_it(collection: str) -> None:
    wrong = {}
    for text in getattr(hostile, collection)():
        flaws = flaws_of(markup.clean(text))
        if flaws:
            wrong[text] = flaws
    assert not wrong


def test_cleaning_twice_changes_nothing() -> None:
    for text in hostile.spread(hostile.xss(), 400):
        once = markup.render(text).html
        assert markup.clean(once) == once


BOMBS = {
    "deep quotes": ">" * DEEP + " down here",
    "deep lists": "\n".join("  " * depth + "- x" for depth in range(180)),
    "5,000 links": "[a](https://a.example/) " * (markup.SOURCE_MAX_CHARS // 24),
    "bare links": "https://a.example/ " * (markup.SOURCE_MAX_CHARS // 19),
    "10,000 mentions": "@a " * (markup.SOURCE_MAX_CHARS // 3),
    "unclosed code": "```python\n" + "x = [" * 6_000,
    "unclosed brackets": "[" * 30_000,
    "unclosed images": "![" * 15_000,
    "emphasis": "*a_ " * 8_000,
    "stars": "*" * 31_999,
    "backticks": "`" * 31_999,
    "tables": "|".join("a" for _ in range(2_000)) + "\n" + "|".join("-" for _ in range(2_000)),
    "entities": "&#x26;" * 5_000,
    "tags": "<a href=" * 3_900,
    "headings": "# a\n" * 7_900,
    "references": "[a]: /b\n" * 3_900 + "[a]",
}


@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_bombs_end_and_keep_their_caps(bomb: str) -> None:
    source = BOMBS[bomb][: markup.SOURCE_MAX_CHARS]
    rendered = markup.render(source, lambda word: (word, f"/u/{word}"))
    assert len(rendered.mentions) <= markup.MENTIONS_MAX
    assert flaws_of(rendered.html) == []
    assert len(rendered.html) <= markup.HTML_MAX_CHARS * 2


def test_more_than_the_cap_is_refused_before_anything_is_parsed() -> None:
    with pytest.raises(ValueError, match="SOURCE_MAX_CHARS"):
        markup.render("x" * (markup.SOURCE_MAX_CHARS + 1))
