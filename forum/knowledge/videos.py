"""Videos of articles: a link alone in a paragraph that leads to a host the site allows.

Found when the article is shown, so that another choice of hosts holds at once. What is stored
and searched, sent to feeds and programs, and shown in posts is the plain link.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

from forum.core.markup import plain_text

_ALONE = re.compile(r'<p><a href="(https://[^"]+)"[^>]*>((?:(?!</a>).)*)</a></p>', re.DOTALL)
_BEGINS = re.compile(r"<(?:ul|ol|blockquote|div|table|pre)\b")
_ENDS = re.compile(r"</(?:ul|ol|blockquote|div|table|pre)>")
_WATCHED = re.compile(r"(\d+)s?")  # seconds from the start, as links carry them


@dataclass(frozen=True, slots=True)
class Host:
    """Where videos lie: the names it goes by, what an address looks like, whence it is played."""

    name: str
    others: tuple[str, ...]
    path: re.Pattern[str]
    player: str  # with the video's own name in it

    @property
    def source(self) -> str:
        """The origin that a frame comes from."""
        parts = urlsplit(self.player)
        return f"{parts.scheme}://{parts.netloc}"


HOSTS = {
    host.name: host
    for host in (
        Host(
            "youtube.com",
            ("www.youtube.com", "m.youtube.com", "youtu.be"),
            re.compile(r"/(?:watch\?v=|shorts/|embed/)?([\w-]{11})"),
            "https://www.youtube-nocookie.com/embed/{}",
        ),
        Host(
            "vimeo.com",
            ("www.vimeo.com", "player.vimeo.com"),
            re.compile(r"/(?:video/)?(\d{4,12})"),
            "https://player.vimeo.com/video/{}",
        ),
        Host(
            "rutube.ru",
            ("www.rutube.ru",),
            re.compile(r"/(?:video|play/embed)/([0-9a-f]{32})/?"),
            "https://rutube.ru/play/embed/{}",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Video:
    """One of them. ``title`` is empty where the link was only an address."""

    url: str
    title: str
    host: Host
    player_url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an article: a stretch of clean HTML, or the video after it."""

    html: str = ""
    video: Video | None = None


def parts_of(html: str, allowed: Sequence[str]) -> list[Part]:
    """The article cut where a video stands, in order; nothing of it is lost.

    Args:
        html: what the cleaner wrote.
        allowed: names of ``HOSTS``.
    """
    parts: list[Part] = []
    begin = 0
    for found in _ALONE.finditer(html):
        before = html[begin : found.start()]
        video = video_at(unescape(found[1]), plain_text(found[2]), allowed)
        if video is None or len(_BEGINS.findall(before)) != len(_ENDS.findall(before)):
            continue
        parts += [Part(before)] if before.strip() else []
        parts.append(Part(video=video))
        begin = found.end()
    rest = html[begin:]
    return [*parts, Part(rest)] if rest.strip() or not parts else parts


def video_at(url: str, words: str, allowed: Sequence[str]) -> Video | None:
    """The video at an address, or None where it is none of an allowed host."""
    parts = urlsplit(url)
    host = next(
        (HOSTS[name] for name in allowed if parts.netloc in (name, *HOSTS[name].others)), None
    )
    if host is None:
        return None
    asked = parse_qs(parts.query)
    name = asked["v"][0] if "v" in asked else ""
    found = host.path.fullmatch(f"{parts.path}?v={name}" if name else parts.path)
    if found is None:
        return None
    begins = _WATCHED.fullmatch(asked.get("t", [""])[0])
    how = {"autoplay": "1", **({"start": begins[1]} if begins else {})}
    title = "" if words == url else words
    return Video(url, title, host, f"{host.player.format(found[1])}?{urlencode(how)}")


def frame_sources(parts: Sequence[Part]) -> list[str]:
    """The origins that frames of this article may come from."""
    return sorted({part.video.host.source for part in parts if part.video is not None})
