"""What people do on their way through a journey, by the forms of the pages, without scripts."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.windows import window


def ask(browser: Browser, url: str, who: str, title: str, body: str = "Since yesterday.") -> str:
    """Somebody asks; the address of the new thread."""
    with window(browser, url, who, scripts=False) as page:
        page.goto("/ask")
        write_question(page, title, body)
        return send_question(page, title)


def write_question(page: Page, title: str, body: str) -> None:
    """Fill in the ask page."""
    page.get_by_label("In one sentence").fill(title)
    page.get_by_label("What happened, and what have you tried?").fill(body)


def send_question(page: Page, title: str) -> str:
    """Send it, and be where it stands."""
    page.get_by_role("button", name="Ask the community").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url


def answer(browser: Browser, url: str, who: str, thread: str, text: str) -> None:
    """Somebody answers."""
    with window(browser, url, who, scripts=False) as page:
        page.goto(thread)
        page.locator(".reply textarea").fill(text)
        page.get_by_role("button", name="Post the answer").click()
        expect(page.locator(".post", has_text=text)).to_be_visible()
