"""Articles go out as Markdown and come back in just as they were."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.knowledge.models import Article, ArticleSource, ArticleStatus
from tests.conftest import Site
from tests.databases import forget_connections, fresh
from tests.factories import Factory
from tests.moderation.exchange.articles import (
    counts,
    files,
    knowledge_base,
    picture,
    runner,
    titled,
)


def test_out_in_and_out_again_is_equal_to_the_byte(
    app: Flask, site: Site, make: Factory, client: FlaskClient, tmp_path: Path
) -> None:
    run = runner(app)
    knowledge_base(make)
    assert run("export", tmp_path / "one").exit_code == 0
    one = files(tmp_path / "one")
    assert {"hub/yes-hub.en.md", "hub/yes-hub-2.en.md", "hub/inside/2024.en.md"} < one.keys()
    assert any(name.startswith("pictures/") for name in one)
    assert b"](../pictures/" in one["hub/yes-hub.en.md"]
    assert b"behind_original" in one["hub/khab-migaet.ru.md"]

    forget_connections()
    fresh(site.app, site.place, "empty")  # another community
    rehearsed = run("import", tmp_path / "one", "--dry-run")
    assert "hub/inside/2024.en.md: new, draft" in rehearsed.output
    assert counts() == [0] * len(counts())
    assert run("import", tmp_path / "one").exit_code == 0
    assert run("export", tmp_path / "two").exit_code == 0
    assert files(tmp_path / "two") == one

    before = counts()
    again = run("import", tmp_path / "one")
    assert (again.exit_code, counts()) == (0, before)
    assert "0 taken" in again.output
    assert "4 unchanged" in again.output
    article, draft = titled("Yes: “hub”"), titled("2024")
    author = db.session.get_one(User, article.author_id)
    assert (author.name, author.active, author.email) == ("Wendy Writer", False, None)
    assert titled("Yes: hub").successor_id == article.id
    assert titled("Хаб мигает").translated_revision == article.revision_number - 1
    assert client.get(f"/kb/{article.id}/{article.slug}").status_code == 200
    assert client.get(f"/kb/{draft.id}/{draft.slug}").status_code == 404
    assert client.get("/c/inside").status_code == 404


def test_where_they_came_from_nothing_changes_and_sources_are_bound_again(
    app: Flask, make: Factory, tmp_path: Path
) -> None:
    run = runner(app)
    knowledge_base(make)
    run("export", tmp_path / "one")
    before = counts()
    bound = sorted(
        (row.post_id, row.post_revision, row.position, row.paragraph)
        for row in db.session.scalars(select(ArticleSource))
    )
    assert "4 unchanged" in run("import", tmp_path / "one").output
    assert counts()[:5] == before[:5]
    article = titled("Yes: “hub”")
    file = tmp_path / "one/hub/yes-hub.en.md"
    file.write_text(file.read_text().replace(f"key: {key_line(file)}", "key: another"))
    assert run("import", file).exit_code == 0
    copy = db.session.scalars(select(Article).where(Article.import_key == "another")).one()
    assert copy.id != article.id
    found = select(ArticleSource).where(ArticleSource.article_id == copy.id)
    again = [
        (row.post_id, row.post_revision, row.position, row.paragraph)
        for row in db.session.scalars(found)
    ]
    assert sorted(again) == bound


def key_line(file: Path) -> str:
    """The key as it stands in a file."""
    return next(
        line for line in file.read_text().splitlines() if line.startswith("key: ")
    ).removeprefix("key: ")


def test_a_newer_file_becomes_a_revision_and_an_older_one_changes_nothing(
    app: Flask, make: Factory, tmp_path: Path
) -> None:
    run, file = runner(app), tmp_path / "pair.md"
    make.category("hub")
    make.user("Ann Able", role="rep")
    (tmp_path / "shot one.png").write_bytes(picture(300))
    head = "title: Pair a lamp\nlanguage: en\ncategory: hub\nstatus: published\nupdated: "
    words = "## First\r\n\r\nHold it. ![a](<shot%20one.png>)"
    file.write_bytes(f"\ufeff---\r\n{head}2024-05-01\r\n---\r\n{words}\r\n".encode())
    assert run("import", tmp_path, "--as", "Ann Able").exit_code == 0
    article = titled("Pair a lamp")
    assert (article.status, article.import_key) == (ArticleStatus.PUBLISHED, "markdown:pair.md")
    assert article.source.startswith("## First\n\nHold it. ![a](</uploads/")
    assert db.session.get_one(User, article.author_id).name == "Ann Able"

    file.write_text(f"---\n{head}2024-05-02\n---\nHold it long.\n")
    assert "1 updated" in run("import", tmp_path).output
    article = titled("Pair a lamp")
    assert (article.source, article.revision_number) == ("Hold it long.", 2)
    file.write_text(f"---\n{head}2024-05-02\n---\nHold it short.\n")
    kept = run("import", tmp_path)
    assert "pair.md: it says something else here" in kept.output
    assert titled("Pair a lamp").source == "Hold it long."
