"""Files that nobody vouches for: what is wrong is named, what is right goes in clean."""

import json
from pathlib import Path

import pytest
from flask import Flask

from forum.knowledge.models import ArticleStatus
from moderation.exchange.articles.frontmatter import FileError, dumped, joined, loaded, parted
from tests.factories import Factory
from tests.moderation.exchange.articles import counts, picture, runner, titled

GOOD = "title: {}\nlanguage: en\ncategory: hub\n"


def write(folder: Path, name: str, head: str = "", body: str = "Words.") -> None:
    """An article that is right but for ``head``, which comes first."""
    whole = head if "title:" in head else head + GOOD.format(name.partition(".")[0])
    (folder / name).write_text(f"---\n{whole}---\n\n{body}\n", encoding="utf-8")


def test_everything_that_cannot_be_taken_is_named(
    app: Flask, make: Factory, tmp_path: Path
) -> None:
    make.category("hub")
    make.category("secret")
    folder, outside = tmp_path / "in", tmp_path / "outside.png"
    folder.mkdir()
    outside.write_bytes(picture(20))
    (tmp_path / "real.md").write_text("---\ntitle: a\n---\nb")
    write(folder, "good.md", body="<script>alert(1)</script> [x](javascript:alert(1)) ![](no.png)")
    (folder / "none.md").write_text("# Only words\n")
    (folder / "list.md").write_text("---\n- a\n---\nb")
    (folder / "bytes.md").write_bytes(b"---\ntitle: \xff\n---\n")
    (folder / "broken.md").write_text("---\ntitle: [a\n---\nb")
    (folder / "deep.md").write_text(f"---\ntitle: {'[' * 5_000}\n---\nb")
    (folder / "link.md").symlink_to(tmp_path / "real.md")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "shot.png").symlink_to(outside)
    (folder / "fake.png").write_bytes(b"GIF89a" + b"x" * 50)
    write(folder, "alias.md", f"tags: &a [x]\ncontributors: *a\n{GOOD.format('t')}")
    write(folder, "twice.md", f"title: b\n{GOOD.format('t')}")
    write(folder, "long.md", GOOD.format("T" * 10_000))
    write(folder, "lines.md", GOOD.format('"a\\0b"'))
    write(folder, "half.md", GOOD.format('"a\\ud800b"'))
    write(folder, "types.md", "author: {a: b}\n")
    write(folder, "status.md", "status: public\n")
    write(folder, "when.md", "created: soon\n")
    write(folder, "ahead.md", "created: 2190-01-01\n")
    write(folder, "slug.md", "slug: ../../etc\n")
    write(folder, "nowhere.md", "title: n\nlanguage: en\ncategory: other/place\n")
    write(folder, "leak.md", "title: n\nlanguage: en\ncategory: secret\n")
    write(folder, "huge.md", body="x" * 32_001)
    write(folder, "empty.md", body="")
    write(folder, "up.md", body="![a](../outside.png)")
    write(folder, "up2.md", body="![a](%2e%2e/outside.png)")
    write(folder, "via.md", body="![a](shot.png)")
    write(folder, "fake.md", body="![a](fake.png)")
    write(folder, "round1.md", "translation_of: round2.md\n")
    write(folder, "round2.md", "translation_of: round1.md\n")
    write(folder, "self.md", "translation_of: self.md\n")
    write(folder, "tr.md", "translation_of: good.md\n")
    write(folder, "trtr.md", "translation_of: tr.md\n")
    write(folder, "lost.md", "translation_of: markdown:huge.md\n")
    write(folder, "key1.md", "key: same\n")
    write(folder, "key2.md", 'key: same\n"odd\\ud800": x\n')
    places = [{"slug": "secret", "audience": "staff", "name_en": "S"}]
    (folder / "categories.yaml").write_text(json.dumps(places))
    result = runner(app)("import", folder)
    assert result.exit_code == 1
    log = (app.config["THREADWELL"].instance / "import-articles.log").read_text()
    for expected in (
        "none.md: not taken: it does not begin with front matter",
        "list.md: not taken: its front matter is no mapping",
        "bytes.md: not taken: it is not UTF-8 (byte 11)",
        "broken.md: not taken: line ",
        "deep.md: not taken: its front matter is nested too deeply",
        "link.md: not taken: links are not followed",
        "linked: not taken: links are not followed",
        "alias.md: not taken: line 1 of its front matter: anchors and aliases are not read",
        "twice.md: not taken: line 1 of its front matter: a name stands there twice",
        "long.md: not taken: its title has 10,000 characters, at most 200 fit",
        "lines.md: not taken: its title holds signs that stand in no text",
        "half.md: not taken: ",
        "types.md: not taken: its author is not a line of text",
        "status.md: not taken: its status is 'public'",
        "when.md: not taken: its created is 'soon', not a date",
        "ahead.md: not taken: its created lies ahead",
        "slug.md: not taken: its slug '../../etc' is none",
        "nowhere.md: not taken: there is no category 'place'",
        "leak.md: not taken: the category 'secret' is for staff there and for everyone here",
        "huge.md: not taken: its text has 32,001 characters",
        "empty.md: not taken: it has no text",
        "up.md: not taken: its picture '../outside.png' leads out of the folder",
        "up2.md: not taken: its picture '%2e%2e/outside.png' leads out of the folder",
        "via.md: not taken: its picture 'shot.png' leads out of the folder",
        "fake.md: not taken: its picture 'fake.png':",
        "round1.md: not taken: 'markdown:round2.md', which it translates, is a translation itself",
        "round2.md: not taken: ",
        "self.md: not taken: 'markdown:self.md', which it translates, is a translation itself",
        "trtr.md: not taken: 'markdown:tr.md', which it translates, is a translation itself",
        "lost.md: not taken: what it translates, 'markdown:huge.md', is neither here nor taken",
        "key2.md: not taken: key1.md has the same key 'same'",
        "good.md: there is no picture 'no.png'",
    ):
        assert expected in log
    assert "3 taken" in result.output
    good = titled("good")
    assert (good.status, "<script" in good.html, "href" in good.html) == (
        ArticleStatus.DRAFT,
        False,
        False,
    )
    assert titled("tr").translation_of_id == good.id
    assert counts()[-1] == 0


@pytest.mark.parametrize(
    "words",
    ["no", "2024", "", "a: b # c", "- x", "'\"", "é\U0001f600\x85 ", " x ", "a\n---\nb\n", "\t"],
)
def test_words_come_back_as_they_were(words: str) -> None:
    head, body = parted(joined({"title": words, "tags": [words]}, "One\n\n---\n\ntwo"))
    assert (head, body) == ({"title": words, "tags": [words]}, "One\n\n---\n\ntwo")
    assert loaded(dumped([words])) == [words]


def test_too_much_front_matter_is_not_read() -> None:
    with pytest.raises(FileError, match="300,000"):
        parted(f"---\ntitle: {'x' * 300_000}\n---\n")
