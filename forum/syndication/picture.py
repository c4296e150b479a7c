"""The picture that other places show beside a link to us, 1200 × 630: the strand, its knot, the
title. Pure: a few words in, the bytes of a PNG out.
"""

import hashlib
import io
from dataclasses import astuple, dataclass

from PIL import Image, ImageColor, ImageDraw

from forum.syndication.lettering import BOLD, REGULAR, SEMIBOLD, Type, drawable, wrapped

WIDTH, HEIGHT = 1200, 630
DESIGN = "1"  # rises when the same words would be drawn differently
VERSION_CHARS = 16
COLOURS_IN_FILE = 128  # a palette is a third of the bytes, and smooth edges still look smooth
FINER = 4  # shapes are drawn so many times larger, then made small: that smooths their edges

INK, INK_2, INK_3 = "#192029", "#464e58", "#5e656f"
PAPER, CARD, LINE = "#fbfaf7", "#ffffff", "#e2dfda"
SOLVED, SOLVED_SOFT = "#166e3a", "#edfbf0"
WAIT, WAIT_SOFT = "#8b5511", "#fff3db"
QUIET_SOFT = "#f4f2ee"
ACCENT = "#00697d"

STRAND_X, STRAND_WIDTH = 116, 6
TEXT_X, TEXT_TOP, TEXT_WIDTH = 184, 86, 900
FOOT_Y = 552
KNOT_RADIUS = 26
LOGO_WIDTH_MAX, LOGO_HEIGHT_MAX = 400, 64
LOGO_SAYS_NAME_FROM = 2  # times as wide as high: then it stands alone, as on the pages
LABEL = Type(30, SEMIBOLD)
NAME = Type(32, BOLD)
PLACE = Type(28, REGULAR)
TITLE_SIZES = (
    (84, 2),
    (68, 3),
    (58, 4),
    (50, 5),
)  # pixels, and the lines that find room at that size
LINE_HEIGHT = 1.18

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says. ``tone`` is "solved", "team", "wait", "article" or "quiet"."""

    title: str
    label: str
    tone: str
    place: str
    site: str
    accent: str = ACCENT
    logo: str = ""  # the name of the site's own, none: the knot

    @property
    def version(self) -> str:
        """A name for exactly this picture; another word, another version."""
        said = "\0".join((DESIGN, *astuple(self)))
        return hashlib.sha256(said.encode()).hexdigest()[:VERSION_CHARS]


def draw(picture: Picture, logo: bytes = b"") -> bytes:
    """The picture as a PNG; ``logo`` is the file that the picture names."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    strong, soft = _tone(picture)
    pen.rectangle((0, 0, WIDTH, 10), fill=picture.accent)
    bottom = _title(pen, picture)
    label_y = min(bottom + 34, FOOT_Y - 104)
    half = STRAND_WIDTH // 2
    pen.rectangle((STRAND_X - half, 10, STRAND_X + half, label_y + 30), fill=LINE)
    _knot(image, TEXT_TOP + 42, INK_3, hollow=True)
    _label(image, picture, label_y, strong, soft)
    _knot(image, label_y + 30, strong, hollow=picture.tone == "wait", tone=picture.tone)
    _foot(image, picture, logo)
    file = io.BytesIO()
    image.quantize(COLOURS_IN_FILE, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, "PNG"
    )
    return file.getvalue()


def _tone(picture: Picture) -> tuple[str, str]:
    known = {
        "solved": (SOLVED, SOLVED_SOFT),
        "wait": (WAIT, WAIT_SOFT),
        "quiet": (INK_3, QUIET_SOFT),
    }
    return known.get(picture.tone, (picture.accent, _mixed(picture.accent, PAPER, 0.1)))


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def _rgb(colour: str) -> Rgb:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _title(pen: ImageDraw.ImageDraw, picture: Picture) -> int:
    """Draw the title as large as it fits; the y below it."""
    text = drawable(picture.title) or drawable(picture.site)
    for size, lines_max in TITLE_SIZES:
        kind = Type(size, BOLD)
        lines, fits = wrapped(text, kind, TEXT_WIDTH, lines_max)
        if fits:
            break
    y = TEXT_TOP + (42 - round(size * LINE_HEIGHT / 2))
    for line in lines:
        _write(pen, TEXT_X, y + round(size * 0.98), line, kind, INK)
        y += round(size * LINE_HEIGHT)
    return y


def _write(
    pen: ImageDraw.ImageDraw, x: float, baseline: float, text: str, kind: Type, colour: str
) -> float:
    """Write one line on its baseline; the x behind it."""
    for face, run in kind.runs(text):
        pen.text((x, baseline), run, font=face, fill=colour, anchor="ls")
        x += face.getlength(run)
    return x


