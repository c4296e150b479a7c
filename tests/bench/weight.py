"""What a first visit weighs and when it shows something: a real browser on a slow phone line.

Every page is opened in a browser that has never been here, once as a phone and once as a desktop.
The line and the processor are those of Lighthouse's mobile profile ("slow 4G", four times slower).
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, StorageState, ViewportSize, sync_playwright

from app import create_app
from forum.core.config import from_environment
from forum.core.db import db
from forum.knowledge.models import Article
from forum.threads.models import Thread
from forum.threads.states import thread_url
from tests.bench import servers
from tests.journeys.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.windows import PEOPLE, come_in

GOAL_KB = 150
DEVICES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
LATENCY_MS = 150
BYTES_PER_SECOND = 1_638_400 // 8
SLOWER_TIMES = 4
SETTLE_MS = 1_500  # late fonts and scripts would shift the page by now
TYPED = "Hub keeps dropping off wifi"  # into the first line of a question, letter by letter
TYPED_EVERY_MS = 60
SUGGESTED_MS = 6_000  # until what is suggested stands there, at a quarter of the speed
KINDS = ("Document", "Stylesheet", "Script", "Font")
OBSERVE = """
window.seen = { shift: 0, largest: 0, first: 0 };
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.seen.shift += entry.value;
})).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  window.seen.largest = entry.startTime;
})).observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (entry.name === 'first-contentful-paint') window.seen.first = entry.startTime;
})).observe({ type: 'paint', buffered: true });
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to visit, and who visits it."""

    path: str
    who: str = ""
    types: str = ""


@dataclass(slots=True)
class Visit:
    """One first visit: bytes on the line by kind, paints in ms, how far things moved."""

    requests: int = 0
    bytes_of: dict[str, int] = field(default_factory=dict)
    first_ms: float = 0.0
    largest_ms: float = 0.0
    shift: float = 0.0
    complaints: list[str] = field(default_factory=list)

    def kb(self, kind: str) -> float:
        """Kilobytes of one kind."""
        return self.bytes_of.get(kind, 0) / 1000

    @property
    def all_kb(self) -> float:
        """Kilobytes of everything."""
        return sum(self.bytes_of.values()) / 1000


def main(arguments: Sequence[str]) -> None:
    """Serve a demo community, visit it, print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench weight", description=__doc__)
    parser.add_argument("--port", type=int, default=8120)
    parser.add_argument("--instance", type=Path, help="keep the demo community here")
    parser.add_argument("--language", default="en-GB")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="weight-") as folder:
        instance = options.instance or Path(folder)
        env = servers.environment(instance, options.port, "hashing") | {"DEMO": "1"}
        instance.mkdir(parents=True, exist_ok=True)
        site = servers.start(["app.py"], env, options.port)
        try:
            print(_table(_visits(f"http://127.0.0.1:{options.port}", env, options.language)))
        finally:
            site.stop()


def _visits(site: str, env: dict[str, str], language: str) -> dict[tuple[str, str], Visit]:
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        stops = _stops(env)
        states = {who: _signed_in(browser, site, who) for who in {s.who for s in stops.values()}}
        for name, stop in stops.items():
            for device in DEVICES:
                found[name, device] = _visit(
                    browser, site, stop, device, language, states[stop.who]
                )
        browser.close()
    return found


def _signed_in(browser: Browser, site: str, who: str) -> StorageState | None:
    if not who:
        return None
    context = browser.new_context(base_url=site)
    come_in(context.new_page(), PEOPLE[who])
    state = context.storage_state()
    context.close()
    return state


def _stops(env: dict[str, str]) -> dict[str, Stop]:
    app = create_app(from_environment(env))
    with app.app_context():
        thread = db.session.query(Thread).order_by(Thread.answer_count.desc(), Thread.id).first()
        article = db.session.query(Article).order_by(Article.id).first()
        if thread is None or article is None:
            raise RuntimeError("the demo community is empty")
        return {
            "front page": Stop("/"),
            "thread": Stop(thread_url(thread)),
            "ask": Stop("/ask"),
            "ask, typed into": Stop("/ask", types=TYPED),
            "search": Stop("/search?q=hub+loses+wifi"),
            "article": Stop(f"/kb/{article.id}/{article.slug}"),
            "thread, member": Stop(thread_url(thread), "member"),
            "desk, rep": Stop("/desk", "rep"),
        }


def _visit(
    browser: Browser,
    site: str,
    stop: Stop,
    device: str,
    language: str,
    state: StorageState | None,
) -> Visit:
    context = browser.new_context(
        viewport=DEVICES[device], locale=language, base_url=site, storage_state=state
    )
    page = context.new_page()
    visit, kinds = Visit(), {}
    page.on("console", lambda said: visit.complaints.append(said.text))
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_TIMES})

    def began(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def ended(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        visit.requests += 1
        visit.bytes_of[kind] = visit.bytes_of.get(kind, 0) + int(event["encodedDataLength"])

    devtools.on("Network.responseReceived", began)
    devtools.on("Network.loadingFinished", ended)
    page.add_init_script(OBSERVE)
    page.goto(stop.path, wait_until="load")
    if stop.types:
        page.locator("input[name=title]").press_sequentially(stop.types, delay=TYPED_EVERY_MS)
        page.wait_for_timeout(SUGGESTED_MS)
    page.wait_for_timeout(SETTLE_MS)
    seen = page.evaluate("window.seen")
    visit.first_ms, visit.largest_ms, visit.shift = seen["first"], seen["largest"], seen["shift"]
    context.close()
    return visit


def _table(visits: dict[tuple[str, str], Visit]) -> str:
    lines = [
        "| page | device | requests | HTML kB | CSS kB | JS kB | fonts kB | all kB | goal kB "
        "| first paint ms | largest paint ms | shift |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for (name, device), visit in visits.items():
        parts = " | ".join(f"{visit.kb(kind):.1f}" for kind in KINDS)
        lines.append(
            f"| {name} | {device} | {visit.requests} | {parts} | {visit.all_kb:.1f} | ≤ {GOAL_KB} "
            f"| {visit.first_ms:.0f} | {visit.largest_ms:.0f} | {visit.shift:.3f} |"
        )
    complaints = {text for visit in visits.values() for text in visit.complaints}
    return "\n".join([*lines, *(f"\nThe browser said: {text}" for text in sorted(complaints))])
