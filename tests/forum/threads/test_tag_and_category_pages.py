"""Pages of tags and categories: what stands beside the list, and what outsiders learn of a tag."""

import pytest
from flask.testing import FlaskClient

from forum.core.db import db
from forum.threads.models import Tag, Thread
from tests.factories import Factory


def tagged(make: Factory, thread: Thread, *slugs: str) -> None:
    """Put tags on a thread, as if somebody had."""
    for slug in slugs:
        tag = Tag(slug=slug, thread_count=1)
        db.session.add(tag)
    db.session.flush()
    row = db.session.get_one(Thread, thread.id, populate_existing=True)
    for tag in db.session.query(Tag).filter(Tag.slug.in_(slugs)):
        db.session.execute(
            Thread.__table__.metadata.tables["thread_tags"]
            .insert()
            .values(thread_id=row.id, tag_id=tag.id)
        )
    db.session.commit()


def test_a_tag_page_says_how_many_and_what_is_near(make: Factory, client: FlaskClient) -> None:
    tagged(make, make.thread("Why does it blink"), "wifi", "router")
    page = client.get("/tag/wifi").text
    assert "1 question carries this tag." in page
    assert "Why does it blink" in page
    assert 'href="/tag/router"' in page


@pytest.mark.parametrize("how", ["unused", "staff only", "hidden"])
def test_a_tag_on_nothing_one_may_see_is_not_there(
    make: Factory, client: FlaskClient, how: str
) -> None:
    rep = make.user(role="rep")
    if how == "unused":
        db.session.add(Tag(slug="secret"))
        db.session.commit()
    else:
        place = make.category("backroom", audience="staff") if how == "staff only" else None
        thread = make.thread(author=rep, category=place)
        tagged(make, thread, "secret")
        if how == "hidden":
            db.session.get_one(Thread, thread.id).hidden_at = thread.created_at
            db.session.commit()
    assert client.get("/tag/secret").status_code == 404
    assert make.signed_in().get("/tag/secret").status_code == 404
    if how == "staff only":
        assert make.signed_in(rep).get("/tag/secret").status_code == 200


def test_near_tags_are_only_those_one_may_see(make: Factory, client: FlaskClient) -> None:
    tagged(make, make.thread(), "wifi")
    rep = make.user(role="rep")
    secret = make.thread(author=rep, category=make.category("backroom", audience="staff"))
    tagged(make, secret, "codename")
    wifi = db.session.query(Tag).filter_by(slug="wifi").one()
    table = Thread.__table__.metadata.tables["thread_tags"]
    db.session.execute(table.insert().values(thread_id=secret.id, tag_id=wifi.id))
    db.session.commit()
    assert "codename" not in client.get("/tag/wifi").text
    assert "codename" in make.signed_in(rep).get("/tag/wifi").text


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("active", "Nobody has asked here yet"),
        ("unanswered", "Nobody is waiting here"),
        ("solved", "Nothing is solved here yet"),
        ("team", "The team has not answered here yet"),
    ],
)
def test_an_empty_list_says_what_to_do(
    make: Factory, client: FlaskClient, view: str, words: str
) -> None:
    make.category("hub")
    page = client.get(f"/c/hub?view={view}").text
    assert words in page
    assert "/ask?category=hub" in page
