"""HTML of another site becomes Markdown that says the same and can do no harm."""

import json
import re
import sys
from pathlib import Path

import pytest

from forum.core.markup import SOURCE_MAX_CHARS, render
from moderation.exchange.prose import CUT_NOTE, cut_title, from_html, from_markdown, title_from

HOSTILE = Path(__file__).resolve().parents[4] / "shared/data/hostile"


def shown(html: str) -> str:
    return render(from_html(html).source).html


def test_code_blocks_keep_their_lines_and_language() -> None:
    html = '<pre class="lang-py prettyprint-override"><code>if x:\n    y()\n</code></pre>'
    assert from_html(html).source == "```py\nif x:\n    y()\n```"


def test_a_fence_is_longer_than_any_inside_the_code() -> None:
    source = from_html("<pre><code>```\nnested\n```</code></pre>").source
    assert source.startswith("````\n")
    assert source.endswith("\n````")


def test_lists_links_quotes_and_tables_stay_what_they_are() -> None:
    html = (
        '<ul><li>one<ul><li>deep</li></ul></li></ul><ol start="3"><li>three</li></ol>'
        '<blockquote><p>said</p></blockquote><p><a href="https://a.example/b">link</a></p>'
        "<table><tr><th>a</th></tr><tr><td>1|2</td></tr></table>"
    )
    page = shown(html)
    for part in ("<ul>", "<li>deep</li>", '<ol start="3">', "<blockquote>", "<td>1|2</td>"):
        assert part in page
    assert '<a href="https://a.example/b"' in page


def test_pictures_become_links() -> None:
    source = from_html('<p><img src="https://i.example/a.png" alt="my cup"></p>').source
    assert source == "[my cup](https://i.example/a.png)"
    inside = from_html('<a href="https://i.example/big"><img src="https://i.example/a"></a>').source
    assert inside == "[image](https://i.example/big)"


def test_text_that_looks_like_markdown_stays_text() -> None:
    for text in ("1. no list", "# no heading", "a*b*c", "[x](y)", "&amp;lt;b&gt;", "`tick`", "- x"):
        page = shown(f"<p>{text}</p>")
        assert re.fullmatch(r"<p>[^<]*</p>\n?", page), page


def test_links_of_the_other_site_itself_and_scripts_lose_their_address() -> None:
    page = shown('<a href="/questions/1">old</a> <a href="javascript:alert(1)">bad</a>')
    assert "<a" not in page
    assert "old" in page


def test_a_link_cannot_break_out_of_its_brackets() -> None:
    page = shown('<a href="https://a.example/x) [y](https://b.example">z</a>')
    assert page.count("<a ") == 1


def test_scripts_leave_nothing_behind() -> None:
    assert from_html("<script>alert(1)</script><style>b{}</style>").source == ""


def test_long_texts_end_at_a_paragraph_and_say_so() -> None:
    prose = from_html("<p>" + "word " * 100 + "</p>\n" + ("<p>" + "word " * 100 + "</p>\n") * 150)
    assert prose.is_cut
    assert len(prose.source) <= SOURCE_MAX_CHARS
    assert prose.source.endswith(f"word\n\n{CUT_NOTE['en']}")


def test_a_cut_inside_code_closes_it() -> None:
    prose = from_html("<pre><code>" + "x = 1\n" * 9_000 + "</code></pre>")
    assert len(prose.source) <= SOURCE_MAX_CHARS
    assert f"\n```\n\n{CUT_NOTE['en']}" in prose.source


def test_a_russian_text_is_cut_in_russian() -> None:
    assert from_markdown("слово " * 9_000).source.endswith(CUT_NOTE["ru"])


def test_deeper_nesting_than_python_can_follow_keeps_the_words() -> None:
    depth = sys.getrecursionlimit() * 2
    html = "<blockquote>" * depth + "deep words" + "</blockquote>" * depth
    assert from_html(html).source == "deep words"


def test_titles_are_cut_at_a_word_or_made_of_the_first_words() -> None:
    assert cut_title("one two three", 9) == "one two…"
    assert title_from("**Grind** [finer](https://a.example) please", 200) == "Grind finer please"


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="../shared/data/hostile is not here")
def test_no_hostile_line_runs_or_breaks_the_conversion() -> None:
    lines = (HOSTILE / "xss.txt").read_text("utf-8", "replace").splitlines()
    lines += json.loads((HOSTILE / "naughty.json").read_text("utf-8"))
    allowed = re.compile(
        r"<(?!/?(?:p|a|em|strong|s|br|hr|h[2-6]|ul|ol|li|code|pre|blockquote|span|"
        r"div|table|thead|tbody|tr|t[hd])[ >])"
    )
    for line in lines:
        page = shown(line)
        assert not allowed.search(page), line
        assert not re.search(r'(?:href|src)="(?!https?:|mailto:)', page), line
