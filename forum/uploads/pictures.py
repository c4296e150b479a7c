"""From whatever somebody sends to a picture of our own: decoded, turned upright, drawn anew.

Nothing of the file survives but its pixels: no metadata, no hidden second file, no code. What
comes out is always WebP, so what is served has one type.

Decoding is where hostile files bite. The size stands in the header and is checked before a pixel
is unpacked; only four decoders are ever asked; and only few files are unpacked at once.
"""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from flask_babel import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from forum.core.errors import Degraded, Invalid
from forum.core.picture_urls import SMALL_HEIGHT_MAX, SMALL_WIDTH_MAX, within
from forum.uploads.profiles import in_srgb

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
PIXELS_MAX = 50_000_000  # more than a phone's camera makes
UNPACKED_MAX = 25_000_000  # of what cannot be unpacked smaller than it is
KEPT_MAX = 4_500_000  # about 2400 × 1800
SIDE_MAX = 8000  # long screenshots stay readable; WebP ends at 16,383
FRAMES_MAX = 200
MOVING_UNPACKED_MAX = 100_000_000  # all frames together, one after the other
MOVING_KEPT_MAX = 16_000_000  # all frames together, at once in memory
MOVING_SIDE_MAX = 800
QUALITY = 82
LOSSLESS_MAX_BYTES = 600_000  # drawings and screenshots stay sharp while they stay small
AT_ONCE = 2  # decoders at work; each takes a core and up to 200 MB
IN_LINE = AT_ONCE + 1  # who waits holds a place among the few that may write
WAIT_SECONDS = 8.0
# What decoders raise on what they cannot read; each has its own words for it.
BROKEN = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    SyntaxError,
    MemoryError,
    struct.error,
    zlib.error,
)

Image.MAX_IMAGE_PIXELS = None  # the limits above are asked for by name
_at_work = threading.BoundedSemaphore(AT_ONCE)
_in_line = threading.BoundedSemaphore(IN_LINE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept. ``small`` is what pages show, None where ``full`` is small."""

    full: bytes
    small: bytes | None
    width: int
    height: int


def draw_anew(sent: bytes) -> Picture:
    """Make a clean picture of what was sent.

    Raises:
        Invalid: not a picture we take, broken, or too large to unpack.
        Degraded: too many are being worked on.
    """
    with _a_turn(), _opened(sent) as image:
        if getattr(image, "is_animated", False):
            return _moving(image)
        return _still(image)


@contextmanager
def _a_turn() -> Iterator[None]:
    with _place(_in_line, 0.0), _place(_at_work, WAIT_SECONDS):
        yield


@contextmanager
def _place(places: threading.BoundedSemaphore, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise Degraded(_("Many pictures are being sent just now."), _("Send it again in a moment."))
    try:
        yield
    finally:
        places.release()


@contextmanager
def _opened(sent: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(BytesIO(sent), formats=FORMATS) as image:
            if image.width * image.height > PIXELS_MAX:
                raise _too_many_pixels()
            if image.format == "JPEG":
                image.draft("RGB", _kept_size(*image.size))  # unpacks it at 1/2, 1/4 or 1/8
            if image.width * image.height > UNPACKED_MAX:
                raise _too_many_pixels()
            yield image
    except UnidentifiedImageError:
        raise Invalid(
            _("This is not a picture we can show."),
            _("Send a JPEG, PNG, WebP or GIF file; a screenshot is always one."),
        ) from None
    except BROKEN:
        raise Invalid(
            _("This picture is damaged or incomplete."),
            _("Open it on your side and save it anew, or send a screenshot of it."),
        ) from None


def _too_many_pixels() -> Invalid:
    return Invalid(
        _("This picture has more pixels than we can unpack."),
        _("Make it smaller and send it again, or send a screenshot of it."),
    )


def _still(image: Image.Image) -> Picture:
    drawn = image.format in {"PNG", "GIF"}
    upright = _plain(ImageOps.exif_transpose(image))
    size = _kept_size(*upright.size)
    if size != upright.size:
        upright = upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    full = _encoded(upright, drawn)
    shown = within(*size, SMALL_WIDTH_MAX, SMALL_HEIGHT_MAX)
    if shown == size:
        return Picture(full, None, *size)
    small = upright.resize(shown, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Picture(full, _encoded(small, drawn), *size)


def _plain(image: Image.Image) -> Image.Image:
    """The pixels in a new image that never knew the file, in the colours that screens expect."""
    image = in_srgb(image)
    has_alpha = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    mode = "RGBA" if has_alpha else "RGB"
    plain = Image.new(mode, image.size)
    plain.paste(_eight_bits(image).convert(mode))
    return plain


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of sixteen bits would be cut off, not scaled, on its way to colour."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def _encoded(image: Image.Image, drawn: bool) -> bytes:
    if drawn:
        sharp = BytesIO()
        image.save(sharp, "WEBP", lossless=True, quality=60, method=3)
        if sharp.tell() <= LOSSLESS_MAX_BYTES:
            return sharp.getvalue()
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=3)
    return out.getvalue()


def _moving(image: Image.Image) -> Picture:
    frames = _count_frames(image)
    size = within(
        image.width, image.height, MOVING_SIDE_MAX, MOVING_SIDE_MAX, MOVING_KEPT_MAX // frames
    )
    drawn: list[Image.Image] = []
    lasting: list[int] = []
    for frame in ImageSequence.Iterator(image):
        lasting.append(max(20, min(10_000, int(frame.info.get("duration", 100)))))
        drawn.append(_plain(frame).resize(size, Image.Resampling.LANCZOS))
    out = BytesIO()
    drawn[0].save(
        out,
        "WEBP",
        save_all=True,
        append_images=drawn[1:],
        duration=lasting,
        loop=0,
        quality=QUALITY,
        method=2,
    )
    return Picture(out.getvalue(), None, *size)


def _count_frames(image: Image.Image) -> int:
    """How many there are; counting ends where it is too much, since a GIF can hold a million."""
    most = min(FRAMES_MAX, MOVING_UNPACKED_MAX // (image.width * image.height))
    if image.format == "GIF":
        frames = sum(1 for _frame in islice(ImageSequence.Iterator(image), most + 1))
    else:
        frames = int(getattr(image, "n_frames", 1))
    if frames > most:
        raise Invalid(
            _("This animation is too long or too large."),
            _("Send a shorter or smaller one, or a still picture."),
        )
    return frames


def _kept_size(width: int, height: int) -> tuple[int, int]:
    return within(width, height, SIDE_MAX, SIDE_MAX, KEPT_MAX)
