from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import segno
from PIL import Image, ImageChops

from bot.card import QR_CORNER, QR_SIDE, SIZE, Card, draw, qr_boxes
from conversations.reference import make
from locales.wording import load

REFERENCE = make(lambda n: 4 % n)
CARD = Card(
    reference=REFERENCE,
    name="Yohana Bere",
    monthly=8_400,
    normal=16_800,
    discounted_until=date(2026, 12, 1),
    url=f"https://payung.example/cek/{REFERENCE}",
    trial=False,
    language="id",
)


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw(card, load().text))).convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    """The box (left, top, right, bottom) outside which two pictures are equal."""
    return ImageChops.difference(one, other).getbbox() or (0, 0, 0, 0)


def said(card: Card) -> list[str]:
    """What is asked of the catalogue while a card is drawn, in order."""
    texts: list[str] = []

    def words(language: str, id: str, **values: Any) -> str:
        texts.append(load().text(language, id, **values))
        return texts[-1]

    draw(card, words)
    return texts


@pytest.mark.parametrize("language", ["id", "en", "jv"])
@pytest.mark.parametrize("trial", [True, False])
def test_a_card_is_a_small_picture_of_a_fixed_size(language: str, trial: bool) -> None:
    written = draw(replace(CARD, language=language, trial=trial), load().text)
    assert len(written) < 60_000
    shown = Image.open(BytesIO(written))
    assert (shown.format, shown.size) == ("PNG", SIZE)


def test_the_words_say_amount_and_date_and_that_it_is_no_membership_yet() -> None:
    texts = said(CARD)
    assert "Rp8.400 per bulan" in texts
    assert "sampai iuran Desember 2026, lalu Rp16.800" in texts
    assert "Ini pengajuan, belum kepesertaan. Bayar hanya lewat kanal resmi, jangan ke orang." in texts
    assert "UJI COBA" not in texts
    assert "UJI COBA" in said(replace(CARD, trial=True))


def test_without_a_change_of_the_amount_no_date_is_said() -> None:
    assert not any("sampai" in text for text in said(replace(CARD, discounted_until=None)))


@pytest.mark.parametrize("url", [CARD.url, "http://127.0.0.1:8080/cek/x", f"https://{'a' * 200}.example/cek/x"])
def test_the_code_holds_every_module_in_pure_black_on_white_with_its_quiet_zone(url: str) -> None:
    shown = picture(replace(CARD, url=url))
    matrix = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    left, top, right, _ = next(qr_boxes(url))
    scale = right - left + 1
    assert scale >= 3
    for row in range(-4, len(matrix) + 4):
        for column in range(-4, len(matrix) + 4):
            inside = 0 <= row < len(matrix) and 0 <= column < len(matrix)
            black = inside and matrix[row][column]
            at = (left + column * scale + scale // 2, top + row * scale + scale // 2)
            assert shown.getpixel(at) == ((0, 0, 0) if black else (255, 255, 255))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_stamp_of_a_trial_covers_nothing(language: str) -> None:
    real = replace(CARD, language=language)
    left, top, right, bottom = apart(picture(real), picture(replace(real, trial=True)))
    assert right - left > 150
    assert left > 490
    assert 0 < top < bottom < 84


def test_different_cards_look_different() -> None:
    cards = [
        CARD,
        replace(CARD, name="Maria Bere"),
        replace(CARD, reference=make(lambda n: 2 % n)),
        replace(CARD, monthly=1),
    ]
    assert len({draw(card, load().text) for card in cards}) == 4


@pytest.mark.parametrize(
    "name",
    [
        "Yohana \N{GRINNING FACE}Bere",
        "Yohána Bere",
        "Yohana\nBere",
        "\N{ZERO WIDTH JOINER}Yohana Bere",
        "Yohana\u202e Bere",
    ],
)
def test_signs_without_a_letter_of_ours_are_left_out(name: str) -> None:
    assert draw(replace(CARD, name=name), load().text) == draw(CARD, load().text)


@pytest.mark.parametrize("name", ["", "\N{GRINNING FACE}", "ꦪꦺꦴꦲꦤ", "a" * 5_000, "Wa " * 2_000, "W" * 60, "\x00\ud800"])
def test_no_name_breaks_the_card_or_leaves_its_line(name: str) -> None:
    left, top, right, bottom = apart(picture(CARD), picture(replace(CARD, name=name)))
    assert 48 <= left < right <= SIZE[0] - 44
    assert 300 < top < bottom < 394


def test_the_square_of_the_code_lies_on_the_card() -> None:
    assert QR_CORNER[0] + QR_SIDE < SIZE[0]
    assert all(QR_CORNER[1] <= box[1] <= box[3] < QR_CORNER[1] + QR_SIDE for box in qr_boxes(CARD.url))
