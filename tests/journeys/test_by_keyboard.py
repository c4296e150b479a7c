"""Without a mouse: every stop of the keyboard is seen, and whole jobs are done with it."""

import re

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.journeys.windows import PASSWORD, come_in, window

pytestmark = [pytest.mark.journey, pytest.mark.model]


def focus_is_seen(page: Page) -> bool:
    """Whether the eye finds the control that the next key goes to, once the page has settled.

    An act swaps its part of the page and then gives the focus back, a breath later.
    """
    try:
        page.wait_for_function(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body) return false;
              const marked = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
              const around = at.closest(".find, .editor") ?? at;
              return [at, around].some((e) => marked(getComputedStyle(e)))
                || marked(getComputedStyle(at, "::after"));
            }"""
        )
    except TimeoutError:
        return False
    return True


def tab_to(page: Page, selector: str, most: int = 40) -> None:
    """Press Tab until the control has the focus; each stop on the way must be seen."""
    for _press in range(most):
        page.keyboard.press("Tab")
        assert focus_is_seen(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_a_rep_works_the_desk_by_keyboard_alone(browser: Browser, live_site: str) -> None:
    with window(browser, live_site) as page:
        page.goto("/login")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        tab_to(page, "#email")
        page.keyboard.type("yusuf.adeyemi@orrin.example.com")
        tab_to(page, "#password")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".account-menu .avatar")).to_be_visible()

        page.goto("/desk", wait_until="networkidle")
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()
        page.keyboard.press("j")
        row = page.locator(".queue-row").first
        expect(row).to_have_class(re.compile("is-active"))
        title = row.locator("h3").inner_text()
        page.keyboard.press("Enter")
        expect(page.locator("#work h1")).to_have_text(title)
        page.keyboard.press("c")
        expect(page.locator("#work").get_by_role("button", name="Give back")).to_be_visible()
        assert focus_is_seen(page), "a claim must not lose the keyboard's place"
        page.keyboard.press("n")
        expect(page.locator("#work textarea[name=details]")).to_be_focused()
        page.keyboard.type("Which version is it?")
        tab_to(page, ".work-details .button", most=3)
        page.keyboard.press("Enter")
        expect(page.locator("#work h1")).not_to_have_text(title)
        expect(page.locator("#toasts")).to_contain_text("Asked for details")
        assert focus_is_seen(page), "going on must not lose the keyboard's place"
        page.keyboard.press("a")
        expect(page.locator("#work .work-answer textarea")).to_be_focused()


def test_the_menu_opens_and_closes_by_key(browser: Browser, live_site: str) -> None:
    with window(browser, live_site) as page:
        come_in(page, "liam.orourke@example.org")
        page.goto("/questions", wait_until="networkidle")
        tab_to(page, ".account-menu > summary")
        page.keyboard.press("Enter")
        expect(page.locator(".account-menu .menu-panel")).to_be_visible()
        tab_to(page, ".account-menu a", most=1)
        page.keyboard.press("Escape")
        expect(page.locator(".account-menu .menu-panel")).to_be_hidden()
        expect(page.locator(".account-menu > summary")).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("[data-search]")).to_be_focused()


def test_a_customer_asks_by_keyboard_alone(browser: Browser, live_site: str) -> None:
    title = "How loud is the siren of the new hub"
    with window(browser, live_site, "mike.plumber@example.org") as page:
        page.goto("/questions", wait_until="networkidle")
        tab_to(page, ".nav-ask")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/ask$"))
        expect(page.locator("#ask-form [data-toolbar]").first).to_be_visible()
        tab_to(page, "input[name=title]")
        page.keyboard.type(title)
        tab_to(page, "textarea[name=body]", most=80)
        page.keyboard.type("In a house of three floors, please.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page.locator(".post-question")).to_contain_text("three floors")


def test_a_rep_answers_once_what_many_asked_by_keyboard_alone(
    browser: Browser, live_site: str
) -> None:
    with window(browser, live_site, "rep") as page:
        page.goto("/desk/together", wait_until="networkidle")
        page.keyboard.press("j")
        expect(page.locator(".many").first).to_have_class(re.compile("is-active"))
        page.keyboard.press("Enter")
        rows = page.locator("input[name=threads]")
        expect(rows).to_have_count(5)
        before = page.locator("#told").inner_text()
        rows.last.focus()
        page.keyboard.press("Space")
        expect(page.locator("#told")).not_to_have_text(before)
        page.keyboard.press("r")
        expect(page.locator("#reply-words")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator("#body")).to_be_focused()
        page.keyboard.type("Open the home once and save its time zone: rules follow it then.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("h1")).to_have_text("Asked by many")
        expect(page.locator(".flashes")).to_contain_text("3 questions lead to it now")
