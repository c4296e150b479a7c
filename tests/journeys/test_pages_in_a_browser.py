"""The main pages as people meet them: read out, dark, narrow, without scripts, without a mouse.

Each page is held to axe's rules in both languages and themes, must fit a narrow phone and a wide
screen, and must say nothing in the console.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

pytestmark = [pytest.mark.journey, pytest.mark.model]

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
PASSWORD = "orrin-community"
WAIT_MS = 20_000
NARROW, WIDE = 360, 1280

# where people go; a visitor's walk holds what everybody sees, the others add what is theirs
PAGES = {
    "visitor": [
        *("/", "/questions", "/ask", "/search?q=wifi", "/kb", "/people"),
        *("/login", "/register", "/nowhere", "/styleguide"),
    ],
    "member": [
        *("/ask", "/my/questions", "/inbox"),
        *("/settings", "/settings/security", "/settings/account"),
    ],
    "rep": ["/desk", "/desk?queue=all", "/desk/articles"],
}
# one page of each kind, reached from a list as people reach it
LINKS = {
    "visitor": {
        "/questions": [".thread-row-title a", ".thread-row a[href^='/u/']"],
        "/kb": [".article-card-title a", ".kb-section h2 a"],
    },
    "member": {"/questions?view=solved": [".thread-row-title a"]},
    "rep": {
        "/questions?view=solved": [".thread-row-title a"],
        "/desk": [".queue-row h3 a"],
        "/desk/articles": ["td a"],
    },
}


@dataclass(frozen=True)
class Reader:
    """Somebody of the demo, with the language and the theme they read in."""

    role: str
    email: str | None
    language: str
    theme: str


READERS = [
    Reader("visitor", None, "en", "light"),
    Reader("visitor", None, "ru", "dark"),
    Reader("member", "liam.orourke@example.org", "en", "dark"),
    Reader("member", "anna.sorokina@example.com", "ru", "light"),
    Reader("rep", "yusuf.adeyemi@orrin.example.com", "en", "light"),
    Reader("rep", "pavel.gromov@orrin.example.com", "ru", "dark"),
]


@contextmanager
def window(
    browser: Browser,
    url: str,
    language: str = "en",
    theme: str = "light",
    scripts: bool = True,
) -> Iterator[Page]:
    """A window of one person; whatever a page complains of in the console fails the test."""
    context = browser.new_context(
        base_url=url,
        locale="ru-RU" if language == "ru" else "en-GB",
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": WIDE, "height": 900},
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            said.append(f"{page.url}: {message.text}")
            if message.type in {"error", "warning"} and "status of 4" not in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert said == []


def come_in(page: Page, email: str) -> None:
    """Sign in with the form, in whatever language it stands."""
    page.goto("/login")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    expect(page.locator(".account-menu .avatar")).to_be_visible()


def addresses(page: Page, reader: Reader) -> list[str]:
    """The pages of a reader, and the first page of each kind that these lead to."""
    found = list(PAGES[reader.role])
    for start, selectors in LINKS[reader.role].items():
        page.goto(start)
        for selector in selectors:
            link = page.locator(selector).first
            found.append(str(link.get_attribute("href")))
    return list(dict.fromkeys(found))


def sideways(page: Page, width: int) -> str:
    """What is wider than the window, or nothing."""
    page.set_viewport_size({"width": width, "height": 900})
    return str(
        page.evaluate(
            """() => {
              const {clientWidth, scrollWidth} = document.documentElement;
              return scrollWidth > clientWidth ? `${scrollWidth} > ${clientWidth}` : "";
            }"""
        )
    )


def violations(page: Page) -> list[str]:
    """What axe has to say, a line for each rule that is broken."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


@pytest.mark.parametrize("reader", READERS, ids=lambda r: f"{r.role}-{r.language}-{r.theme}")
def test_everybody_can_read_every_page(browser: Browser, live_site: str, reader: Reader) -> None:
    wrong: list[str] = []
    with window(browser, live_site, reader.language, reader.theme) as page:
        if reader.email:
            come_in(page, reader.email)
        for address in addresses(page, reader):
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", reader.language)
            wrong += [f"{address} {broken}" for broken in violations(page)]
            for width in (NARROW, WIDE):
                if too_wide := sideways(page, width):
                    wrong.append(f"{address} at {width}: {too_wide}")
    assert wrong == []


def test_asking_answering_voting_and_accepting_need_no_scripts(
    browser: Browser, live_site: str
) -> None:
    title = "Which lamp fits a bathroom without a window"
    with window(browser, live_site, scripts=False) as asker:
        come_in(asker, "walt.jensen@example.com")
        asker.goto("/ask")
        asker.get_by_label("In one sentence").fill(title)
        asker.get_by_label("What happened, and what have you tried?").fill("It is damp there.")
        asker.get_by_role("button", name="Ask the community").click()
        expect(asker.get_by_role("heading", level=1)).to_contain_text(title)
        thread = asker.url
        with window(browser, live_site, scripts=False) as helper:
            come_in(helper, "hannah.vogt@example.com")
            helper.goto(thread)
            helper.locator(".reply textarea").fill("The Glow Round: it is **IP44**.")
            helper.get_by_role("button", name="Post the answer").click()
            expect(helper.locator(".post strong")).to_have_text("IP44")
        with window(browser, live_site, scripts=False) as reader:
            come_in(reader, "kenji.m@example.org")
            reader.goto(thread)
            helpful = reader.get_by_role("button", name=re.compile("Helpful"))
            helpful.click()
            expect(helpful).to_have_attribute("aria-pressed", "true")
            expect(helpful).to_contain_text("1")
        asker.goto(thread)
        asker.get_by_role("button", name="This solved it").click()
        expect(asker.locator(".post-best")).to_contain_text("IP44")
        expect(asker.locator(".post-best .credit")).to_contain_text("ccepted by Walt Jensen")


# an act swaps its part of the page and then gives the focus back: two steps with a breath between
FOCUS_SETTLES_WITHIN_MS = 5_000


def focus_is_seen(page: Page) -> bool:
    """Whether the eye finds the control that the next key goes to, once the page has settled."""
    try:
        page.wait_for_function(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body) return false;
              const marked = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
              const around = at.closest(".find, .editor") ?? at;
              return [at, around].some((e) => marked(getComputedStyle(e)))
                || marked(getComputedStyle(at, "::after"));
            }""",
            timeout=FOCUS_SETTLES_WITHIN_MS,
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


def test_an_article_on_paper_shows_nothing_to_press(browser: Browser, live_site: str) -> None:
    with window(browser, live_site) as page:
        page.goto("/kb")
        page.locator(".article-card-title a").first.click()
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for chrome in (".site-header", ".site-footer", ".rail", ".helpful"):
            for part in page.locator(chrome).all():
                expect(part).to_be_hidden()
