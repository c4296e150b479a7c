"""The story Threadwell exists for, lived in a real browser from the first question to the article.

A newcomer is shown the answer that is already there. Another question has none: it is asked,
answered by the team from the desk, accepted, made an article, reviewed, published and translated;
the next person, who asks in the other language, is led to it and need not ask.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.walks import SOON_TRIES, soon
from tests.journeys.windows import PASSWORD, come_in, window

pytestmark = [pytest.mark.journey, pytest.mark.model]

REP = "dana.whitlock@orrin.example.com"
MODERATOR = "tobias.reuter@orrin.example.com"

TITLE = "The Glow lamp hums quietly when it is dimmed below ten percent"
BODY = "Two lamps, firmware 5.2.1. **Silent** at full brightness, a hum below 10 %."
SOLUTION = (
    "This is the dimming frequency. Open *Lamp → Advanced → Dimming* and choose **High "
    "frequency**. The hum is gone at once; standby uses 0.1 W more."
)
IN_RUSSIAN = "Лампа Glow гудит на малой яркости"
SOLUTION_IN_RUSSIAN = (
    "## Решение\n\nОткройте *Лампа → Ещё → Диммер* и выберите **Высокую частоту**."
)
THE_SAME_IN_RUSSIAN = "Лампа Glow тихо гудит, если убавить яркость ниже десяти процентов"


def test_a_question_that_was_answered_before_never_has_to_be_asked(
    browser: Browser, live_site: str
) -> None:
    with window(browser, live_site) as page:
        page.goto("/ask")
        page.get_by_label("In one sentence").press_sequentially(
            "My hub loses wifi since the 5.2.0 update, error E-214"
        )
        suggestions = page.locator("#suggestions")
        expect(suggestions.get_by_text("E-214").first).to_be_visible()
        suggestions.get_by_role("button", name="This solved it").first.click()
        expect(page.get_by_role("heading", level=1, name="Good to hear")).to_be_visible()


def test_from_a_new_question_to_the_article_that_answers_the_next_one(
    browser: Browser, live_site: str
) -> None:
    thread_url = _a_visitor_asks_joins_and_loses_nothing(browser, live_site)
    _a_rep_finds_it_on_the_desk_and_answers(browser, live_site, thread_url)
    _the_asker_sees_the_teams_answer_and_accepts(browser, live_site, thread_url)
    edit_url = _it_becomes_an_article(browser, live_site, thread_url)
    _and_is_translated(browser, live_site, edit_url)
    _the_next_person_is_led_to_it_in_russian(browser, live_site)


def _a_visitor_asks_joins_and_loses_nothing(browser: Browser, url: str) -> str:
    with window(browser, url) as page:
        page.goto("/ask")
        page.get_by_label("In one sentence").fill(TITLE)
        page.get_by_label("What happened, and what have you tried?").fill(BODY)
        page.get_by_role("button", name="Ask the community").click()
        expect(page).to_have_url(re.compile("/login"))
        page.locator("main").get_by_role("link", name="Join").click()
        page.get_by_label("Name", exact=True).fill("Wilma Storm")
        page.get_by_label("E-mail address").fill("wilma.storm@example.com")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Password", exact=True).press("Enter")
        _confirm_from_the_letter(page)
        page.goto("/ask")
        expect(page.get_by_label("In one sentence")).to_have_value(TITLE)
        expect(page.get_by_label("What happened, and what have you tried?")).to_have_value(BODY)
        page.get_by_role("button", name="Ask the community").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        expect(page.locator(".post-question strong")).to_have_text("Silent")
        return page.url


def _confirm_from_the_letter(page: Page) -> None:
    letter = page.locator("main li", has_text="wilma.storm").get_by_role("link")
    soon(page, "/demo/mail", letter)
    letter.click()
    page.locator("a[href*='confirm']").first.click()
    page.get_by_role("button", name=re.compile("confirm", re.I)).click()
    expect(page.locator(".account-menu .avatar")).to_be_visible()


def _a_rep_finds_it_on_the_desk_and_answers(browser: Browser, url: str, thread_url: str) -> None:
    with window(browser, url) as page:
        come_in(page, REP)
        page.goto("/desk?queue=unanswered")
        page.get_by_role("link", name=TITLE).click()
        work = page.locator("#work")
        work.get_by_role("button", name="Claim").click()
        expect(work.get_by_role("button", name="Give back")).to_be_visible()
        work.locator("textarea[name=body]").first.fill(SOLUTION)
        work.get_by_label(re.compile("official", re.I)).check()
        work.get_by_role("button", name="Answer and go on").click()
        expect(work.get_by_role("heading", level=1, name=TITLE)).to_have_count(0)
        page.goto(thread_url)
        expect(page.locator(".post-best")).to_contain_text("High frequency")


def _the_asker_sees_the_teams_answer_and_accepts(
    browser: Browser, url: str, thread_url: str
) -> None:
    with window(browser, url) as page:
        come_in(page, "wilma.storm@example.com")
        soon(page, thread_url, page.locator("[data-unread]"))
        best = page.locator(".post-best")
        expect(best.get_by_text("From the team")).to_be_visible()
        best.get_by_role("button", name="This solved it").click()
        expect(page.locator(".post-best .credit")).to_contain_text("ccepted by Wilma Storm")


def _it_becomes_an_article(browser: Browser, url: str, thread_url: str) -> str:
    with window(browser, url) as page:
        come_in(page, REP)
        page.goto(thread_url)
        page.get_by_role("button", name=re.compile("Make an article")).click()
        expect(page.locator("textarea[name=body]")).to_have_value(re.compile("## Solution"))
        edit_url = page.url
        page.get_by_role("button", name=re.compile("review", re.I)).first.click()
        expect(page.get_by_text(re.compile("in review", re.I)).first).to_be_visible()
    with window(browser, url) as page:
        come_in(page, MODERATOR)
        page.goto(edit_url)
        publish = page.get_by_role("button", name=re.compile("^Publish")).first
        publish.click()
        expect(publish).to_be_hidden()
        page.goto(thread_url)
        link = page.locator(".card-article a").first
        expect(link).to_be_visible()
        link.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".provenance")).to_contain_text(TITLE)
        return edit_url


def _and_is_translated(browser: Browser, url: str, edit_url: str) -> None:
    with window(browser, url) as page:
        come_in(page, MODERATOR)
        page.goto(edit_url)
        page.get_by_role("button", name="Translate into: Русский").click()
        page.get_by_label("Title").fill(IN_RUSSIAN)
        page.locator("textarea[name=body]").fill(SOLUTION_IN_RUSSIAN)
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.get_by_role("heading", level=1, name=IN_RUSSIAN)).to_be_visible()
        publish = page.get_by_role("button", name=re.compile("^Publish")).first
        publish.click()
        expect(publish).to_be_hidden()


def _the_next_person_is_led_to_it_in_russian(browser: Browser, url: str) -> None:
    with window(browser, url, language="ru") as page:
        found = page.locator("#suggestions").get_by_role("link", name=IN_RUSSIAN)
        for _attempt in range(SOON_TRIES):  # the index learns of the article a moment later
            page.goto("/ask")
            page.locator("input[name=title]").press_sequentially(THE_SAME_IN_RUSSIAN)
            try:
                expect(found.first).to_be_visible(timeout=2_000)
                break
            except AssertionError:
                continue
        expect(found.first).to_be_visible()
        link = page.get_by_role("link", name=IN_RUSSIAN)
        entry = page.locator("#suggestions .suggestion", has=link)
        entry.get_by_role("button", name="Это помогло").click()
        page.wait_for_url("**/ask/solved/**")
