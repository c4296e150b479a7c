"""A draft holds every word of the thread, in well-formed Markdown, with its provenance."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core import markup
from moderation.promotion.blocks import PostText, paragraphs_of
from moderation.promotion.compose import Headings, TextTooLongError, ThreadText, compose

HEADINGS = Headings()


def draft(question="It blinks.", solution="Restart it.", *others, max_chars=32_000):
    thread = ThreadText(
        "The hub blinks",
        PostText(1, 1, question),
        PostText(2, 3, solution),
        [PostText(number, 1, text) for number, text in enumerate(others, 3)],
    )
    return compose(thread, HEADINGS, max_chars)


def words(source):
    return markup.plain_text(markup.render(source).html).split()


def test_the_parts_stand_under_their_headings():
    assert draft("It blinks.", "Restart it.", "Pull the plug.").source == (
        "## Problem\n\nIt blinks.\n\n## Solution\n\nRestart it.\n\n## Also worked\n\nPull the plug."
    )


def test_without_other_answers_there_is_no_third_part():
    assert "Also worked" not in draft().source


def test_every_paragraph_knows_its_post_and_revision():
    made = draft("One.\n\nTwo.", "Three.", "Four.")
    assert [(p.text, p.post_id, p.revision) for p in made.paragraphs] == [
        ("One.", 1, 1),
        ("Two.", 1, 1),
        ("Three.", 2, 3),
        ("Four.", 3, 1),
    ]


@pytest.mark.parametrize(
    "block",
    [
        "```python\na = 1\n\n\nb = 2\n```",
        "~~~\none\n\n```\ntwo\n~~~",
        "1. First\n\n   with a second paragraph\n\n2. Second\n   ```\n   code\n   ```",
        "- a\n  - b\n\n    c\n- d",
        "| Router | Where |\n|---|---|\n| A | B |",
        "> quoted\n>\n> twice",
        "    indented code\n\n    goes on",
    ],
)
def test_fences_lists_tables_and_quotes_stay_in_one_piece(block):
    assert block in paragraphs_of(f"Before.\n\n{block}\n\nAfter.")
    assert block in draft(solution=f"Before.\n\n{block}\n\nAfter.").source


def test_a_fence_left_open_does_not_swallow_the_next_part():
    made = draft("```\nlog line", "Restart it.")
    assert "## Solution" not in markup.plain_text(markup.render(made.source).html)
    assert made.paragraphs[0].text == "```\nlog line"


def test_headings_inside_posts_go_below_ours():
    source = draft("# Big\n\nBig too\n===\n\n##### Small", "Restart.").source
    assert "\n### Big\n" in source
    assert "\n### Big too\n" in source
    assert "\n###### Small\n" in source


def test_two_answers_lists_stay_two_lists():
    html = markup.render(draft("Q", "S", "1. a\n2. b", "1. c\n2. d").source).html
    assert html.count("<ol>") == 2


def test_link_definitions_are_kept_and_do_not_clash():
    made = draft(
        "See [here][1].\n\n[1]: https://a.example/x", "Or [there][1].\n\n[1]: https://b.example/y"
    )
    html = markup.render(made.source).html
    assert 'href="https://a.example/x"' in html
    assert 'href="https://b.example/y"' in html
    assert made.paragraphs[-1].text == "[1]: https://b.example/y"


def test_windows_line_ends_make_no_difference():
    assert paragraphs_of("One.\r\n\r\nTwo.") == ["One.", "Two."]


def test_what_does_not_fit_is_left_out_by_name():
    made = draft("Q", "S", "long " * 50, "short", max_chars=120)
    assert made.left_out == (3,)
    assert "short" in made.source


def test_question_and_solution_must_fit():
    with pytest.raises(TextTooLongError):
        draft("x" * 100, "y" * 100, max_chars=150)


BLOCKS = st.sampled_from(
    [
        "Plain words",
        "- one\n- two",
        "1. one\n\n   more\n2. two",
        "```sh\nls -l\n\npwd\n```",
        "```\nnever closed",
        "> a quote\nlazy",
        "# A heading",
        "Set ext\n---",
        "| a | b |\n|---|---|\n| c | d |",
        "    code\n\n    more",
        "***",
        "[ref]: https://example.com/a",
        "see [ref] and `[ref]`",
        "",
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(BLOCKS, min_size=1, max_size=6)), min_size=2, max_size=4))
def test_no_word_of_any_post_is_lost(posts):
    texts = ["\n\n".join(blocks) for (blocks,) in posts]
    made = draft(*texts)
    got = iter(words(made.source))
    for text in texts:
        for word in words(text):
            assert word in got, f"{word!r} is missing from {made.source!r}"


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_paragraphs_are_passages_of_their_post(blocks):
    source = "\n\n".join(blocks)
    assert all(paragraph in source for paragraph in paragraphs_of(source))
    assert "".join("".join(paragraphs_of(source)).split()) == "".join(source.split())
