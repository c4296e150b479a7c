"""Videos in articles: only from allowed hosts, only after a press."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.config import VIDEO_HOSTS, ConfigError, from_environment
from forum.core.web import CSP
from forum.knowledge.sections import rendered
from forum.knowledge.videos import HOSTS, frame_sources, parts_of, video_at
from tests.factories import Factory
from tests.forum.knowledge.conftest import Writing

CLIP = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def players(source: str, allowed: tuple[str, ...] = VIDEO_HOSTS) -> list[str]:
    parts = parts_of(rendered(source), allowed)
    return [part.video.player_url for part in parts if part.video]


def test_every_host_that_can_be_set_has_a_player() -> None:
    assert set(HOSTS) == set(VIDEO_HOSTS)


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (CLIP, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        (
            "https://youtu.be/dQw4w9WgXcQ?t=90",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=90",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1"),
        (
            f"https://rutube.ru/video/{'a1' * 16}/",
            f"https://rutube.ru/play/embed/{'a1' * 16}?autoplay=1",
        ),
    ],
)
def test_a_link_alone_in_its_paragraph_is_a_video(url: str, player: str) -> None:
    assert players(f"Before\n\n{url}\n\nAfter") == [player]


@pytest.mark.parametrize(
    "source",
    [
        f"See {CLIP}",
        f"- one\n\n  {CLIP}\n\n- two",
        f"> {CLIP}",
        f"`{CLIP}`",
        "https://www.youtube.com/channel/UC123",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22onload",
        "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
        "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://vimeo.com/76979871/../../x",
    ],
)
def test_other_links_stay_links(source: str) -> None:
    html = rendered(source)
    parts = parts_of(html, VIDEO_HOSTS)
    assert [part.html for part in parts] == [html]


def test_nothing_of_the_article_is_lost_and_words_become_the_title() -> None:
    parts = parts_of(rendered(f"# One\n\n[Pair it]({CLIP})\n\nTwo\n\n{CLIP}"), VIDEO_HOSTS)
    shown = [part.video.title if part.video else part.html.strip() for part in parts]
    assert shown[0].startswith("<h2")
    assert shown[1:] == ["Pair it", "<p>Two</p>", ""]
    assert frame_sources(parts) == ["https://www.youtube-nocookie.com"]


def test_only_hosts_that_are_allowed_play() -> None:
    assert players(CLIP, ("vimeo.com",)) == []
    assert video_at(CLIP, CLIP, ()) is None


def test_the_page_frames_exactly_its_hosts_and_asks_them_nothing_before(
    app: Flask, article: Writing, client: FlaskClient
) -> None:
    plain, moving = article("Plain"), article("Moving", f"Look:\n\n{CLIP}")
    answer = client.get(f"/kb/{moving.id}/{moving.slug}")
    source = "https://www.youtube-nocookie.com"
    assert answer.headers["Content-Security-Policy"] == f"{CSP}; frame-src {source}"
    assert f'href="{CLIP}"' in answer.text
    assert "<iframe" not in answer.text
    assert f'src="{source}' not in answer.text
    kept_again = client.get(f"/kb/{moving.id}/{moving.slug}")
    assert kept_again.headers["Content-Security-Policy"].endswith(source)
    assert client.get(f"/kb/{plain.id}/{plain.slug}").headers["Content-Security-Policy"] == CSP
    app.config["THREADWELL"] = replace(app.config["THREADWELL"], video_hosts=())
    still = client.get(f"/kb/{moving.id}/{moving.slug}", headers={"Accept-Language": "ru"})
    assert "data-video" not in still.text
    assert still.headers["Content-Security-Policy"] == CSP


def test_posts_keep_the_link(make: Factory, client: FlaskClient) -> None:
    thread = make.thread("Moving", CLIP)
    page = client.get(f"/t/{thread.id}/{thread.slug}")
    assert "data-video" not in page.text
    assert page.headers["Content-Security-Policy"] == CSP


def test_the_setting_names_known_hosts() -> None:
    assert from_environment({}).video_hosts == VIDEO_HOSTS
    assert from_environment({"VIDEO_HOSTS": "Vimeo.com"}).video_hosts == ("vimeo.com",)
    assert from_environment({"VIDEO_HOSTS": "off"}).video_hosts == ()
    with pytest.raises(ConfigError, match=r"not 'example\.com'"):
        from_environment({"VIDEO_HOSTS": "vimeo.com, example.com"})
