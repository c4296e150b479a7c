"""Every page is read out by axe in both languages and themes, and fits every window.

The pages come from the URL map: a new one that nobody put into the atlas fails here.
"""

from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.access.requests import all_requests
from tests.journeys import atlas
from tests.journeys.reading_out import READERS, Reader, flaws
from tests.journeys.walks import WALKS
from tests.journeys.windows import PEOPLE, reading_in, window


def test_every_page_is_in_the_atlas(app: Flask) -> None:
    there = {request.path for request in all_requests(app) if request.method == "GET"}
    parts = (atlas.PAGES, atlas.ON_THE_WAY, atlas.DEVELOPERS_ONLY, atlas.LEFT_OUT)
    known = [path for part in parts for path in part]
    assert len(known) == len(set(known)), "each address has one place in tests/journeys/atlas.py"
    assert not there - set(known), f"say in tests/journeys/atlas.py: {there - set(known)}"
    assert not set(known) - there, f"these are gone: {set(known) - there}"
    assert set(atlas.ON_THE_WAY.values()) == set(WALKS)


def test_pictures_have_names_of_their_own() -> None:
    names = [sample.name for who in ("visitor", *PEOPLE) for sample in atlas.samples(who)]
    assert len(names) == len(set(names))


@pytest.fixture(params=READERS, ids=lambda reader: f"{reader.language}-{reader.theme}")
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each way of reading, one after the other."""
    found: Reader = request.param
    return found


@pytest.mark.parametrize("who", ["visitor", *PEOPLE])
@pytest.mark.journey
@pytest.mark.model
def test_pages_read_out_well(browser: Browser, live_site: str, who: str, reader: Reader) -> None:
    wrong: list[str] = []
    with (
        window(
            browser,
            live_site,
            who,
            language=reader.language,
            theme=reader.theme,
            size=reader.size,
        ) as page,
        reading_in(page, reader.language),
    ):
        for sample in atlas.samples(who):
            page.goto(sample.address)
            expect(page.locator("html")).to_have_attribute("lang", reader.language)
            expect(page.locator("h1").first).to_be_attached()
            wrong += flaws(page, sample.name, reader)
    assert wrong == []


@pytest.mark.parametrize("walk", sorted(WALKS))
@pytest.mark.journey
@pytest.mark.model
def test_pages_on_the_way_read_out_well(
    browser: Browser, live_site: str, walk: str, reader: Reader
) -> None:
    wrong: list[str] = []
    opened = partial(
        window,
        browser,
        live_site,
        language=reader.language,
        theme=reader.theme,
        size=reader.size,
    )
    for name, page in WALKS[walk](opened, reader.language):
        wrong += flaws(page, name, reader)
    assert wrong == []


@pytest.mark.journey
@pytest.mark.model
def test_the_style_guide(browser: Browser, live_site: str) -> None:
    with window(browser, live_site) as page:
        page.goto("/styleguide")
        assert flaws(page, "style guide", READERS[0]) == []


@pytest.mark.journey
@pytest.mark.model
def test_an_article_on_paper_shows_nothing_to_press(browser: Browser, live_site: str) -> None:
    with window(browser, live_site) as page:
        page.goto("/kb")
        page.locator(".article-card-title a").first.click()
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for chrome in (".site-header", ".site-footer", ".rail", ".helpful"):
            for part in page.locator(chrome).all():
                expect(part).to_be_hidden()
