"""Thirty waiting questions worked through without a mouse: nothing is lost, nobody told twice."""

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.crowded import Desk, crowded_desk
from tests.journeys.test_by_keyboard import focus_is_seen, tab_to
from tests.journeys.walks import SOON_TRIES, soon
from tests.journeys.windows import window

pytestmark = [pytest.mark.journey]

__all__ = ["crowded_desk"]
REP = "yusuf.adeyemi@orrin.example.com"
VIEW = "/desk?queue=unanswered&sort=oldest"
LEFT = ".desk-queues a[href*='queue=unanswered'] .count"
BULK = 2
CLUSTER = 5
WORDS = "Thank you for asking. This is how it works, step by step, for question"


class Rep:
    """Somebody at the keyboard: what they do, and what they must find true after each act."""

    def __init__(self, page: Page, waiting: int) -> None:
        self.page = page
        self.left = waiting
        self.keyboard = page.keyboard
        self.answered: list[int] = []

    def opens_the_queue(self) -> None:
        """Read the whole view anew, and find as many waiting as there must be."""
        self.page.goto(VIEW, wait_until="networkidle")
        self.finds_left()

    def finds_left(self) -> None:
        """The figure beside the queue is what was there less exactly what was done."""
        expect(self.page.locator(LEFT)).to_have_text(str(self.left))

    def at(self) -> int:
        """The number of the open question."""
        return int(self.page.locator("#work").get_attribute("data-thread") or 0)

    def opens_the_first(self) -> None:
        """Walk down, up again, and open the first row."""
        for key in "jjk":
            self.keyboard.press(key)
        row = self.page.locator(".queue-row").first
        expect(row).to_have_class(re.compile("is-active"))
        self.keyboard.press("Enter")
        expect(self.page.locator("#work h1")).to_have_text(row.locator("h3").inner_text())

    def claims(self) -> None:
        """Take the open question; the key again would give it back."""
        self.keyboard.press("c")
        work = self.page.locator("#work")
        expect(work.get_by_role("button", name="Give back")).to_be_visible()
        assert focus_is_seen(self.page), "a claim lost the keyboard's place"

    def writes(self) -> None:
        """Begin an answer that says which question it is for."""
        self.keyboard.press("a")
        expect(self.page.locator(".work-answer textarea")).to_be_focused()
        self.keyboard.insert_text(f"{WORDS} {self.at()}.")

    def goes_on(self, *keys: str, done: int = 1) -> None:
        """Press what ends the work on this question: the next opens by itself."""
        before = self.at()
        self.left -= done
        for key in keys:
            self.keyboard.press(key)
        if self.left:
            work = f"#work[data-thread]:not([data-thread='{before}'])"
            expect(self.page.locator(work)).to_be_visible()
            expect(self.page.locator(f"#queue-{self.at()}.is-current h3 a")).to_be_focused()
            assert focus_is_seen(self.page), f"going on from {before} lost the keyboard's place"
        self.finds_left()

    def answers(self) -> None:
        """Claim, write, send."""
        self.claims()
        self.writes()
        self.answered.append(self.at())
        self.goes_on("Control+Enter")

    def answers_officially(self) -> None:
        """The same, for the company."""
        self.claims()
        self.writes()
        self.answered.append(self.at())
        tab_to(self.page, ".work-answer input[name=official]", most=30)
        self.keyboard.press("Space")
        self.goes_on("Shift+Tab", "Enter")

    def answers_with_a_canned_reply(self) -> None:
        """Take the first of the palette as it is; sent twice, it is still one answer."""
        self.claims()
        self.keyboard.press("r")
        expect(self.page.locator("#reply-words")).to_be_focused()
        self.keyboard.press("ArrowDown")
        expect(self.page.locator("[data-reply]").first).to_be_focused()
        self.keyboard.press("Enter")
        expect(self.page.locator(".work-answer textarea")).to_be_focused()
        expect(self.page.locator(".work-answer textarea")).not_to_have_value("")
        self.answered.append(self.at())
        self.goes_on("Control+Enter", "Control+Enter")

    def asks_for_details(self) -> None:
        """Ask back; the question leaves the queue until its asker replies."""
        self.keyboard.press("n")
        expect(self.page.locator("#work textarea[name=details]")).to_be_focused()
        self.keyboard.insert_text("Which version is it, please?")
        self.goes_on("Control+Enter")

    def links_it_to(self, target: int) -> None:
        """The answer stands elsewhere."""
        self.keyboard.press("d")
        expect(self.page.locator("#target")).to_be_focused()
        self.keyboard.insert_text(str(target))
        self.goes_on("Enter")

    def answers_the_cluster_once(self) -> None:
        """From one of the questions that ask the same to the page that settles all of them."""
        page = self.page
        expect(page.locator("[data-key=m]")).to_contain_text(f"{CLUSTER - 1} more open questions")
        self.keyboard.press("m")
        page.wait_for_url("**/desk/together/*", wait_until="networkidle")
        expect(page.locator("input[name=threads]:checked")).to_have_count(CLUSTER)
        self.keyboard.press("a")
        expect(page.locator("#body")).to_be_focused()
        self.keyboard.insert_text("Open the home once and save its time zone: rules follow it.")
        self.keyboard.press("Control+Enter")
        expect(page.locator(".flashes")).to_contain_text(f"{CLUSTER - 1} questions lead to it now")
        self.left -= CLUSTER

    def locks_the_first(self, number: int) -> None:
        """Select rows with x and lock all of them in one act."""
        page = self.page
        for _row in range(number):
            self.keyboard.press("j")
            self.keyboard.press("x")
        expect(page.locator("#queue input[name=thread]:checked")).to_have_count(number)
        self.keyboard.press("b")
        tab_to(page, "#bulk button[value=lock]", most=10)
        self.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Lock {number} questions")
        tab_to(page, "main form .button", most=60)
        self.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{number} questions")
        self.left -= number


