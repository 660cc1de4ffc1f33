"""The picture a person keeps: the number of the application, what it costs until when, and how to look it up.

It is drawn with the one typeface that comes with Pillow, which has plain Latin letters only; so words are brought down
to these first, and what has no such form is left out.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO

import segno
from PIL import Image, ImageColor, ImageDraw, ImageFont

from conversations.say import Money, MonthName

SIZE = (720, 960)
QR_CORNER = (54, 535)
QR_SIDE = 296
"""The square for the QR code with its quiet zone; the modules are as large as whole pixels allow."""

_MARGIN = 48
_TEAL = "#0f766e"
_MINT = "#d7efec"
_NIGHT = "#12344d"
_PAPER = "#f7f5ef"
_INK = "#16232e"
_GREY = "#55636e"
_RULE = "#d5d0c3"
_STAMP = "#b42318"
_QUIET = 4
_STEPS = 8
_SMALLEST = 24
_LARGEST = 32
_LONGEST = 300
_SPELLED = str.maketrans("\u2018\u2019\u02bc\u201c\u201d\u2013\u2014\u2010\u2011", "'''\"\"----")
_HAS_GLYPH = frozenset(map(chr, range(0x20, 0x7F))) | {"…"}

Words = Callable[..., str]
"""`Wording.text`: language, id, then the values by name."""


@dataclass(frozen=True)
class Card:
    """What one card says; amounts in rupiah a month."""

    reference: str
    name: str = field(repr=False)
    monthly: int
    normal: int
    discounted_until: date | None
    """The last contribution month at the lower amount; None when nothing is going to change."""
    url: str
    """What the QR code opens: the public address, /cek/ and the reference."""
    trial: bool
    language: str


def draw(card: Card, wording: Words) -> bytes:
    """The card as a PNG of 720 x 960 pixels, under 60 kB."""
    picture = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)

    def words(id: str, **values: object) -> str:
        return wording(card.language, id, **values)

    _heading(pen, words)
    _application(pen, card, words)
    _lookup(pen, card, words)
    _warning(pen, words)
    if card.trial:
        _stamp(picture, _letters(words("card.trial")))
    written = BytesIO()
    picture.quantize(palette=_palette(), dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def _heading(pen: ImageDraw.ImageDraw, words: Words) -> None:
    pen.rectangle((0, 0, SIZE[0], 132), fill=_TEAL)
    _umbrella(pen, (_MARGIN, 26), 80)
    _line(pen, (_MARGIN + 104, 26), words("card.title"), 46, "white", bold=True)
    _line(pen, (_MARGIN + 104, 84), words("card.subtitle"), 24, _MINT)


def _application(pen: ImageDraw.ImageDraw, card: Card, words: Words) -> None:
    """Number, name and contribution, one under the other."""
    _line(pen, (_MARGIN, 156), words("card.reference"), 26, _GREY)
    _line(pen, (_MARGIN, 186), card.reference, 88, _NIGHT, bold=True)
    pen.line((_MARGIN, 296, SIZE[0] - _MARGIN, 296), fill=_RULE, width=2)
    if _letters(card.name):
        _line(pen, (_MARGIN, 310), words("card.name"), 24, _GREY)
        _line(pen, (_MARGIN, 337), card.name, 38, _INK)
    _line(pen, (_MARGIN, 394), words("card.contribution"), 24, _GREY)
    _line(pen, (_MARGIN, 419), words("card.monthly", amount=Money(card.monthly)), 48, _TEAL, bold=True)
    if card.discounted_until:
        until = words("card.until", month=MonthName(card.discounted_until), amount=Money(card.normal))
        _line(pen, (_MARGIN, 479), until, 30, _INK)


def _lookup(pen: ImageDraw.ImageDraw, card: Card, words: Words) -> None:
    """The QR code, and beside it what to do next."""
    left, top = QR_CORNER
    frame = (left - 6, top - 6, left + QR_SIDE + 5, top + QR_SIDE + 5)
    pen.rounded_rectangle(frame, 8, fill="white", outline=_RULE, width=2)
    for box in qr_boxes(card.url):
        pen.rectangle(box, fill="black")
    beside = left + QR_SIDE + 32
    _line(pen, (beside, top + 4), words("card.next"), 24, _GREY)
    _paragraph(pen, (beside, top + 40, SIZE[0] - _MARGIN, top + QR_SIDE), words("card.next_step"), _INK)


def qr_boxes(url: str) -> Iterator[tuple[int, int, int, int]]:
    """The black modules of the code as pixels (left, top, right, bottom, all inside), centred in its square."""
    modules = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    scale = QR_SIDE // (len(modules) + 2 * _QUIET)
    edge = (QR_SIDE - scale * len(modules)) // 2
    for row, line in enumerate(modules):
        for column, black in enumerate(line):
            left, top = QR_CORNER[0] + edge + column * scale, QR_CORNER[1] + edge + row * scale
            if black:
                yield left, top, left + scale - 1, top + scale - 1


def _warning(pen: ImageDraw.ImageDraw, words: Words) -> None:
    pen.rectangle((0, 848, *SIZE), fill=_NIGHT)
    _paragraph(pen, (_MARGIN, 862, SIZE[0] - _MARGIN, 952), words("card.warning"), "white")


def _umbrella(pen: ImageDraw.ImageDraw, corner: tuple[int, int], side: int) -> None:
    """The mark: a canopy of three arches over a hooked stick."""
    left, top = corner
    middle, rim = left + side // 2, top + side * 9 // 16
    pen.pieslice((left, top + 2, left + side, top + side + 10), 180, 360, fill="white")
    for arch in range(3):
        start = left + arch * side // 3
        pen.ellipse((start, rim - 6, start + side // 3, rim + 10), fill=_TEAL)
    pen.line((middle, rim - 6, middle, top + side - 8), fill="white", width=5)
    pen.arc((middle - 18, top + side - 18, middle + 2, top + side + 2), 0, 180, fill="white", width=5)
    pen.line((middle, top - 4, middle, top + 6), fill="white", width=5)


def _stamp(picture: Image.Image, text: str) -> None:
    """A red stamp set askew beside the title, clear of all else."""
    face = _fitting(text, 34, 150)
    wide, high = round(face.getlength(text)) + 32, 50
    stamp = Image.new("RGBA", (wide, high), "#ffffff")
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((3, 3, wide - 4, high - 4), outline=_STAMP, width=4)
    pen.text((wide / 2, high / 2), text, _STAMP, face, anchor="mm", stroke_width=1)
    turned = stamp.rotate(6, Image.Resampling.BICUBIC, expand=True)
    picture.paste(turned, (SIZE[0] - turned.width - 24, 10), turned)


@cache
def _palette() -> Image.Image:
    """The inks on their grounds in a few steps each: a third of the size of full colour, and black stays black."""
    on_paper = [(ink, _PAPER) for ink in (_GREY, _NIGHT, _INK, _TEAL, _RULE)]
    others = [("black", "white"), ("white", _TEAL), (_MINT, _TEAL), ("white", _NIGHT), (_STAMP, "white")]
    colours: list[int] = []
    for ink, ground in on_paper + others:
        over, under = ImageColor.getrgb(ink), ImageColor.getrgb(ground)
        for step in range(_STEPS + 1):
            colours += [(a * step + b * (_STEPS - step)) // _STEPS for a, b in zip(over, under, strict=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise RuntimeError("this Pillow has no FreeType: install the wheel of the lock file")
    return face


def _fitting(text: str, largest: int, width: int) -> ImageFont.FreeTypeFont:
    """The largest face, down from the given one, in which the text fits; never one too small to read on a phone."""
    sizes = range(largest, _SMALLEST, -1)
    return next((_face(size) for size in sizes if _face(size).getlength(text) <= width), _face(_SMALLEST))


def _line(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, largest: int, ink: str, *, bold: bool = False
) -> None:
    """One line up to the right margin, smaller where it is long, cut where it is too long."""
    letters, width = _letters(text), SIZE[0] - _MARGIN - at[0]
    face = _fitting(letters, largest, width)
    pen.text(at, _shortened(letters, face, width), ink, face, stroke_width=int(bold))


def _paragraph(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], text: str, ink: str) -> None:
    """Lines below each other within left, top, right and bottom, in the largest letters that have room."""
    left, top, right, bottom = box
    for size in range(_LARGEST, _SMALLEST - 1, -1):
        lines, step = _lines(_letters(text), _face(size), right - left), round(size * 1.3)
        if len(lines) * step <= bottom - top:
            break
    for number, line in enumerate(lines):
        pen.text((left, top + number * step), line, ink, _face(size))


def _lines(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(_shortened(word, face, width))
    return [line for line in lines if line]


def _shortened(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    if face.getlength(text) <= width:
        return text
    kept = next(length for length in range(len(text), -1, -1) if face.getlength(text[:length] + "…") <= width)
    return text[:kept].rstrip() + "…"


def _letters(text: str) -> str:
    """The text in letters the typeface has: accents taken off, anything else left out."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST].translate(_SPELLED))
    return " ".join(
        "".join(" " if sign.isspace() else sign for sign in plain if sign in _HAS_GLYPH or sign.isspace()).split()
    )
