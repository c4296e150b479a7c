"""From a picture somebody sends to the site's logo: drawn anew, small, and named by its bytes."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from forum.core.picture_urls import within
from forum.uploads.pictures import draw_anew

CONTENT_TYPE = "image/png"  # what every mail program shows
WIDTH_MAX, HEIGHT_MAX = 640, 160  # four times what the header shows, for the sharpest screens
NAME_HASH_CHARS = 24
LOGO_BEGINS = "logo-"


@dataclass(frozen=True, slots=True)
class DrawnLogo:
    """A logo ready to be kept; ``name`` is its address for ever."""

    name: str
    content: bytes
    width: int
    height: int


def draw_logo(sent: bytes) -> DrawnLogo:
    """Make a logo of what was sent; nothing of the file survives but its pixels.

    Raises:
        Invalid: not a picture we take, broken, or too large to unpack.
        Degraded: too many are being worked on.
    """
    with Image.open(BytesIO(draw_anew(sent).full)) as clean:
        size = within(*clean.size, WIDTH_MAX, HEIGHT_MAX)
        picture = clean.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    content = out.getvalue()
    name = f"{LOGO_BEGINS}{hashlib.sha256(content).hexdigest()[:NAME_HASH_CHARS]}.png"
    return DrawnLogo(name, content, *size)
