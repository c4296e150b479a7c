"""Pictures in texts: only our own are shown, with their size, and their words count."""

import pytest

from forum.core.markup import clean, plain_text, render
from forum.core.picture_urls import PictureUrl, keys_in, of_file, of_path

KEY = "Ab-_" * 5 + "zz"
URL = f"/uploads/{KEY}-1600x1200.webp"


def test_our_own_picture_is_shown_small_and_leads_to_the_whole() -> None:
    html = render(f"Look: ![the red lamp]({URL})").html
    assert f'<a href="{URL}" class="image"' in html
    assert f'src="/uploads/{KEY}-1600x1200.small.webp"' in html
    assert 'alt="the red lamp"' in html
    assert 'width="640" height="480" loading="lazy"' in html


def test_a_small_picture_is_shown_as_it_is() -> None:
    html = render(f"![x](/uploads/{KEY}-300x200.webp)").html
    assert f'src="/uploads/{KEY}-300x200.webp"' in html
    assert 'width="300" height="200"' in html


def test_the_address_of_the_small_one_leads_to_the_whole_too() -> None:
    html = render(f"![x]({URL.replace('.webp', '.small.webp')})").html
    assert f'href="{URL}"' in html


def test_inside_a_link_it_leads_where_the_link_leads() -> None:
    html = render(f"[![x]({URL})](https://example.com/)").html
    assert html.count("<a ") == 1
    assert 'href="https://example.com/"' in html
    assert "<img" in html


@pytest.mark.parametrize(
    "address",
    [
        *("https://elsewhere.example/a.png", "//elsewhere.example" + URL, "/static/logo.png"),
        *(f"{URL}?x", f"{URL}#x", f"/uploads/../{KEY}-1x1.webp", f"/uploads/{KEY}-1x1.svg"),
        *(f"/uploads/{KEY}-0x0.webp", f"/uploads/{KEY}-999999x1.webp", f"/uploads/{KEY}.webp"),
        *("/logout", "data:image/png;base64,AAAA", f"https://elsewhere.example{URL}", "x"),
    ],
)
def test_nothing_else_is_ever_an_image(address: str) -> None:
    assert "<img" not in render(f"![words]({address})").html
    assert "words" in render(f"![words]({address})").html


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://elsewhere.example/a.png">',
        '<img src="/logout">',
        f'<img src="{URL}" onerror="alert(1)" srcset="https://elsewhere.example/a 2x">',
        f'<img src="{URL}" width="100%" height="-1" loading="eager" style="position:fixed">',
    ],
)
def test_cleaning_keeps_of_an_image_only_what_is_ours(html: str) -> None:
    cleaned = clean(html)
    for word in ("elsewhere", "logout", "onerror", "srcset", "%", "-1", "eager", "style"):
        assert word not in cleaned.replace(URL, "")


def test_the_words_of_a_picture_count() -> None:
    html = render(f'Before ![a "red" <lamp>]({URL}) after').html
    assert plain_text(html) == 'Before a "red" <lamp> after'


def test_a_picture_without_words_leaves_none() -> None:
    assert plain_text(render(f"Before ![]({URL}) after").html) == "Before after"


def test_addresses_come_apart_and_together() -> None:
    url = PictureUrl(KEY, 1600, 1200)
    assert of_path(url.path) == url
    assert of_path(url.shown_path) == PictureUrl(KEY, 1600, 1200, is_small=True)
    assert of_file("../" + KEY) is None
    assert of_path(f"/u/{KEY}") is None


def test_every_key_of_a_text_is_found() -> None:
    other = "B" * 22
    text = f"![a]({URL}) and https://help.example/uploads/{other}-5x5.small.webp, /uploads/short"
    assert keys_in(text) == {KEY, other}
