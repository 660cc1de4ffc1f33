"""Births: the table of ways to write one, and what is never done."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import birth
from conversations.understanding.birth import Birth, BirthReading

TODAY = date(2026, 11, 22)
TABLE = Path(__file__).parent / "reading" / "birth.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").split("\n")[1:] if line]
REASONS = {"unknown", "impossible", "future", "too-old", "ambiguous", "age-not-date"}
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"


def expected(written: str) -> BirthReading:
    """A day, a year or a reason of the table."""
    if written in REASONS:
        return BirthReading(None, written)
    if len(written) == 4:
        return BirthReading(Birth(int(written)))
    day = date.fromisoformat(written)
    return BirthReading(Birth(day.year, day))


@pytest.mark.parametrize(("text", "written"), ROWS)
def test_a_birth_reads_as_the_table_says(text: str, written: str) -> None:
    assert birth.read(text, TODAY) == expected(written)


@pytest.mark.parametrize(
    ("text", "rest", "written"),
    [
        ("Dewi Lamablawa, 12 Mei 1990, 0812", "Dewi Lamablawa, \n, 0812", "1990-05-12"),
        ("Dewi Juni 1985", "Dewi Juni \n", "1985"),
        ("Juli Astuti 12-4-90", "Juli Astuti \n", "1990-04-12"),
        ("Dewi 45 tahun", "Dewi \n", "age-not-date"),
        ("Dewi 12 Mei", "Dewi \n", "unknown"),
    ],
)
def test_a_birth_is_taken_out_of_a_longer_text(text: str, rest: str, written: str) -> None:
    assert birth.spot(text, TODAY) == (expected(written), rest)


@pytest.mark.parametrize("text", ["Dewi Lamablawa", "Agus", "tukang ojek 2 juta sebulan", "0812 3456 7890", ""])
def test_a_text_without_a_birth_is_left_alone(text: str) -> None:
    assert birth.spot(text, TODAY) == (None, text)


@given(st.text(max_size=80) | st.text("0123456789 .-/,'meijnulthsarp", max_size=60), st.dates(date(1990, 1, 1)))
def test_nothing_raises_and_no_birth_is_in_the_future(text: str, today: date) -> None:
    said = birth.read(text, today)
    assert (said.birth is None) == (said.reason in REASONS)
    if said.birth:
        assert today.year - birth.OLDEST - 1 <= said.birth.year <= today.year
        assert said.birth.day is None or (said.birth.day <= today and said.birth.day.year == said.birth.year)


@given(st.dates(date(1926, 11, 23), TODAY), st.sampled_from([" ", "-", "/", ".", "words", ""]))
def test_every_full_date_reads_back(born: date, written_with: str) -> None:
    words = f"{born.day} {MONTHS.split()[born.month - 1]} {born.year}"
    text = words if written_with == "words" else born.strftime(written_with.join(("%d", "%m", "%Y")))
    assert birth.read(text, TODAY) == BirthReading(Birth(born.year, born))
