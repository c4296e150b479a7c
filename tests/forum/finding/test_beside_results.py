"""People and tags beside the results, and an empty page that leads on."""

from flask.testing import FlaskClient

from forum.core.db import db
from forum.threads.models import Tag, Thread
from tests.factories import Factory


def tagged(thread: Thread, slug: str) -> None:
    """Put a tag on a thread, as if somebody had."""
    tag = Tag(slug=slug, thread_count=1)
    db.session.add(tag)
    db.session.flush()
    table = Thread.__table__.metadata.tables["thread_tags"]
    db.session.execute(table.insert().values(thread_id=thread.id, tag_id=tag.id))
    db.session.commit()


def test_people_are_found_by_how_their_name_begins(make: Factory, client: FlaskClient) -> None:
    make.user("Dana Whitlock")
    assert "/u/Dana_Whitlock" in client.get("/search?q=dana").text
    for nobody in ("hitlock", "da", "dana whitlock has a hub that blinks", "%"):
        assert "/u/Dana_Whitlock" not in client.get("/search", query_string={"q": nobody}).text


def test_who_left_is_not_found(make: Factory, client: FlaskClient) -> None:
    person = make.user("Dana Whitlock")
    person.active = False
    db.session.commit()
    assert "/u/Dana_Whitlock" not in client.get("/search?q=dana").text


def test_tags_are_found_that_something_one_may_see_carries(
    make: Factory, client: FlaskClient
) -> None:
    rep = make.user(role="rep")
    tagged(make.thread(), "wifi-mesh")
    secret = make.thread(author=rep, category=make.category("backroom", audience="staff"))
    tagged(secret, "wifi-codename")
    page = client.get("/search?q=wifi drops").text
    assert "/tag/wifi-mesh" in page
    assert "/tag/wifi-codename" not in page
    assert "/tag/wifi-codename" in make.signed_in(rep).get("/search?q=wifi").text


def test_when_nothing_is_found_the_page_leads_on(client: FlaskClient) -> None:
    page = client.get("/search?q=a very long question about nothing at all&kind=article").text
    assert "Nothing was found" in page
    assert "You are searching only a part of the site." in page
    assert "Use fewer words" in page
    assert "/ask?title=a+very+long+question" in page.replace("%20", "+")
