"""Taking one's data along, and what goes when somebody leaves."""

from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import actions
from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.knowledge.actions import follow as follow_article
from forum.knowledge.models import ArticleFollow
from forum.reactions.actions import follow
from forum.reactions.models import Follow
from forum.threads.models import Draft, Post
from tests.factories import Factory, sign_in
from tests.forum.knowledge.conftest import Writing, article

__all__ = ["article"]


def number_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def draft_of(person: User) -> None:
    db.session.add(
        Draft(
            owner_key=f"user:{person.id}",
            user_id=person.id,
            place="ask",
            fields={"title": "Half a question"},
            updated_at=clock.now(),
        )
    )
    db.session.commit()


def test_the_export_holds_everything_that_is_ones_own(client: FlaskClient, make: Factory) -> None:
    wanda, other = make.user("Wanda K", email="wanda@example.com"), make.user("Other")
    thread = make.thread(title="My question", body="All my words", author=wanda)
    make.answer(thread, "Not my words", author=other)
    draft_of(wanda)
    sign_in(client, wanda)
    answer = client.get("/settings/export.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    kept = answer.get_json()
    assert kept["account"]["email"] == "wanda@example.com"
    assert [row["title"] for row in kept["threads"]] == ["My question"]
    assert [row["source"] for row in kept["posts"]] == ["All my words"]
    assert kept["drafts"][0]["fields"] == {"title": "Half a question"}
    assert len(kept["sessions"]) == 1
    assert "Not my words" not in answer.text
    assert "password" not in answer.text


def test_followed_articles_are_taken_along_and_forgotten(
    client: FlaskClient, make: Factory, article: Writing
) -> None:
    wanda, written = make.user("Wanda K"), article()
    follow_article(wanda, written.id)
    sign_in(client, wanda)
    kept = client.get("/settings/export.json").get_json()
    assert [row["article_id"] for row in kept["article_follows"]] == [written.id]
    actions.leave(wanda.id)
    assert number_of(ArticleFollow) == 0


def test_leaving_takes_what_was_private_and_leaves_what_others_read(make: Factory) -> None:
    wanda = make.user("Wanda K")
    thread = make.thread(author=wanda)
    others = make.thread()
    follow(wanda, others.id)
    draft_of(wanda)
    followers = others.follower_count
    actions.leave(wanda.id)
    db.session.expire_all()
    assert number_of(Draft) == 0
    assert db.session.scalar(select(Follow).where(Follow.user_id == wanda.id)) is None
    assert others.follower_count == followers - 1
    assert db.session.scalar(select(Post.source).where(Post.thread_id == thread.id))
