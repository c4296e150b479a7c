"""Writing in a real browser: the editor, and that no word is ever lost on the way to the site."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, StorageState, expect

from tests.journeys.windows import WAIT_MS

pytestmark = [pytest.mark.journey, pytest.mark.model]

PASSWORD = "orrin-community"
WRITER = "hannah.vogt@example.com"
REP = "yusuf.adeyemi@orrin.example.com"
TEXT = "Hold the button for ten seconds, then pair it again."


_cookies: dict[str, StorageState] = {}


@contextmanager
def writer(browser: Browser, url: str, email: str = WRITER) -> Iterator[Page]:
    """A window in which somebody is signed in; no script may fail in it."""
    context = browser.new_context(base_url=url, locale="en-GB", storage_state=_cookies.get(email))
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    if email not in _cookies:
        come_in(page, email)
        _cookies[email] = context.storage_state()
    yield page
    context.close()
    assert errors == []


def come_in(page: Page, email: str) -> None:
    """Sign in with the form, wherever it leads."""
    if "/login" not in page.url:
        page.goto("/login")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    expect(page.locator(".account-menu .avatar")).to_be_visible()


def open_thread(page: Page, number: int) -> str:
    """A thread of the list, ready to be answered; each test takes a number of its own."""
    page.goto("/questions?view=newest")
    address = page.locator(".thread-row-title a").nth(number).get_attribute("href")
    assert address
    page.goto(address)
    ready(page)
    return address


def ready(page: Page) -> None:
    """The scripts of the editor have started."""
    expect(page.locator("#answer [data-toolbar]")).to_be_visible()


def field(page: Page) -> Locator:
    """The answer's field."""
    return page.locator("#answer textarea[name=body]")


def state(page: Page) -> Locator:
    """Where it says whether the draft is kept."""
    return page.locator("#answer [data-draft-state]")


def said(page: Page) -> Locator:
    """What is said beside the button."""
    return page.locator("#answer [data-form-said]")


