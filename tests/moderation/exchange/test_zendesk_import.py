"""Zendesk Guide: pages of its Help Center API become articles, translations and categories."""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db
from forum.knowledge.models import Article, ArticleStatus
from tests.factories import Factory
from tests.moderation.exchange.articles import counts, runner, titled

HTML = """<h2>First</h2><p>Press <strong>OK</strong> &amp; wait.</p><script>alert(1)</script>
<ol><li>One</li><li>Two</li></ol><p><img src="https://a.example/x.png" alt="shot" onerror="x()">
<a href="javascript:alert(1)">bad</a> <a href="/hc/en-us/articles/2">other</a></p>"""


def row(number: int, **fields: Any) -> dict[str, Any]:
    """An article as the API answers it."""
    return {
        "id": number,
        "title": f"Article {number}",
        "body": HTML,
        "locale": "en-us",
        "source_locale": "en-us",
        "section_id": 10,
        "draft": False,
        "author_id": 4,
        "created_at": "2020-01-02T03:04:05Z",
        "updated_at": "2021-01-02T03:04:05Z",
        "label_names": ["Wi-Fi", "hub"],
        "user_segment_id": None,
    } | fields


def write(folder: Path, name: str, **lists: object) -> None:
    """One page of an export."""
    (folder / f"{name}.json").write_text(json.dumps({"count": 1, "next_page": None, **lists}))


def test_pages_become_articles_once(
    app: Flask, make: Factory, client: FlaskClient, tmp_path: Path
) -> None:
    run = runner(app)
    write(
        tmp_path,
        "1",
        articles=[row(1), row(2, draft=True), row(3, user_segment_id=77, section_id=99)],
        users=[{"id": 4, "name": "Olive Ops", "created_at": "2019-01-01T00:00:00Z"}],
    )
    write(
        tmp_path,
        "2",
        articles=[
            row(1, locale="ru", title="Статья 1", body="<p>Нажмите.</p>"),
            row(5, locale="de"),
        ],
        translations=[
            row(9, source_id=2, source_type="Article", locale="ru", title="Статья 2", draft=True),
            row(8, source_id=404, source_type="Article", locale="ru"),
        ],
        sections=[
            {"id": 10, "name": "Setting up", "category_id": 1, "locale": "en-us"},
            {"id": 10, "name": "Настройка", "category_id": 1, "locale": "ru"},
            {"id": 11, "name": "Setting up", "category_id": 2, "locale": "en-us"},
        ],
        categories=[{"id": 1, "name": "Hub"}, {"id": 2, "name": "Lamps"}],
    )
    assert (
        "1.json 1 en: new, published"
        in run("import", tmp_path, "--category", "help", "--dry-run").output
    )
    assert counts() == [0] * len(counts())
    result = run("import", tmp_path, "--category", "help")
    assert result.exit_code == 1  # two are named
    assert "5 taken" in result.output
    assert "2.json 5 de: not taken: its locale is 'de'" in result.output
    assert "2.json 404: not taken: the article it translates is in no file" in result.output
    assert "1.json 3 en: not everybody could read it there: it became a draft" in result.output

    first, translated = titled("Article 1"), titled("Статья 1")
    assert first.source.startswith("## First\n\nPress **OK** & wait.\n\n1. One\n2. Two\n\n[shot](")
    assert "alert" not in first.html
    assert (translated.translation_of_id, translated.language) == (first.id, "ru")
    assert titled("Статья 2").translation_of_id == titled("Article 2").id
    assert {titled(f"Article {n}").status for n in (2, 3)} == {ArticleStatus.DRAFT}
    place = db.session.get_one(Category, first.category_id)
    assert (place.slug, place.name_en, place.name_ru) == (
        "help-setting-up",
        "Setting up",
        "Настройка",
    )
    assert db.session.get_one(Category, titled("Article 3").category_id).slug == "help"
    assert db.session.get_one(User, first.author_id).name == "Olive Ops"
    assert client.get(f"/kb/{first.id}/{first.slug}").status_code == 200
    assert client.get(f"/kb/{titled('Article 3').id}").status_code == 404

    before = counts()
    assert "5 unchanged" in run("import", tmp_path, "--category", "help").output
    assert counts() == before


def test_two_hundred_sections_below_what_is_for_staff_stay_for_staff(
    app: Flask, make: Factory, tmp_path: Path
) -> None:
    make.category("team", audience="staff")
    write(
        tmp_path,
        "all",
        articles=[row(n, section_id=n, title="T" * 10_000, body="<p>x</p>") for n in range(1, 4)],
        sections=[{"id": n, "name": "Same name"} for n in range(1, 201)],
    )
    result = runner(app)("import", tmp_path / "all.json", "--category", "team")
    assert (result.exit_code, "3 taken" in result.output) == (0, True)
    make.category("team-open")
    write(tmp_path, "b", articles=[row(9, section_id=9)], sections=[{"id": 9, "name": "Open"}])
    refused = runner(app)("import", tmp_path / "b.json", "--category", "team")
    assert "'team-open' is for staff there and for everyone here" in refused.output
    used = select(Category.audience).join(Article, Article.category_id == Category.id).distinct()
    assert [str(one) for one in db.session.scalars(used)] == ["staff"]
    assert db.session.scalar(select(func.max(func.length(Article.title)))) == 200


def test_signs_that_stand_in_no_text_are_left_out(
    app: Flask, make: Factory, tmp_path: Path
) -> None:
    odd = "a\ud800b\x00c"
    write(
        tmp_path,
        "odd",
        articles=[
            row(1, title=odd, body=f"<p>{odd}</p>", label_names=[odd, 3]),
            row(2, locale=odd),
        ],
        sections=[{"id": 10, "name": odd, "locale": "de"}, {"id": 10, "name": "b", "locale": odd}],
        users=[{"id": 4, "name": odd}],
    )
    result = runner(app)("import", tmp_path, "--category", "hub")
    assert "1 taken" in result.output
    assert "odd.json 2: not taken: its locale is" in result.output
    article = titled("abc")
    author = db.session.get_one(User, article.author_id)
    assert (article.source, author.name) == ("abc", "a bc")
    assert db.session.get_one(Category, article.category_id).name_en == "abc"


def test_what_is_no_export_is_named(app: Flask, make: Factory, tmp_path: Path) -> None:
    make.category("hub")
    (tmp_path / "a.json").write_text("[" * 100_000)
    (tmp_path / "b.json").write_text('{"articles": [1, {"id": true}, {"id": 7, "title": 3}]}')
    (tmp_path / "c.json").write_bytes(b'{"articles": ["\xff"]}')
    (tmp_path / "d.json").write_text('{"sections": 3}')
    write(tmp_path, "e", articles=[row(1, created_at="soon"), row(2, body="<script>1</script>")])
    result = runner(app)("import", tmp_path, "--category", "hub")
    assert result.exit_code == 1
    for expected in (
        "a.json: not taken: it is no JSON",
        "b.json: not taken: something in articles is no row",
        "b.json ?: not taken: it has no id",
        "b.json 7: not taken: its locale is None: this site has en, ru",
        "c.json: not taken: it is not UTF-8",
        "d.json: not taken: it holds none of the lists",
        "e.json 1 en: not taken: its created_at is 'soon', not a date",
        "e.json 2 en: not taken: it has no text",
    ):
        assert expected in result.output
    assert counts() == [0] * len(counts())
