"""Without scripts: everything a customer does is a plain form, and no word is lost."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.forum.uploads import files
from tests.journeys import deeds
from tests.journeys.windows import come_in, window

pytestmark = [pytest.mark.journey, pytest.mark.model]

TITLE = "Which lamp fits a bathroom without a window"
ASKER, HELPER = "walt.jensen@example.com", "hannah.vogt@example.com"


def test_a_customer_needs_no_scripts(browser: Browser, live_site: str) -> None:
    with window(browser, live_site, scripts=False) as asker:
        asker.goto("/ask")
        deeds.write_question(asker, TITLE, "It is **damp** there.")
        asker.get_by_role("button", name="Ask the community").click()
        expect(asker).to_have_url(re.compile("/login"))
        come_in(asker, ASKER)
        asker.goto("/ask")
        expect(asker.get_by_label("In one sentence")).to_have_value(TITLE)
        expect(asker.locator("textarea[name=body]")).to_have_value("It is **damp** there.")
        thread = deeds.send_question(asker, TITLE)
        deeds.answer(browser, live_site, HELPER, thread, "The Glow Round: it is IP44.")
        _a_reader_votes_and_follows(browser, live_site, thread)
        asker.goto(thread)
        asker.get_by_role("button", name="This solved it").click()
        expect(asker.locator(".post-best")).to_contain_text("IP44")
        expect(asker.locator(".post-best .credit")).to_contain_text("ccepted by Walt Jensen")
        asker.goto("/inbox")
        expect(asker.get_by_role("heading", level=1)).to_be_visible()


def _a_reader_votes_and_follows(browser: Browser, url: str, thread: str) -> None:
    with window(browser, url, "kenji.m@example.org", scripts=False) as reader:
        reader.goto(thread)
        helpful = reader.get_by_role("button", name=re.compile("Helpful"))
        helpful.click()
        expect(helpful).to_have_attribute("aria-pressed", "true")
        expect(helpful).to_contain_text("1")
        follow = reader.get_by_role("button", name=re.compile("^Follow")).first
        follow.click()
        expect(follow).to_have_attribute("aria-pressed", "true")


def test_a_picture_is_sent_from_a_page_of_its_own(browser: Browser, live_site: str) -> None:
    with window(browser, live_site, HELPER, scripts=False) as page:
        page.goto("/uploads")
        page.locator("#file").set_input_files(
            {"name": "the hub.png", "mimeType": "image/png", "buffer": files.picture()}
        )
        page.get_by_role("button", name="Send the picture").click()
        line = page.locator(".own-picture code").first
        expect(line).to_have_text(re.compile(r"^!\[the hub\]\(/uploads/"))
        expect(page.locator(".own-picture img").first).to_have_js_property("naturalWidth", 320)
