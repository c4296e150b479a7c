"""Getting started: staff choose and order what to read first, readers find what they may see."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.models import Product
from forum.core.db import db
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.finding.keys import Key
from forum.knowledge.models import Article
from forum.knowledge.queries import starting_paths
from forum.knowledge.queries.paths import PATH_MAX, places_of
from moderation.audit.models import StaffAct
from moderation.promotion import actions as promotion
from moderation.starting import actions
from tests.browser import post
from tests.factories import Factory
from tests.forum.knowledge.conftest import Writing, article
from tests.statements import counted

__all__ = ["article"]
START = "/kb/start/orrin-hub"


@pytest.fixture
def rep(make: Factory) -> User:
    return make.user("Dana Rep", role="rep")


@pytest.fixture
def product(make: Factory) -> Product:
    return make.product()


def add(rep: User, product: Product, *articles: Article) -> list[int]:
    return [actions.add(rep, product.id, Key("article", row.id)).id for row in articles]


def titles(viewer: User, language: str = "en") -> list[str]:
    return [step.article.title for path in starting_paths(viewer, language) for step in path.steps]


def test_readers_are_led_from_step_to_step(
    client: FlaskClient, rep: User, product: Product, article: Writing
) -> None:
    first, second, third = (article(name) for name in ("Unpack", "Pair", "Automate"))
    add(rep, product, first, second, third)
    home = client.get("/kb").text
    assert START in home
    assert "3 steps" in home
    start = client.get(START).text
    assert start.index("Unpack") < start.index("Pair") < start.index("Automate")
    page = client.get(f"/kb/{second.id}/{second.slug}").text
    assert "Step 2 of 3" in page
    assert "Next: step 3 of 3" in page
    last = client.get(f"/kb/{third.id}/{third.slug}").text
    assert "That was the last step." in last
    assert "Step 1 of 3" not in client.get(f"/kb/{article('Other').id}/other").text


def test_the_order_is_made_by_hand_and_every_act_is_logged(
    make: Factory, rep: User, product: Product, article: Writing
) -> None:
    steps = add(rep, product, *(article(name) for name in ("One", "Two", "Three")))
    actions.move(rep, steps[2], up=True)
    assert titles(rep) == ["One", "Three", "Two"]
    actions.move(rep, steps[0], up=True)
    actions.remove(rep, steps[2])
    assert titles(rep) == ["One", "Two"]
    verbs = [act.verb for act in staff_log()]
    assert verbs == ["add-step"] * 3 + ["reorder", "remove-step"]
    with pytest.raises(NotAllowed):
        actions.move(make.user(), steps[0], up=False)


def staff_log() -> list[StaffAct]:
    chosen = select(StaffAct).where(StaffAct.object_kind == "product").order_by(StaffAct.id)
    return list(db.session.scalars(chosen))


@pytest.mark.parametrize("state", ["draft", "in_review", "archived", "staff"])
def test_what_readers_do_not_have_is_no_step_and_is_not_counted(
    client: FlaskClient, make: Factory, rep: User, product: Product, article: Writing, state: str
) -> None:
    first, hidden, third = article("Unpack"), article("Quokkafish"), article("Automate")
    add(rep, product, first, hidden, third)
    lead = make.user(role="moderator")
    if state == "archived":
        promotion.archive(lead, hidden.id)
    elif state == "staff":
        backroom = make.category("backroom", "staff")
        text = promotion.ArticleText("Quokkafish", "Press.", backroom.id, "en")
        promotion.save(rep, hidden.id, hidden.revision_number, text)
    else:
        promotion.withdraw(lead, hidden.id)
        if state == "in_review":
            promotion.submit(rep, hidden.id)
    for browser in (client, make.signed_in(), make.signed_in(role="ambassador")):
        for place in ("/kb", START, f"/kb/{first.id}/unpack", f"/kb/{third.id}/automate"):
            answer = browser.get(place)
            assert answer.status_code == 200
            assert "Quokkafish" not in answer.text
        assert "2 steps" in browser.get("/kb").text
        assert "Step 2 of 2" in browser.get(f"/kb/{third.id}/automate").text


def test_a_path_of_nothing_but_drafts_is_none(
    client: FlaskClient, make: Factory, rep: User, product: Product, article: Writing
) -> None:
    only = article("Only")
    add(rep, product, only)
    promotion.withdraw(make.user(role="moderator"), only.id)
    assert client.get(START).status_code == make.signed_in().get(START).status_code == 404
    assert "kb-paths" not in client.get("/kb").text


def test_each_reads_their_language(rep: User, product: Product, article: Writing) -> None:
    english = article("Unpack")
    russian = article("Распаковать", language="ru", translation_of_id=english.id)
    other = article("Pair")
    add(rep, product, russian, other)
    assert titles(rep) == ["Unpack", "Pair"]
    assert titles(rep, "ru") == ["Распаковать", "Pair"]
    (place,) = places_of(russian, rep, "ru")
    assert (place.number, place.after and place.after.article.title) == (1, "Pair")


def test_what_takes_an_articles_place_takes_its_step(
    make: Factory, rep: User, product: Product, article: Writing
) -> None:
    old, new, there = article("Old"), article("New"), article("There")
    add(rep, product, old, there)
    lead = make.user(role="moderator")
    promotion.archive(lead, old.id, new.id)
    assert titles(rep) == ["New", "There"]
    promotion.archive(lead, new.id, there.id)
    assert titles(rep) == ["There"]


def test_only_published_articles_and_each_once(
    make: Factory, rep: User, product: Product, article: Writing
) -> None:
    draft, published = article("Draft", status="draft"), article("Read")
    add(rep, product, published)
    for target in (Key("article", draft.id), Key("article", published.id)):
        with pytest.raises(Refused):
            actions.add(rep, product.id, target)
    with pytest.raises(Refused):
        actions.add(rep, product.id, Key("thread", make.thread().id))
    with pytest.raises(NotFound):
        actions.add(rep, product.id + 1, Key("article", published.id))
    add(rep, product, *(article(f"More {number}") for number in range(PATH_MAX - 1)))
    with pytest.raises(Refused):
        add(rep, product, article("Too much"))


def test_staff_choose_on_a_page_without_scripts(
    make: Factory, rep: User, product: Product, article: Writing
) -> None:
    written, browser = article("Unpack"), make.signed_in(rep)
    page = f"/desk/paths/{product.id}"
    assert "Unpack" in browser.get(page).text
    wrong = post(browser, f"{page}/add", page=page, target="nonsense here")
    assert wrong.status_code == 400
    assert "nonsense here" in wrong.text
    assert post(browser, f"{page}/add", page=page, target=f"/kb/{written.id}").location == page
    assert titles(rep) == ["Unpack"]
    assert product.name("en") in browser.get("/desk/paths").text


def test_many_steps_cost_no_more_than_one(
    make: Factory, rep: User, product: Product, article: Writing
) -> None:
    rows = [article(f"Step {number}") for number in range(4)]
    add(rep, product, rows[0])
    reader, costs = make.signed_in(), []
    for more in (rows[1:2], rows[2:]):
        add(rep, product, *more)
        reader.get("/kb")
        with counted() as seen:
            reader.get("/kb")
            reader.get(f"/kb/{rows[0].id}/{rows[0].slug}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 16
