"""Windows of a browser: who looks through them, in which language, on which device."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

PASSWORD = "orrin-community"
PEOPLE = {
    "member": "beatrix.holm@example.com",
    "ambassador": "marta.lindqvist@example.org",
    "rep": "dana.whitlock@orrin.example.com",
    "moderator": "tobias.reuter@orrin.example.com",
    "admin": "ines.carvalho@orrin.example.com",
}
DESKTOP = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=360, height=740)
PHONE = ViewportSize(width=390, height=844)
WAIT_MS = 120_000  # a slow machine that runs other tests beside, or embeds a community
# Refusals are pages too; a machine under load draws later than the browser likes its fonts; and
# whoever goes on while suggestions are on their way gives that request up (htmx tells it twice).
EXPECTED = (
    "status of 4",
    "was preloaded using link preload but not used",
    "htmx:sendAbort",
    "htmx:afterRequest",
)
expect.set_options(timeout=WAIT_MS)

_signed_in: dict[tuple[str, str], StorageState] = {}  # signing in again and again is limited


@contextmanager
def window(
    browser: Browser,
    url: str,
    who: str = "visitor",
    *,
    language: str = "en",
    theme: Literal["light", "dark"] = "light",
    size: ViewportSize = DESKTOP,
    scripts: bool = True,
) -> Iterator[Page]:
    """A window of one person; whatever a page complains of in the console fails the test.

    ``who`` is a role, or the address of somebody of the demo.
    """
    email = "" if who == "visitor" else PEOPLE.get(who, who)
    context = browser.new_context(
        base_url=url,
        locale="ru-RU" if language == "ru" else "en-GB",
        color_scheme=theme,
        reduced_motion="reduce",
        viewport=size,
        has_touch=size in (NARROW, PHONE),
        java_script_enabled=scripts,
        storage_state=_signed_in.get((url, email)),
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.set_default_navigation_timeout(WAIT_MS)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            said.append(f"{page.url}: {message.text}")
            if message.type in {"error", "warning"}
            and not any(words in message.text for words in EXPECTED)
            else None
        ),
    )
    if email and (url, email) not in _signed_in:
        come_in(page, email)
        _signed_in[url, email] = context.storage_state()
    yield page
    context.close()
    assert said == [], said


def come_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in with the form, in whatever language it stands."""
    if "/login" not in page.url:
        page.goto("/login")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    expect(page.locator(".account-menu .avatar")).to_be_visible()


@contextmanager
def reading_in(page: Page, language: str) -> Iterator[None]:
    """The language as the switch of the page sets it; of the demo's people, put back after."""
    page.goto("/")
    before = _language_of(page)
    _switch(page, language)
    yield
    if before != language:
        page.goto("/")
        _switch(page, before)


def _language_of(page: Page) -> str:
    return str(page.locator("html").get_attribute("lang"))


def _switch(page: Page, language: str) -> None:
    if _language_of(page) != language:
        page.locator(f".footer-switches button[name=language][value={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)


def settle(page: Page) -> None:
    """What the page asks for as it loads has come, and nothing moves by itself any more.

    What moves as somebody scrolls has a timeline of its own and never ends.
    """
    page.wait_for_function(
        """() => !document.querySelector(".htmx-request")
             && document.getAnimations().every(
                  (a) => a.timeline !== document.timeline || a.playState !== "running")"""
    )
