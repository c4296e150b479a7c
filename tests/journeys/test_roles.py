"""A day of each role, on a phone and on a desktop: what they come for is done to its end."""

import re
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys import deeds
from tests.journeys.walks import soon
from tests.journeys.windows import DESKTOP, PHONE, come_in, settle, window

pytestmark = [pytest.mark.journey, pytest.mark.model]

ASKER = {"phone": "sofia.brandao@example.org", "desktop": "colin.fairweather@example.com"}
HELPER = "nadia.haddad@example.com"
NEWCOMER = {"phone": "Kenji_M.", "desktop": "Nora_Blom"}
SIZES = {"phone": PHONE, "desktop": DESKTOP}


@pytest.fixture(params=list(SIZES))
def device(request: pytest.FixtureRequest) -> str:
    """What the person holds or sits at."""
    return str(request.param)


@pytest.fixture
def size(device: str) -> ViewportSize:
    """How large its window is."""
    return SIZES[device]


def post_with(page: Page, text: str) -> str:
    """The post that says something, by its anchor: it may move when it is marked."""
    found = page.locator("article.post", has_text=text).last
    expect(found).to_be_visible()
    return f"#{found.get_attribute('id')}"


def test_a_customer_asks_is_helped_and_says_what_solved_it(
    browser: Browser, live_site: str, device: str, size: ViewportSize
) -> None:
    title = f"The {device} widget forgets which room it belongs to"
    with window(browser, live_site, size=size) as page:
        page.goto("/ask")
        deeds.write_question(page, title, "It says *Hall*, it stands in the **bath**.")
        page.get_by_role("button", name="Ask the community").click()
        expect(page).to_have_url(re.compile("/login"))
        come_in(page, ASKER[device])
        page.goto("/ask")
        expect(page.get_by_label("In one sentence")).to_have_value(title)
        thread = deeds.send_question(page, title)
        expect(page.locator(".post-question strong")).to_have_text("bath")

        deeds.answer(browser, live_site, HELPER, thread, "Remove it once and add it again.")
        page.goto(thread)
        page.get_by_role("button", name="This solved it").click()
        expect(page.locator(".post-best")).to_contain_text("add it again")
        page.goto("/my/questions")
        row = page.locator(".thread-row", has_text=title)
        expect(row).to_contain_text(re.compile("solved", re.I))


def test_an_ambassador_answers_what_waits_and_endorses_a_good_answer(
    browser: Browser, live_site: str, device: str, size: ViewportSize
) -> None:
    title = f"Can the {device} app show two homes at once"
    theirs, ours = "Two profiles do it.", "With the **switcher** on top, since 5.1."
    thread = deeds.ask(browser, live_site, ASKER[device], title)
    with window(browser, live_site, "ambassador", size=size) as page:
        page.goto("/questions?view=unanswered")
        page.get_by_role("link", name=title).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        page.locator("#answer textarea[name=body]").fill(ours)
        page.get_by_role("button", name="Post the answer").click()
        expect(page.locator(".post strong", has_text="switcher")).to_be_visible()

        deeds.answer(browser, live_site, HELPER, thread, theirs)
        page.goto(thread)
        post = post_with(page, theirs)
        endorse = page.locator(post).get_by_role("button", name="Endorse")
        endorse.click()
        expect(page.locator(post)).to_contain_text("Endorsed")
        page.reload()
        expect(page.locator(post)).to_contain_text("Endorsed")