ANSWERS = """
    SELECT posts.thread_id FROM posts JOIN users ON users.id = posts.author_id
    WHERE posts.kind = 'answer' AND users.email = ? ORDER BY posts.created_at
"""

TOLD = """
    WITH asked AS (SELECT id, author_id FROM threads WHERE id IN (SELECT value FROM json_each(?)))
    SELECT DISTINCT author_id, (
      SELECT count(*) FROM notifications AS told
      WHERE told.user_id = author_id AND told.kind = 'official'
        AND told.thread_id IN (SELECT id FROM asked)
    ) FROM asked
"""


def answers_by(desk: Desk, email: str) -> list[int]:
    """The questions somebody answered, as the tables have it: one for each answer."""
    with closing(sqlite3.connect(desk.database)) as tables:
        return [thread_id for (thread_id,) in tables.execute(ANSWERS, [email])]


def times_told(desk: Desk) -> list[int]:
    """How often each asker of the cluster heard of its answer."""
    with closing(sqlite3.connect(desk.database)) as tables:
        return [times for _asker, times in tables.execute(TOLD, [json.dumps(desk.cluster)])]


def test_a_rep_works_thirty_waiting_questions_by_keyboard_alone(
    browser: Browser, crowded_desk: Desk
) -> None:
    desk = crowded_desk
    with window(browser, desk.url, REP) as page:
        rep = Rep(page, waiting=30)
        before = answers_by(desk, REP)
        rep.opens_the_queue()
        rep.locks_the_first(BULK)
        rep.opens_the_queue()
        rep.opens_the_first()
        is_linked = False
        for turn in count(1):
            if rep.at() in desk.cluster:
                rep.claims()
                rep.answers_the_cluster_once()
                rep.opens_the_queue()
                if rep.left:
                    rep.opens_the_first()
            elif turn == 1:
                rep.answers_with_a_canned_reply()
            elif turn == 2:
                rep.answers_officially()
            elif rep.at() == desk.asked_back:
                rep.asks_for_details()
            elif not is_linked:
                rep.links_it_to(rep.answered[-1])
                is_linked = True
            else:
                rep.answers()
            if not rep.left:
                break
        expect(page).to_have_url(re.compile("queue=unanswered"))
        expect(page.locator("main")).to_contain_text("Nothing waits here")
        assert len(rep.answered) == 30 - BULK - CLUSTER - 2
        asked = page.locator(f"#queue-{desk.asked_back}")
        soon(page, "/desk?queue=needs-info&sort=newest", asked)
    given = answers_by(desk, REP)[len(before) :]
    nobody_was_answered_twice(given, rep.answered, desk.cluster)
    every_asker_of_the_cluster_has_the_answer(browser, desk)
    details_that_come_bring_it_back(browser, desk)


def nobody_was_answered_twice(given: list[int], meant: list[int], cluster: Sequence[int]) -> None:
    """One answer for each question that was answered, one for the cluster, none for the others."""
    assert sorted(number for number in given if number not in cluster) == sorted(meant)
    assert len([number for number in given if number in cluster]) == 1


def every_asker_of_the_cluster_has_the_answer(browser: Browser, desk: Desk) -> None:
    """Whichever of the five they open, the answer is one step away; each hears once."""
    with window(browser, desk.url) as page:
        for number in desk.cluster:
            page.goto(f"/t/{number}")
            if not page.get_by_text("save its time zone").count():
                page.locator("main .notice a[href*='/t/'], main .duplicate a").first.click()
            expect(page.get_by_text("save its time zone").first).to_be_visible()
        for _attempt in range(SOON_TRIES):  # it can be taken back first, and then the worker tells
            if 0 not in times_told(desk):
                break
            page.wait_for_timeout(500)
        assert times_told(desk) == [1] * CLUSTER


def details_that_come_bring_it_back(browser: Browser, desk: Desk) -> None:
    """The asker replies, and the question stands in the queue again."""
    with window(browser, desk.url, desk.asker) as page:
        page.goto(f"/t/{desk.asked_back}", wait_until="networkidle")
        reply = page.locator(".reply-main textarea[name=body]")
        reply.fill("Version 5.2.0, sorry.")
        reply.press("Control+Enter")
        expect(page.locator(".strand, main").first).to_contain_text("Version 5.2.0")
    with window(browser, desk.url, REP) as page:
        row = page.locator(f"#queue-{desk.asked_back}")
        soon(page, VIEW, row)
        expect(row).to_contain_text("The details came")
        expect(page.locator(LEFT)).to_have_text("1")
