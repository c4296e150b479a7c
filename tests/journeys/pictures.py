"""``make pictures``: the pictures of the docs, taken of a demo community that stands in time.

Scenes stand in the guides; every page of the atlas stands in the album, on a desktop and a phone,
light and dark. The site's clock begins on the same Wednesday each time, so that ages, dates and
the clocks of the desk come out the same; only what really changed on a page changes its picture.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

import moderation.demo
from app import create_app
from forum.core import clock, jobs, migrations, server
from tests.journeys import atlas
from tests.journeys.conftest import CHROMIUM, CHROMIUM_FLAGS, ROOT, is_ready
from tests.journeys.reading_out import Theme
from tests.journeys.walks import WALKS
from tests.journeys.windows import DESKTOP, PEOPLE, PHONE, settle, window
from tests.ports import free_port

FOLDER = ROOT / "docs" / "pictures"
WEDNESDAY = datetime(2026, 3, 25, 10, 40, tzinfo=UTC)  # the week that docs/desk.md counts in
START_SECONDS_MAX = 400  # the whole demo is embedded before the first picture
LOOKED_UP_MS = 3_000  # the last keys wait 300 ms and then the model
ASK_TRIES = 8
PICTURE_MAX_BYTES = 250_000
COLOURS = 256  # as many as one byte names; half of them save a tenth of the bytes and tint paper
ALBUM = "pages"
ALBUM_PAGE = ROOT / "docs" / "pictures.md"
ALBUM_IN_RUSSIAN = ("home", "questions", "thread-in-russian", "ask", "knowledge", "sign-in")
SIZES = {"desktop": DESKTOP, "phone": PHONE}
THEMES: tuple[Theme, ...] = ("light", "dark")
REP, AMBASSADOR, MEMBER, ADMIN = "rep", "ambassador", "member", "admin"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: where it is taken, by whom, and what is typed or scrolled to before."""

    name: str
    path: str
    person: str = ""
    language: str = "en"
    phone: bool = False
    dark: bool = False
    types: str = ""  # into the title of the ask page; then suggestions are waited for
    scrolls_to: str = ""  # a selector that is brought to the lower edge
    opens: str = ""  # a selector that is clicked first, and a selector that then is there
    opened: str = ""
    height: int = 800


ENGLISH = "Hub drops off wifi since the 5.2.0 update, error E-214"
RUSSIAN = "Термоголовка показывает на три градуса больше, чем в комнате"
SOLVED = "/t/21"
SOLVED_IN_RUSSIAN = "/t/15"
MUCH_ANSWERED = "/t/33"
PEERS_ANSWER = "/t/9"
ANOTHER_ANSWER = ".post:not(.post-question, .post-best) .post-foot"
TO_WORK_ON = "#queue a:has-text('Rules with two conditions')"
SELECTED, WITH_MANY = ".queue-row:nth-child(2) .queue-row-pick", "#bulk button[value=assign]"
PICTURES = (
    Picture("home", "/"),
    Picture("thread", SOLVED),
    Picture("ask", "/ask", types=ENGLISH),
    Picture("search", "/search?q=hub+loses+wifi+E-214"),
    Picture("article", "/kb/1"),
    Picture("thread-ru", SOLVED_IN_RUSSIAN, language="ru"),
    Picture("ask-ru", "/ask", types=RUSSIAN, language="ru"),
    Picture("thread-phone-dark", SOLVED, phone=True, dark=True),
    Picture("my-questions", "/my/questions", person=MEMBER, height=560),
    Picture("inbox", "/inbox", person=MEMBER, height=480),
    Picture("sign-in-settings", "/settings/security", person=MEMBER, height=640),
    Picture("desk", "/desk", person=REP, opens=TO_WORK_ON, opened="#work h1"),
    Picture("desk-many", "/desk", person=REP, opens=SELECTED, opened=WITH_MANY, height=640),
    Picture("desk-phone", "/desk", person=REP, phone=True, dark=True),
    Picture("marks", MUCH_ANSWERED, person=REP, scrolls_to=ANOTHER_ANSWER, height=480),
    Picture("article-editor", "/desk/articles/12/edit", person=REP),
    Picture("endorse", PEERS_ANSWER, person=AMBASSADOR, scrolls_to=ANOTHER_ANSWER, height=480),
    Picture("role", "/u/Beatrix_Holm", person=ADMIN, height=480),
    Picture("staff-log", "/desk/log", person=ADMIN, height=560),
)


def main() -> None:
    """Start a demo, take every picture, and say which are too large."""
    if sys.argv[1:] == ["site"]:
        _serve_on_wednesday()
        return
    if CHROMIUM is None:
        sys.exit("Pictures need Chromium (Debian: apt-get install chromium).")
    wanted = sys.argv[1:]  # names of scenes, or "pages"; nothing means all
    with _site() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                _take(browser, url, picture)
        if not wanted or ALBUM in wanted:
            _fill_the_album(browser, url)
        browser.close()