def test_a_rep_takes_a_thread_from_the_queue_and_answers_for_the_team(
    browser: Browser, live_site: str, device: str, size: ViewportSize
) -> None:
    title = f"The {device} alarm stays silent while the house is locked"
    thread = deeds.ask(browser, live_site, ASKER[device], title)
    with window(browser, live_site, "rep", size=size) as page:
        page.goto("/desk?queue=unanswered")
        page.get_by_role("link", name=title).first.click()
        work = page.locator("#work")
        expect(work.get_by_role("heading", level=1)).to_have_text(title)
        work.get_by_role("button", name="Claim").click()
        expect(work.get_by_role("button", name="Give back")).to_be_visible()
        work.locator("summary", has_text="Sort").click()
        work.get_by_label("Severity").select_option("critical")
        work.get_by_label("Why").fill("Nobody hears the alarm.")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            work.get_by_role("button", name="Sort").click()
        settle(page)
        work.locator("summary", has_text="Sort").click()
        expect(work.get_by_label("Severity")).to_have_value("critical")
        work.locator("textarea[name=note]").fill("Known to the firmware team.")
        work.get_by_role("button", name="Add note").click()
        expect(work.locator(".note", has_text="firmware team")).to_be_visible()
        work.locator("textarea[name=body]").first.fill("Fixed in **5.2.2**, out on Monday.")
        work.get_by_label(re.compile("official", re.I)).check()
        work.get_by_role("button", name="Answer and go on").click()
        expect(work.get_by_role("heading", level=1, name=title)).to_have_count(0)
    with window(browser, live_site, size=size) as page:
        page.goto(thread)
        expect(page.locator(".post-best")).to_contain_text("5.2.2")
        expect(page.locator(".post-best")).to_contain_text("From the team")
        expect(page.locator("body")).not_to_contain_text("firmware team")


def test_an_admin_makes_places_names_the_site_announces_and_appoints(
    browser: Browser, live_site: str, device: str, size: ViewportSize
) -> None:
    with window(browser, live_site, "admin", size=size) as page:
        _makes_a_category_and_a_product(page, f"{device} {token_hex(3)}")
        _names_the_site_and_gives_it_a_colour(page, f"Lumen {device}")
        _announces(page, f"Servers rest on Sunday, says the {device}")
        _appoints(page, NEWCOMER[device])
        page.goto("/desk/log")
        rows = page.locator("main tbody tr")  # the filters above name every act, done or not
        newest = re.compile(r"Inês Carvalho.*changed the role of.*person.*Ambassador\s*$", re.S)
        expect(rows.first).to_have_text(newest)
        expect(rows.filter(has_text=f"Lumen {device}").first).to_be_visible()


def _makes_a_category_and_a_product(page: Page, name: str) -> None:
    for kind, link in (("Shed", "New category"), ("Orrin Gate", "New product")):
        page.goto("/admin/places")
        page.get_by_role("link", name=link).click()
        page.locator("#name_en").fill(f"{kind} {name}")
        page.locator("#position").fill("90")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name=f"{kind} {name}").first).to_be_visible()
    page.goto("/ask")
    expect(page.locator("select[name=category] option", has_text=f"Shed {name}")).to_have_count(1)
    expect(page.locator("select[name=product] option", has_text=f"Gate {name}")).to_have_count(1)


def _names_the_site_and_gives_it_a_colour(page: Page, name: str) -> None:
    page.goto("/desk/settings")
    before = [page.locator(f"#{field}").input_value() for field in ("name", "accent")]
    accent = _colour_of_buttons(page)
    for new in ((name, "#0f766e"), before):
        for field, value in zip(("name", "accent"), new, strict=True):
            page.locator(f"#{field}").fill(value)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#name")).to_have_value(new[0])
        expect(page.locator(".flashes")).to_be_visible()
        page.goto("/")
        if new[0] == name:
            expect(page).to_have_title(re.compile(name))
            assert _colour_of_buttons(page) != accent
        page.goto("/desk/settings")
    assert _colour_of_buttons(page) == accent


def _colour_of_buttons(page: Page) -> str:
    return str(page.locator(".button").first.evaluate("e => getComputedStyle(e).backgroundColor"))


def _announces(page: Page, title: str) -> None:
    page.goto("/desk/announcements/new")
    page.locator("#title").fill(title)
    page.locator("textarea[name=body]").fill("From two to three; **nothing is lost**.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    there = page.url
    soon(page, "/", page.locator("#site-banner", has_text=title))
    page.goto(there)
    page.get_by_role("button", name="Take it back").click()
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.get_by_role("button", name="Take it back")).to_have_count(0)


def _appoints(page: Page, name: str) -> None:
    page.goto(f"/u/{name}")
    page.locator("select[name=role]").select_option("ambassador")
    page.locator("section[aria-labelledby=role-of-person]").get_by_role("button").click()
    expect(page.locator(".profile-head h1")).to_contain_text("Ambassador")
