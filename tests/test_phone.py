"""Mobile numbers: every way to space one, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import phone

DEWI = "+6281234567890"


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "0812.3456.7890",
        "0812 34 56 78 90",
        "(0812) 3456 7890",
        "6281234567890",
        "62812-3456-7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        "+62081234567890",
        "0812‑3456‑7890",
        "no hp saya 0812 3456 7890 kak",
        "WA: 081234567890",
        "HP 081234567890 🙏",
    ],
)
def test_a_mobile_number_reads_however_it_is_spaced(text: str) -> None:
    assert phone.read(text) == DEWI


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lupa",
        "0812",
        "0812345",
        "08123456789012345",
        "021 5551234",
        "0380 8552345",
        "+1 650 253 0000",
        "81234567890",
        "1.500.000",
        "12-08-1990",
        "O81234567890",
        "bukan 081234567890",
        "081234567890 atau 081234567891",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_anything_else_is_no_mobile_number(text: str) -> None:
    assert phone.read(text) is None


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("Dewi, 12 Mei 1990, 0812 3456 7890", DEWI, "Dewi, 12 Mei 1990, \n"),
        ("0812 3456 7890 12 Mei 1990", DEWI, "\n 12 Mei 1990"),
        ("0812 3456 7890 12-5-90", DEWI, "\n 12-5-90"),
        ("0812 3456 7890 1990", DEWI, "\n 1990"),
        ("0812 34 56 78 90 12 05 1990", DEWI, "\n 12 05 1990"),
        ("0812 345 678 12 5 1990", "+62812345678", "\n 12 5 1990"),
        ("12 08 1990 0812 3456 7890", DEWI, "12 08 1990 \n"),
        ("081234567890/081234567891", DEWI, "\n/081234567891"),
        ("Dewi\n081234567890\nKupang", DEWI, "Dewi\n\n\nKupang"),
        ("12 Mei 1990", None, "12 Mei 1990"),
        ("2 juta sebulan", None, "2 juta sebulan"),
    ],
)
def test_a_number_is_taken_out_and_what_follows_stays(text: str, number: str | None, rest: str) -> None:
    assert phone.spot(text) == (number, rest)


@given(st.text(max_size=80) | st.text("0123456789 +-.()62", max_size=60))
def test_nothing_raises_and_a_number_is_a_mobile_one(text: str) -> None:
    number = phone.read(text)
    assert number is None or (number.startswith("+628") and number[1:].isdecimal())
    assert phone.spot(text)[0] is not None or phone.spot(text)[1] == text


@given(st.text("0123456789", min_size=8, max_size=8), st.sampled_from(["0812", "62812", "+62812", "+62 812", "0812-"]))
def test_every_number_of_an_operator_reads_back(rest: str, start: str) -> None:
    assert phone.read(start + rest) == f"+62812{rest}"
