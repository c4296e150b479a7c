"""Several questions changed at once without a mouse; and details that come back to the desk."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_by_keyboard import tab_to
from tests.journeys.walks import soon
from tests.journeys.windows import window

pytestmark = [pytest.mark.journey, pytest.mark.model]

REP = "yusuf.adeyemi@orrin.example.com"
ASKER = "liam.orourke@example.org"
TO_THE_FORM = 60  # stops: the boxes and links of a whole list stand before it


def select(page: Page, number: int) -> None:
    """Walk down the list and select the first rows of it."""
    for _row in range(number):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("#queue input[name=thread]:checked")).to_have_count(number)


def test_three_questions_are_tagged_worse_and_put_back_by_keyboard_alone(
    browser: Browser, live_site: str
) -> None:
    with window(browser, live_site, REP) as page:
        page.goto("/desk?queue=unanswered&severity=minor&sort=newest", wait_until="networkidle")
        titles = page.locator(".queue-row h3").all_inner_texts()[:3]
        select(page, 3)
        expect(page.locator("[data-selected]")).to_have_text(re.compile("3"))
        page.locator("#bulk button[value=severity]").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Change the severity of 3 questions"
        )
        tab_to(page, "select[name=severity]", most=TO_THE_FORM)
        page.keyboard.press("End")  # the mildest
        tab_to(page, "main form .button", most=3)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "3 questions have another severity"
        )
        tab_to(page, "main form .button", most=3)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Taken back")
        page.goto("/desk?queue=unanswered&severity=minor&sort=newest")
        assert page.locator(".queue-row h3").all_inner_texts()[:3] == titles


def test_details_that_come_bring_a_question_back(browser: Browser, live_site: str) -> None:
    title = "The hall lamp forgets its colour after a power cut"
    with window(browser, live_site, ASKER) as page:
        page.goto("/ask", wait_until="networkidle")
        page.locator("input[name=title]").fill(title)
        page.locator("textarea[name=body]").fill("Warm white comes back as cold white each time.")
        page.locator("textarea[name=body]").press("Control+Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        asked = page.url
    with window(browser, live_site, REP) as page:
        row = page.locator(".queue-row", has_text=title)
        soon(page, "/desk?queue=unanswered&sort=newest", row)
        row.get_by_role("link").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#work h1")).to_have_text(title)
        page.keyboard.press("n")
        expect(page.locator("#work textarea[name=details]")).to_be_focused()
        page.keyboard.type("Which version is it?")
        tab_to(page, ".work-details .button", most=3)
        page.keyboard.press("Enter")
        expect(page.locator("#work h1")).not_to_have_text(title)
        soon(page, "/desk?queue=needs-info&sort=newest", row)
        expect(row).to_contain_text("paused")
    with window(browser, live_site, ASKER) as page:
        page.goto(asked, wait_until="networkidle")
        reply = page.locator(".reply-main textarea[name=body]")
        reply.fill("Version 5.2.0, sorry.")
        reply.press("Control+Enter")
        expect(page.locator(".strand, main").first).to_contain_text("Version 5.2.0")
    with window(browser, live_site, REP) as page:
        soon(page, "/desk?queue=open&sort=newest", page.locator(".queue-row", has_text=title))
        expect(page.locator(".queue-row", has_text=title)).to_contain_text("The details came")