def _fill_the_album(browser: Browser, url: str) -> None:
    """Every page in every size and theme; what is no page any more goes."""
    for old in (FOLDER / ALBUM).glob("*.png"):
        old.unlink()
    names: list[str] = []
    for who in ("visitor", *PEOPLE):
        with window(browser, url, who) as page:
            for sample in atlas.samples(who):
                names.append(_take_all(page, sample.name, sample.address))
    for walk in WALKS.values():
        names += [_take_all(page, name) for name, page in walk(partial(window, browser, url), "en")]
    with window(browser, url, language="ru") as page:
        for sample in atlas.samples("visitor"):
            if sample.name in ALBUM_IN_RUSSIAN:
                names.append(_take_all(page, f"{sample.name}-ru", sample.address))
    ALBUM_PAGE.write_text(_album(names), encoding="utf-8")


def _take_all(page: Page, name: str, address: str = "") -> str:
    """A page four times: the one at this address, or the one that stands in the window.

    What has an address is opened anew in each size: as it loads, a page brings into sight what of
    its strips is chosen.
    """
    for size_name, size in SIZES.items():
        page.set_viewport_size(size)
        if address:
            page.goto(address)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            settle(page)
            path = FOLDER / ALBUM / f"{name}-{size_name}-{theme}.png"
            _keep(page, path)
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    return name


def _album(names: list[str]) -> str:
    kinds = [f"{size}-{theme}" for size in SIZES for theme in THEMES]
    head = " | ".join(kind.replace("-", ", ") for kind in kinds)
    rows = [
        f"| {name} | " + " | ".join(f"[see](pictures/{ALBUM}/{name}-{k}.png)" for k in kinds) + " |"
        for name in names
    ]
    return "\n".join(
        [
            "# Every page in pictures",
            "",
            "`make pictures` takes them and writes this page. `tests/journeys/atlas.py` says where "
            "each one is and who looks at it; no page can be forgotten there.",
            "",
            f"| page | {head} |",
            "|---|" + "---|" * len(kinds),
            *rows,
            "",
        ]
    )


def _serve_on_wednesday() -> None:
    real, began = clock.now, clock.now()
    clock.now = lambda: WEDNESDAY + (real() - began)
    app = create_app()
    with app.app_context():
        migrations.upgrade_after_backup()
    moderation.demo.prepare(app)
    app.test_cli_runner().invoke(args=["search", "reindex"])  # what is found is found by meaning
    jobs.start_in_thread(app)
    server.serve(app)


@contextmanager
def _site() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "site.log").open("w+") as log:
        port = free_port()
        environ = {"INSTANCE_DIR": folder, "PORT": str(port), "DEMO": "1"}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.pictures", "site"],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), **environ},
            stdout=log,
            stderr=log,
        )
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + START_SECONDS_MAX
        try:
            while not is_ready(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    sys.exit(f"The demo did not start:\n{log.read()}")
                time.sleep(0.3)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _take(browser: Browser, url: str, picture: Picture) -> None:
    size = PHONE if picture.phone else ViewportSize(width=DESKTOP["width"], height=picture.height)
    theme: Theme = "dark" if picture.dark else "light"
    opened = partial(window, browser, url, picture.person or "visitor")
    with opened(language=picture.language, theme=theme, size=size) as page:
        answer = page.goto(picture.path)
        if answer is None or not answer.ok:
            sys.exit(f"{picture.path} answers {answer.status if answer else 'nothing'}.")
        if picture.types:
            _ask(page, picture.types)
        if picture.opens:
            page.locator(picture.opens).first.click()
            page.locator(picture.opened).first.wait_for()
        if picture.scrolls_to:
            page.locator(picture.scrolls_to).first.evaluate("e => e.scrollIntoView({block: 'end'})")
        page.wait_for_load_state("networkidle")
        _keep(page, FOLDER / f"{picture.name}.png")


def _keep(page: Page, path: Path) -> None:
    """Take what the window shows, in few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready")
    taken = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    # every colour counts once, however few its dots: else the green of small knots goes grey
    method = Image.Quantize.MAXCOVERAGE
    true = taken.convert("RGB")
    few = true.quantize(COLOURS, method, dither=Image.Dither.NONE)
    few.putpalette(_as_they_are(true, few))
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size // 1000} kB", flush=True)
    if size > PICTURE_MAX_BYTES:
        sys.exit(f"{path.name} is larger than {PICTURE_MAX_BYTES} bytes: take less of it.")


def _as_they_are(true: Image.Image, few: Image.Image) -> list[int]:
    """The palette with each colour as most of its dots had it: paper stays the paper it is."""
    red, green, blue = np.asarray(true, np.int64).reshape(-1, 3).T
    dots = np.asarray(few, np.int64).ravel() << 24 | red << 16 | green << 8 | blue
    kinds, numbers = np.unique(dots, return_counts=True)
    palette = few.getpalette() or []
    for kind in kinds[np.argsort(numbers)].tolist():  # the most frequent comes last, and stays
        place = 3 * (kind >> 24)
        palette[place : place + 3] = [kind >> 16 & 255, kind >> 8 & 255, kind & 255]
    return palette


def _ask(page: Page, text: str) -> None:
    """Type a title and wait for what is suggested beside it; again where the machine was slow."""
    for _attempt in range(ASK_TRIES):
        page.locator("input[name=title]").fill("")
        page.locator("input[name=title]").press_sequentially(text, delay=20)
        page.wait_for_timeout(LOOKED_UP_MS)
        if page.locator(".suggestion-likely").count():
            return
    sys.exit(f"Nothing is suggested as very likely for {text!r}: another title makes the picture.")


if __name__ == "__main__":
    main()