def send(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Post the answer").click()


def test_the_editor_by_keys_buttons_and_at_signs(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site) as page:
        open_thread(page, 0)
        area = field(page)
        area.press_sequentially("word")
        area.press("Control+a")
        area.press("Control+b")
        expect(area).to_have_value("**word**")
        area.press("Control+z")
        expect(area).to_have_value("word")
        area.fill("")
        area.press_sequentially("- one\ntwo\n\nend")
        expect(area).to_have_value("- one\n- two\nend")
        area.press("Control+a")
        page.keyboard.press("Control+Shift+Digit7")
        expect(area).to_have_value("1. one\n2. two\n3. end")
        bold = page.get_by_role("button", name="Bold")
        bold.focus()
        bold.press("ArrowRight")
        expect(page.get_by_role("button", name="Italic")).to_be_focused()
        area.fill("Thanks ")
        area.press("End")
        area.press_sequentially("@whit")
        option = page.get_by_role("option", name=re.compile("Dana Whitlock"))
        expect(option).to_have_attribute("aria-selected", "true")
        area.press("Enter")
        expect(area).to_have_value("Thanks @Dana_Whitlock ")
        expect(option).to_have_count(0)
        page.get_by_role("button", name="Both", exact=True).click()
        area.press("End")
        area.press_sequentially("**now**")
        preview = page.get_by_role("region", name="Preview")
        expect(preview.locator("a.mention")).to_have_text("@Dana Whitlock")
        expect(preview.locator("strong")).to_have_text("now")
        area.press("Control+Enter")
        expect(page.locator(".post .mention", has_text="Dana Whitlock").first).to_be_visible()


def test_a_choice_of_words_is_quoted(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site) as page:
        open_thread(page, 1)
        author = page.locator(".post-question .author").first.inner_text()
        page.locator(".post-question .prose p").first.select_text()
        expect(page.locator(".quote-offer")).to_be_visible()
        page.keyboard.press("q")
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value(
            re.compile(rf"^> [^\n]+(\n> [^\n]+)*\n>\n> — \[{re.escape(author)}\]\(/p/\d+\)\n\n$")
        )


def test_a_draft_is_there_again_on_another_device(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site) as page, writer(browser, live_site) as phone:
        address = open_thread(page, 2)
        phone.goto(address)
        ready(phone)
        field(page).press_sequentially(TEXT)
        expect(state(page)).to_contain_text("Draft saved")
        field(phone).press_sequentially("From the phone.")
        expect(phone.locator(".draft-other")).to_contain_text("Another window")
        expect(phone.locator(".draft-other textarea")).to_have_value(TEXT)
        page.reload()
        ready(page)
        expect(field(page)).to_have_value("From the phone.")
        expect(state(page)).to_contain_text("Draft restored")
        state(page).get_by_role("button", name="Discard").click()
        expect(field(page)).to_have_value("")
        state(page).get_by_role("button", name="Undo").click()
        expect(field(page)).to_have_value("From the phone.")
        expect(state(page)).to_contain_text("Draft saved")


def test_without_a_connection_the_text_stays_and_goes_later(
    browser: Browser, live_site: str
) -> None:
    with writer(browser, live_site) as page:
        address = open_thread(page, 3)
        page.context.set_offline(True)
        field(page).press_sequentially(TEXT)
        expect(state(page)).to_contain_text("Kept in this browser")
        send(page)
        expect(said(page)).to_contain_text("No connection")
        expect(field(page)).to_have_value(TEXT)
        page.context.set_offline(False)
        page.goto(address)  # even where the page is left: this browser has it
        ready(page)
        expect(field(page)).to_have_value(TEXT)
        field(page).press("End")
        field(page).press_sequentially(" Really.")
        send(page)
        expect(page.locator(".post", has_text=f"{TEXT} Really.")).to_be_visible()
        page.goto(address)
        ready(page)
        expect(field(page)).to_have_value("")


def fail_with(page: Page, status: int) -> None:
    """The site answers so to the next answer, once."""

    def refuse(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body="<p>Out of order</p>")

    page.route("**/answers", refuse, times=1)


def test_a_site_in_trouble_takes_no_word_away(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site) as page:
        open_thread(page, 4)
        field(page).press_sequentially(TEXT)
        for status, words in ((503, "busy"), (500, "could not take it"), (413, "too large")):
            fail_with(page, status)
            send(page)
            expect(said(page)).to_contain_text(words)
            expect(field(page)).to_have_value(TEXT)
        field(page).evaluate("(area, text) => { area.value = text; }", "x" * 100_000)
        field(page).press("End")
        field(page).press_sequentially("y")
        expect(page.locator("#answer [data-counter-for]")).to_contain_text("68,001 too many")
        send(page)
        expect(said(page)).to_contain_text("Nothing was sent and nothing was cut")
        assert len(field(page).input_value()) == 100_001


def test_signed_out_while_writing(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site) as page:
        address = open_thread(page, 5)
        field(page).press_sequentially(TEXT)
        page.context.clear_cookies()
        send(page)
        expect(said(page)).to_contain_text("You have been signed out")
        expect(field(page)).to_have_value(TEXT)
        expect(state(page)).to_contain_text("sign in")
        said(page).get_by_role("link", name="Sign in").click()
        expect(page).to_have_url(re.compile("/login"))
        come_in(page, WRITER)
        expect(page).to_have_url(re.compile(re.escape(address)))
        expect(field(page)).to_have_value(TEXT)
        send(page)
        expect(page.locator(".post", has_text=TEXT)).to_be_visible()


def test_a_form_from_before_the_sign_in_still_goes_out(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site) as page:
        open_thread(page, 6)
        stale = "document.querySelectorAll('[name=csrf_token]').forEach(f => f.value = 'old')"
        meta = "document.querySelector('meta[name=csrf-token]').content = 'old'"
        page.evaluate(f"() => {{ {stale}; {meta}; }}")
        field(page).press_sequentially(TEXT)
        send(page)
        expect(page.locator(".post", has_text=TEXT)).to_be_visible()


def test_the_desk_keeps_a_note_that_was_not_taken(browser: Browser, live_site: str) -> None:
    with writer(browser, live_site, REP) as page:
        page.goto("/desk?queue=unanswered")
        page.locator(".queue-row h3 a").first.click()
        note = page.locator("#work textarea[name=note]")
        note.press_sequentially("Ask the warehouse.")
        expect(page.locator(".work-notes [data-draft-state]")).to_contain_text("this browser")
        page.route(re.compile("/notes"), lambda route: route.abort(), times=1)
        page.get_by_role("button", name="Add note").click()
        expect(page.locator(".work-notes [data-form-said]")).to_contain_text("No connection")
        expect(note).to_have_value("Ask the warehouse.")
        page.get_by_role("button", name="Try again").click()
        taken = page.locator(".work-notes .note", has_text="Ask the warehouse.")
        expect(taken).to_be_visible()
