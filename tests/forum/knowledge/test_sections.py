"""Headings get addresses, and an article falls into the parts between them."""

from forum.core.markup import ANCHOR, clean
from forum.knowledge.sections import contents, rendered, sections_of


def test_headings_get_addresses_that_survive_the_cleaner():
    html = rendered("## Reset the hub\n\nHold it.\n\n### On a Mac\n\nToo.")
    assert '<h2 id="s-reset-the-hub">' in html
    assert '<h3 id="s-on-a-mac">' in html
    assert clean(html) == html


def test_equal_headings_get_different_addresses():
    parts = contents(rendered("## Steps\n\na\n\n## Steps\n\nb\n\n## Steps 2\n\nc"))
    assert len({part.anchor for part in parts}) == 3


def test_russian_and_wordless_headings_get_addresses_too():
    parts = contents(rendered("## Сброс хаба\n\nа\n\n## ★\n\nб\n\n## " + "long " * 60 + "\n\nc"))
    assert parts[0].anchor == "s-sbros-khaba"
    assert all(ANCHOR.match(part.anchor) for part in parts)


def test_an_article_is_cut_at_its_second_level_headings():
    parts = sections_of(
        rendered("Lead.\n\n## One\n\nFirst.\n\n### Detail\n\nMore.\n\n## Two\n\nLast.")
    )
    assert [(part.heading, part.text) for part in parts] == [
        ("", "Lead."),
        ("One", "First.\nDetail\nMore."),
        ("Two", "Last."),
    ]


def test_an_article_without_headings_is_one_part():
    assert [part.text for part in sections_of(rendered("Only this."))] == ["Only this."]


def test_code_that_looks_like_a_heading_is_no_heading():
    assert contents(rendered("```\n<h2>no</h2>\n```")) == []


def test_headings_keep_their_code_and_signs():
    (part,) = contents(rendered("## Use `a < b` & *more*\n\nText."))
    assert part.heading == "Use a < b & more"
