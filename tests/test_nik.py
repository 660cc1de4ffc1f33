"""NIKs: the table of conventions §5, what is warned of, and finding one that should not be kept."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import nik

TODAY = date(2026, 11, 22)
TABLE = Path(__file__).parent / "reading" / "nik.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").split("\n")[1:] if line]


@pytest.mark.parametrize(("text", "status", "reason", "born", "sex", "note"), ROWS)
def test_a_nik_reads_as_the_table_says(text: str, status: str, reason: str, born: str, sex: str, note: str) -> None:
    said = nik.read(text, TODAY)
    assert (said.valid, said.reason, said.sex) == (status == "VALID", reason, sex), note
    assert (said.born.isoformat() if said.born else "") == born, note


@pytest.mark.parametrize(("day", "born"), [(date(1999, 12, 31), "1926-11-23"), (date(2027, 1, 1), "2026-11-23")])
def test_the_century_depends_on_the_day_of_reading(day: date, born: str) -> None:
    assert str(nik.read("5371022311269001", day).born) == born


@pytest.mark.parametrize(
    ("number", "old"),
    [
        ("5371021205909001", False),
        ("9101012205889002", True),  # Merauke as it was before 2022
        ("5399011205909003", True),  # no such regency today
        ("5371021205900000", False),  # not valid: nothing to warn of
    ],
)
def test_a_prefix_that_is_not_a_regency_of_today_only_warns(number: str, old: bool) -> None:
    assert nik.read(number, TODAY).old_region is old


def test_every_old_prefix_warns() -> None:
    table = resources.files("conversations.understanding").joinpath("data", "nik_old_prefixes.csv")
    old = [line.split(",")[0].replace(".", "") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(old) > 20
    assert all(nik.read(f"{prefix}011205909001", TODAY).old_region for prefix in old)


def test_a_valid_number_is_kept_bare_and_out_of_the_repr() -> None:
    said = nik.read("NIK: 5371 0212 0590 9001", TODAY)
    assert said.number == "5371021205909001"
    assert "5371021205909001" not in repr(said)
    assert nik.read("5371 0212 0590 0000", TODAY).number == ""


SPOTTED = [
    "5371021205909001",
    "NIK saya 5371021205909001 ya",
    "nik5371021205909001",
    "5371 0212 0590 9001",
    "5371.0212.0590.9001",
    "5371-0212-0590-9001",
    "537102 120590 9001",
    "5371\n0212\n0590\n9001",
    "5 3 7 1 0 2 1 2 0 5 9 0 9 0 0 1",
    "Dewi 12 Mei 1990 081234567890 5371021205909001",
    "12-05-1990 5371 0212 0590 9001",
    "5371 0812 0590 9001",  # its middle looks like a mobile number
    "537102120590900",  # one digit short
    "53710212059090011",  # one too many
    "5371 0212 0590 900",
    "53710212O5909001",  # the letter O
    "９１０１012205889002",
    "5371021205909001081234567890",
    "5371\u200b021205909001",
]
NOT_SPOTTED = [
    "",
    "Rp 1.500.000",
    "1.500.000 - 2.000.000",
    "15.000.000 - 20.000.000",
    "12.500.000 sampai 15.000.000",
    "1500000000",
    "081234567890",
    "+62 812-3456-7890",
    "6281234567890",
    "0812 3456 7890 0813 3456 7890",
    "12 Mei 1990 0812 1111 2222",
    "1971 0812 1111 2222",  # a year and a mobile number, though 1971 is Pangkalpinang
    "12-05-2011 12-08-2015",
    "BPU-3H5K7P",
    "cek status BPU-3H5K7P",
    "20261122123456",
    "tukang ojek di kota kupang",
]


@pytest.mark.parametrize("text", SPOTTED)
def test_what_looks_like_a_nik_is_spotted_and_taken_out(text: str) -> None:
    assert nik.spotted(text)
    assert not nik.spotted(nik.without(text))


@pytest.mark.parametrize("text", NOT_SPOTTED)
def test_money_phones_dates_and_references_are_no_nik(text: str) -> None:
    assert not nik.spotted(text)
    assert nik.without(text) == text


def test_what_stands_around_a_nik_stays() -> None:
    assert nik.without("Dewi 5371021205909001 Kupang").split() == ["Dewi", "Kupang"]


@given(st.text(max_size=80) | st.text("0123456789 .-/,NIKniko", max_size=80), st.dates(date(1990, 1, 1)))
def test_nothing_raises_and_a_birth_is_never_in_the_future(text: str, today: date) -> None:
    said = nik.read(text, today)
    assert said.valid is (said.reason == "")
    assert said.born is None or said.born <= today
    assert not nik.spotted(text) or nik.without(text) != text


@given(
    st.sampled_from(["5371", "3173", "1101", "9471"]),
    st.integers(1, 40),
    st.dates(date(1930, 1, 1), TODAY),
    st.integers(9000, 9999),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_every_possible_number_is_valid_and_spotted(prefix: str, sub: int, born: date, serial: int, gap: str) -> None:
    written = gap.join([f"{prefix}{sub:02}", f"{born:%d%m%y}", str(serial)])
    said = nik.read(written, TODAY)
    assert said.valid
    assert said.born is not None
    assert f"{said.born:%d%m%y}" == f"{born:%d%m%y}"
    assert nik.spotted(written)
