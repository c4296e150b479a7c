"""Pictures in a real browser: by button, paste and drop; refused, tried again, taken back."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, Route, expect

from tests.forum.uploads import files
from tests.journeys.test_writing import field, open_thread, send, writer

pytestmark = [pytest.mark.journey, pytest.mark.model]

WORDS = "It hangs here."
ONLY_WORDS = re.compile(rf"^\s*{WORDS}\s*$")
GIVE = """([name, type, content, how]) => {
  const area = document.querySelector("#answer textarea[name=body]");
  area.focus();
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  if (how === "paste") area.dispatchEvent(new ClipboardEvent(how, { clipboardData: carried, ...options }));
  else for (const turn of ["dragover", "drop"]) area.dispatchEvent(new DragEvent(turn, { dataTransfer: carried, ...options }));
}"""  # noqa: E501


@pytest.fixture
def page(browser: Browser, live_site: str) -> Iterator[Page]:
    """A thread that waits for an answer with a picture."""
    with writer(browser, live_site) as window:
        open_thread(window, 9)
        field(window).fill(WORDS)
        yield window


def choose(page: Page, *pictures: tuple[str, bytes]) -> None:
    """Choose files with the button of the toolbar."""
    page.locator("#answer [data-upload]").set_input_files(
        [FilePayload(name=name, mimeType="image/png", buffer=data) for name, data in pictures]
    )


def give(page: Page, how: str, name: str) -> None:
    """Paste or drop a picture."""
    content = base64.b64encode(files.picture()).decode()
    page.evaluate(GIVE, [name, "image/png", content, how])


def rows(page: Page) -> Locator:
    """The pictures that are on their way or were refused."""
    return page.locator("#answer .upload")


def settled(page: Page) -> None:
    """Nothing is on its way."""
    expect(page.locator("#answer .upload progress:visible")).to_have_count(0)


def test_several_at_once_stand_in_the_text_and_in_the_post(page: Page) -> None:
    choose(page, ("the hub.png", files.picture(1600, 1200)), ("lamp.png", files.picture(1, 900)))
    both = rf"^{WORDS}\n\n!\[the hub\]\(/uploads/(.|\n)+!\[lamp\]\(/uploads/"
    expect(field(page)).to_have_value(re.compile(both))
    settled(page)
    expect(page.locator("#answer [data-upload-said]")).to_have_text(
        "The picture stands in the text now."
    )
    send(page)
    shown = page.locator(".post .prose a.image img[alt='the hub']").last
    expect(shown).to_be_visible()
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 800)
    assert shown.bounding_box()["height"] <= 481  # type: ignore[index]
    shown.click()
    page.wait_for_url("**/uploads/*-1600x1200.webp")


def test_pasted_and_dropped_pictures_come_in_at_the_caret(page: Page) -> None:
    give(page, "paste", "image.png")
    pasted = rf"^{WORDS}\s+!\[image\]\(/uploads/[^\s)]+\)"
    expect(field(page)).to_have_value(re.compile(pasted))
    give(page, "drop", "dropped.png")
    dropped = rf"{pasted}\s+!\[dropped\]\(/uploads/[^\s)]+\)\s*$"
    expect(field(page)).to_have_value(re.compile(dropped))


def test_what_is_no_picture_is_said_and_the_text_stays(page: Page) -> None:
    choose(page, ("evil.png", files.SVG))
    says = page.locator("#answer .upload-says")
    expect(says).to_contain_text("This is not a picture we can show.")
    expect(field(page)).to_have_value(ONLY_WORDS)
    page.locator("#answer .upload").get_by_role("button", name="Take it back").click()
    expect(rows(page)).to_have_count(0)


def test_what_did_not_arrive_is_tried_again(page: Page) -> None:
    page.route("**/uploads", lambda route: route.abort())
    choose(page, ("hub.png", files.picture()))
    again = page.locator("#answer .upload").get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(field(page)).to_have_value(ONLY_WORDS)
    page.unroute("**/uploads")
    again.click()
    expect(field(page)).to_have_value(re.compile(r"!\[hub\]\(/uploads/"))
    expect(rows(page)).to_have_count(0)


def test_a_picture_on_its_way_holds_the_text_back_and_can_be_taken_back(page: Page) -> None:
    held: list[Route] = []
    page.route("**/uploads", lambda route: held.append(route))
    choose(page, ("hub.png", files.picture()))
    expect(page.locator("#answer .upload progress")).to_be_visible()
    send(page)
    expect(page.locator("#answer .upload-says")).to_contain_text("still on its way")
    assert "/t/" in page.url
    expect(field(page)).to_have_value(re.compile("Sending hub.png"))
    page.locator("#answer .upload").get_by_role("button", name="Take it back").click()
    expect(rows(page)).to_have_count(0)
    expect(field(page)).to_have_value(ONLY_WORDS)
    page.unroute("**/uploads")
