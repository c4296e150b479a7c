"""Ways to pages that are only there on the way: each stop is a page to look at.

A walk is told how windows are opened and in which language; it yields what the stop is called and
the window that stands there, and goes on when whoever looked is done.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from passlib.totp import TOTP
from playwright.sync_api import Locator, Page, expect

from tests.journeys.windows import PASSWORD, come_in, reading_in

Stops = Iterator[tuple[str, Page]]
Opening = Callable[[str], AbstractContextManager[Page]]  # a window of somebody
Walk = Callable[[Opening, str], Stops]
RESET = re.compile("new password|новый пароль", re.IGNORECASE)
SOON_TRIES = 180  # minutes on a busy machine: the worker may be embedding a whole community
DID_IT_HELP = re.compile("Did this answer help|Помог ли этот ответ")
HOW_IT_WENT = re.compile("How did it go|Как всё прошло")
TWO_STEPS = {"en": "petra.novak@example.com", "ru": "elena.vetrova@example.com"}
FORGETFUL = {"en": "zoe.castellano@example.com", "ru": "anna.sorokina@example.com"}


def soon(page: Page, url: str, wanted: Locator) -> None:
    """Load a page again until what the worker does in the background shows on it."""
    for _attempt in range(SOON_TRIES):
        page.goto(url)
        if wanted.count():
            return
        page.wait_for_timeout(500)
    expect(wanted.first).to_be_visible()


def open_letter(page: Page, to: str, about: str | re.Pattern[str] = "") -> None:
    """The newest message to somebody, as soon as it was sent."""
    lines = page.locator("main li", has_text=to).filter(has_text=about)
    letter = lines.get_by_role("link").first
    soon(page, "/demo/mail", letter)
    letter.click()
    expect(page.locator(".letter-text")).to_be_visible()


def joining(opened: Opening, language: str) -> Stops:
    """From the form to the first steps of somebody who has nothing yet."""
    email = f"nils.aro.{language}@example.com"
    with opened("visitor") as page:
        page.goto("/register")
        page.locator("#name").fill({"en": "Nils Aro", "ru": "Нильс Аро"}[language])
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url("**/register/inbox**")
        open_letter(page, email)
        yield "demo-letter", page
        page.locator("a[href*='/confirm/']").first.click()
        page.wait_for_url("**/confirm/**")
        yield "confirm", page
        page.locator("main form button").click()
        expect(page.locator(".account-menu .avatar")).to_be_visible()
        for name in ("my/questions", "inbox"):
            page.goto(f"/{name}")
            yield f"{name.replace('/', '-')}-empty", page


def forgetting(opened: Opening, language: str) -> Stops:
    """A forgotten password, up to where a new one is chosen."""
    with opened("visitor") as page:
        page.goto("/reset")
        page.locator("#email").fill(FORGETFUL[language])
        page.locator("#email").press("Enter")
        expect(page.locator(".flashes, .notice, [role=status]").first).to_be_attached()
        open_letter(page, FORGETFUL[language], RESET)
        page.locator("a[href*='/reset/']").first.click()
        page.wait_for_url("**/reset/**")
        yield "password-new", page


def two_steps(opened: Opening, language: str) -> Stops:
    """Switching on the second step, and signing in with it when the phone is lost."""
    email = TWO_STEPS[language]
    with opened("visitor") as page:
        come_in(page, email)
        page.goto("/tf-setup")
        yield "two-steps", page
        page.locator("main form button").first.click()
        expect(page.locator(".qr-code img")).to_be_visible()
        yield "two-steps-scan", page
        key = page.locator("main code").inner_text()
        page.locator("#code").fill(str(TOTP(key=key).generate().token))
        page.locator("#code").press("Enter")
        page.wait_for_url("**/settings/security")
        page.goto("/mf-recovery-codes")
        yield "recovery-codes", page
        page.locator("main form button").click()
        code = page.locator(".recovery-codes code").first
        expect(code).to_be_visible()
        yield "recovery-codes-made", page
        kept = code.inner_text()
    with opened("visitor") as page:
        page.goto("/login")
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url("**/tf-validate**")
        yield "second-step", page
        page.locator("a[href*='mf-recovery']").click()
        page.wait_for_url("**/mf-recovery**")
        yield "second-step-recovery", page
        page.locator("#code").fill(kept)
        page.locator("#code").press("Enter")
        expect(page.locator(".account-menu .avatar")).to_be_visible()


def announcing(opened: Opening, language: str) -> Stops:
    """An announcement about one category: published, read, taken back."""
    with opened("admin") as page, reading_in(page, language):
        page.goto("/desk/announcements/new")
        page.locator("#title").fill("The Lounge moves to a new address on Friday")
        page.locator("textarea[name=body]").fill("Nothing is lost; **old links lead on**.")
        page.locator("#category_id").select_option("10")
        page.locator(".announcing-form > .form-actions button").click()
        page.wait_for_url(re.compile(r"/desk/announcements/\d+"))
        yield "desk-announcement", page
        there = page.url
        page.goto(there.replace("/desk/", "/"))
        yield "announcement", page
        page.goto("/c/lounge")
        expect(page.locator("#site-banner")).to_be_visible()
        yield "category-with-banner", page
        page.goto(there)
        page.locator("form[action$='/withdraw'] button").click()
        page.locator("#confirm [data-confirm-yes]").click()
        expect(page.locator("form[action$='/withdraw']")).to_have_count(0)
        yield "desk-announcement-taken-back", page


def helping(opened: Opening, language: str) -> Stops:
    """From the mail that asks whether an answer helped to the word that was said."""
    with opened("visitor") as page:
        asked = page.locator("main li", has_text=DID_IT_HELP).get_by_role("link")
        letter = asked.first if language == "en" else asked.last
        soon(page, "/demo/mail", letter)
        letter.click()
        page.locator("a[href*='/helped/']").first.click()
        page.wait_for_url("**/helped/**")
        yield "did-it-help", page
        if page.locator("#not-yet").count():
            page.locator("#not-yet input[name=word]").fill("Still red, also after a restart")
            page.locator("#not-yet button").click()
            expect(page.locator("#not-yet")).to_have_count(0)
        yield "did-it-help-not-yet", page


def rating(opened: Opening, language: str) -> Stops:
    """From the mail that asks how it went to a bad mark, which offers to open it again."""
    with opened("visitor") as page:
        asked = page.locator("main li", has_text=HOW_IT_WENT).get_by_role("link")
        letter = asked.first if language == "en" else asked.last
        soon(page, "/demo/mail", letter)
        letter.click()
        page.locator("a[href*='/satisfied/']").first.click()
        page.wait_for_url("**/satisfied/**")
        yield "how-it-went", page
        page.locator("#score input").last.check()
        page.locator("textarea[name=comment]").fill("It took a while.")
        page.locator("form:has(#score) .form-actions button").click()
        expect(page.locator("h1")).to_have_text(re.compile("Thank you|Спасибо"))
        yield "how-it-went-badly", page


WALKS: dict[str, Walk] = {
    "helping": helping,
    "rating": rating,
    "joining": joining,
    "forgetting": forgetting,
    "two_steps": two_steps,
    "announcing": announcing,
}
