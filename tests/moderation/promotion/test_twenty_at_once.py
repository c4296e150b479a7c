"""Twenty solved questions of an imported community become drafts that read well as they stand."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.knowledge.models import Article, ArticleSource
from forum.threads.models import Post, Revision
from moderation.promotion import actions, queries
from moderation.promotion.blocks import paragraphs_of

COFFEE = Path(__file__).resolve().parents[4] / "shared/data/coffee-stackexchange"
OWN = ("## Problem", "## Environment", "## Solution", "### Steps", "## Also worked", "***")


def plain(text):
    return "".join(character for character in text.casefold() if character.isalnum())


@pytest.mark.skipif(not COFFEE.is_dir(), reason="../shared/data/coffee-stackexchange is not here")
def test_every_paragraph_of_twenty_drafts_leads_to_a_revision_of_a_post(app, make):
    run = app.test_cli_runner().invoke
    done = run(args=["import", "stackexchange", str(COFFEE), "--category", "coffee"])
    assert done.exit_code == 0, done.output
    author = make.user(role="rep")
    chosen = [row.thread.id for row in queries.ready(author)[:20]]
    results = actions.promote_many(author, chosen)
    assert [row.refusal for row in results] == [""] * 20
    assert len(db.session.scalars(select(Article)).all()) == 20
    said = {
        (row.post_id, row.number): plain(row.source) for row in db.session.scalars(select(Revision))
    }
    for result in results:
        article = result.article
        rows = db.session.scalars(
            select(ArticleSource).where(ArticleSource.article_id == article.id)
        ).all()
        bound = {row.position for row in rows}
        blocks = paragraphs_of(article.source)
        unbound = [text for number, text in enumerate(blocks) if number not in bound]
        assert set(unbound) <= set(OWN), f"{article.title}: {unbound}"
        for row in rows:
            assert plain(row.paragraph) in said[row.post_id, row.post_revision]
        assert blocks[0] == OWN[0]
        assert OWN[2] in blocks
        posts = db.session.scalars(select(Post.id).where(Post.thread_id == rows[0].thread_id))
        assert {row.post_id for row in rows} <= set(posts)