def _label(image: Image.Image, picture: Picture, y: int, strong: str, soft: str) -> None:
    text = wrapped(drawable(picture.label), LABEL, TEXT_WIDTH - 52, 1)[0][0]
    if not text:
        return
    width = round(LABEL.width(text)) + 52
    shape = Image.new("L", (width * FINER, 60 * FINER), 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, width * FINER - 1, 60 * FINER - 1), 120, 255)
    image.paste(soft, (TEXT_X, y), shape.resize((width, 60), Image.Resampling.LANCZOS))
    _write(ImageDraw.Draw(image), TEXT_X + 26, y + 41, text, LABEL, strong)


def _knot(image: Image.Image, y: int, colour: str, hollow: bool = False, tone: str = "") -> None:
    """A knot on the strand, as on the pages: a ring, a bead, a bead with a tick or a dot."""
    side = KNOT_RADIUS * 2
    far = side * FINER
    unit = far / 16  # the icons are drawn on 16 × 16
    sheet = Image.new("RGBA", (far, far), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((0, 0, far - 1, far - 1), fill=PAPER)
    edge = unit * 1.2
    pen.ellipse((edge, edge, far - edge, far - edge), fill=colour)
    inner = unit * 3.4
    if hollow:
        pen.ellipse((inner, inner, far - inner, far - inner), fill=PAPER)
    elif tone == "solved":
        points = [(4.9, 8.3), (7.1, 10.5), (11.1, 6)]
        scaled = [(x * unit, y * unit) for x, y in points]
        pen.line(scaled, fill=PAPER, width=round(unit * 1.7), joint="curve")
    elif tone == "team":
        pen.ellipse((unit * 5.7, unit * 5.7, unit * 10.3, unit * 10.3), fill=PAPER)
    elif tone == "article":
        for height, length in ((5.8, 4.8), (8.0, 4.8), (10.2, 2.6)):
            bar = (unit * 5.6, unit * (height - 0.5), unit * (5.6 + length), unit * (height + 0.5))
            pen.rounded_rectangle(bar, unit * 0.5, fill=PAPER)
    small = sheet.resize((side, side), Image.Resampling.LANCZOS)
    image.paste(small, (STRAND_X - KNOT_RADIUS, y - KNOT_RADIUS), small)


def _foot(image: Image.Image, picture: Picture, logo: bytes) -> None:
    """Where it comes from: the logo or the knot, the name unless the logo says it, the place."""
    pen = ImageDraw.Draw(image)
    x, says_the_name = _logo(image, logo) if logo else (_mark(image, picture), False)
    place = drawable(picture.place)
    room = TEXT_X + TEXT_WIDTH - x
    if not says_the_name:
        for_place = round(PLACE.width(f"  ·  {place}")) if place else 0
        name = wrapped(drawable(picture.site), NAME, max(room - for_place, room // 2), 1)[0][0]
        x = round(_write(pen, x, FOOT_Y + 33, name, NAME, INK))
    if place:
        rest = wrapped(place, PLACE, TEXT_X + TEXT_WIDTH - x - 50, 1)[0][0]
        _write(pen, x + 22, FOOT_Y + 33, f"·  {rest}", PLACE, INK_2)


def _logo(image: Image.Image, logo: bytes) -> tuple[int, bool]:
    """Draw the site's own; the x behind it, and whether it is wide enough to say the name."""
    with Image.open(io.BytesIO(logo)) as file:
        own = file.convert("RGBA")
    says_the_name = own.width > own.height * LOGO_SAYS_NAME_FROM
    own.thumbnail((LOGO_WIDTH_MAX, LOGO_HEIGHT_MAX), Image.Resampling.LANCZOS)
    left = STRAND_X - KNOT_RADIUS
    image.paste(own, (left, FOOT_Y + 22 - own.height // 2), own)
    behind = left + own.width
    return (behind if says_the_name else max(TEXT_X, behind + 22)), says_the_name


def _mark(image: Image.Image, picture: Picture) -> int:
    """Draw the knot; the x where the name begins."""
    mark = Image.new("RGBA", (28 * FINER, 56 * FINER), (0, 0, 0, 0))
    sketch = ImageDraw.Draw(mark)
    unit = 28 * FINER / 16
    sketch.rounded_rectangle((unit * 6.8, 0, unit * 9.2, unit * 20), unit, fill=picture.accent)
    sketch.ellipse((unit * 1.5, unit * 17, unit * 14.5, unit * 30), fill=picture.accent)
    small = mark.resize((28, 56), Image.Resampling.LANCZOS)
    image.paste(small, (STRAND_X - 14, FOOT_Y - 10), small)
    return TEXT_X
