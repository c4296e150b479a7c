"""What a thread is about: said by the asker, corrected by staff, and filtered by."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.categories.models import Product
from forum.core.db import db
from forum.core.errors import NotAllowed, Refused
from forum.threads import actions
from forum.threads.models import Thread
from forum.threads.states import thread_url
from moderation.audit.models import StaffAct
from tests.browser import post
from tests.factories import Factory


@pytest.fixture
def hub(make: Factory) -> Product:
    """One of two products."""
    make.product("orrin-eye")
    return make.product("orrin-hub", description_en="The box in the middle.")


def selected(page: str, name: str) -> bool:
    """Whether the option of this name is the chosen one."""
    return any(name in line and "selected" in line for line in page.split("<option"))


def test_the_product_of_a_question_stands_on_its_page(make: Factory, hub: Product) -> None:
    client = make.signed_in()
    post(
        client,
        "/ask",
        title="The hub is offline",
        body="Since this morning.",
        category=str(make.category().id),
        type="question",
        severity="minor",
        product=str(hub.id),
        version="5.2.1",
    )
    thread = db.session.scalars(select(Thread)).one()
    assert (thread.product_id, thread.version) == (hub.id, "5.2.1")
    page = client.get(thread_url(thread)).text
    assert 'href="/questions?product=orrin-hub"' in page
    assert "on version 5.2.1" in page


def test_a_link_or_the_last_question_chooses_the_product(make: Factory, hub: Product) -> None:
    person = make.user()
    client = make.signed_in(person)
    make.category("network")
    assert selected(client.get("/ask?product=orrin-eye").text, "Orrin Eye")
    make.thread(author=person, product=hub)
    assert selected(client.get("/ask").text, "Orrin Hub")


def test_a_product_is_optional_and_a_retired_one_is_refused(make: Factory, hub: Product) -> None:
    assert make.thread().product_id is None
    hub.retired_at = hub.retired_at or make.thread().created_at
    db.session.commit()
    with pytest.raises(Refused, match="not offered"):
        make.thread(product=hub)


def test_a_list_narrows_to_one_product(make: Factory, hub: Product, client: FlaskClient) -> None:
    make.thread("About the box in the hall", product=hub)
    make.thread("About nothing one can buy")
    page = client.get("/questions?product=orrin-hub").text
    assert "About the box in the hall" in page
    assert "About nothing one can buy" not in page
    assert "The box in the middle." in page
    assert "product=orrin-hub" in client.get("/c/hub?product=orrin-hub").text
    assert client.get("/questions?product=nothing").status_code == 404


def test_staff_correct_it_and_the_log_says_so(make: Factory, hub: Product) -> None:
    rep, thread = make.user(role="rep"), make.thread()
    client = make.signed_in(rep)
    place = f"/t/{thread.id}"
    post(client, f"{place}/product", f"{place}/curate", product=str(hub.id), version="5.3")
    db.session.refresh(thread)
    assert (thread.product_id, thread.version) == (hub.id, "5.3")
    act = db.session.scalars(select(StaffAct)).one()
    assert (act.verb, act.before, act.after) == ("product", "", "orrin-hub 5.3")
    assert selected(client.get(f"{place}/curate").text, "Orrin Hub")
    post(client, f"{place}/product", f"{place}/curate", product="", version="")
    db.session.refresh(thread)
    assert thread.product_id is None


def test_others_do_not(make: Factory, hub: Product) -> None:
    thread = make.thread()
    with pytest.raises(NotAllowed):
        actions.set_product(make.user(), thread.id, hub.id)
    with pytest.raises(Refused):
        actions.set_product(make.user(role="rep"), thread.id, 999)
