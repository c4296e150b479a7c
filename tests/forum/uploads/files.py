"""Files as people and attackers send them, made on the spot."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GPS_IFD, MAKE, ORIENTATION, LATITUDE = 0x8825, 0x010F, 0x0112, 2
SCRIPT = b"<script>alert(document.domain)</script>"


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The image as a file."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def drawing(
    width: int = 320, height: int = 200, colour: str = "teal", mode: str = "RGB"
) -> Image.Image:
    """A picture with something in its upper left corner."""
    image = Image.new(mode, (width, height), colour)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="orange")
    return image


def picture(width: int = 320, height: int = 200, kind: str = "PNG", **options: Any) -> bytes:
    """An ordinary file."""
    return encoded(drawing(width, height), kind, **options)


def photo(width: int = 400, height: int = 300, orientation: int = 6) -> bytes:
    """A photograph with maker, place and a side that is up."""
    exif = Image.Exif()
    exif[MAKE] = "Secret Camera"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS_IFD)[LATITUDE] = (59.0, 56.0, 20.25)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret Place</x:xmpmeta>"
    return encoded(drawing(width, height), "JPEG", exif=exif, comment=b"Secret words", xmp=xmp)


def moving(
    frames: int = 3, width: int = 60, height: int = 40, kind: str = "GIF", mode: str = "RGB"
) -> bytes:
    """An animation in which each frame differs; a large GIF in grey ("L") is made much sooner."""
    colours = [f"rgb({n % 256},0,0)" for n in range(0, frames * 9, 9)]
    drawn = [drawing(width, height, colour, mode) for colour in colours]
    return encoded(drawn[0], kind, save_all=True, append_images=drawn[1:], duration=80)


def flood(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has three and a half thousand million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def polyglots() -> dict[str, bytes]:
    """Files that are a picture and something else as well."""
    gif = picture(kind="GIF")
    return {
        "GIF with a page behind it": gif + SCRIPT,
        "JPEG with a page in its comment": picture(kind="JPEG", comment=SCRIPT),
        "PNG with an archive behind it": picture() + b"PK\x03\x04" + SCRIPT,
        "GIF that is JavaScript": gif[:6] + b"\x2f\x2a\x00\x00" + gif[10:] + b"*/=1;alert(1)",
    }


def strangers() -> dict[str, bytes]:
    """What is no picture at all, or none we take, under whatever name."""
    return {
        "SVG with a script": SVG,
        "page": b"<!doctype html>" + SCRIPT,
        "text": b"only words",
        "archive": b"PK\x03\x04" + bytes(100),
        "BMP": picture(kind="BMP"),
        "TIFF": picture(kind="TIFF"),
        "ICO": picture(48, 48, kind="ICO"),
        "PDF": picture(kind="PDF"),
        "PostScript": picture(kind="EPS"),
        "program": b"\x7fELF" + bytes(200),
        "zeros": bytes(5000),
        "one byte": b"\xff",
        "beginning of a PNG": b"\x89PNG\r\n\x1a\n",
    }


def wide_profile() -> bytes:
    """A colour profile made up for tests: a screen with redder reds and greener greens."""
    primaries = {
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
        b"wtpt": (0.9642, 1.0, 0.8249),
    }
    parts = {
        name: b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(part * 65_536)) for part in xyz)
        for name, xyz in primaries.items()
    }
    gamma = struct.pack(">4sIIHxx", b"curv", 0, 1, round(2.2 * 256))
    parts |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)
    table, content, begins = b"", b"", 128 + 4 + 12 * len(parts)
    for name, part in parts.items():
        table += struct.pack(">4sII", name, begins + len(content), len(part))
        content += part
    head = struct.pack(
        ">I4sI4s4s4s12x4s4x4x4x4x8xIiii48x",
        *(begins + len(content), b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"),
        *(0, 63_190, 65_536, 54_061),
    )
    return head + struct.pack(">I", len(parts)) + table + content
