"""Income as people say it: the conventions as a table, and what must never change a reading."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.understanding.income import Income, IncomeStatus, mention, read

HERE = Path(__file__).parent
TABLE = HERE / "reading" / "income.tsv"
SAMPLE = HERE.parents[1] / "shared" / "data" / "samples" / "income_sample.tsv"
ROUNDING = 1_000
"""Rupiah by which a reading may differ (CONVENTIONS §1)."""


@cache
def rows(path: Path) -> tuple[dict[str, str], ...]:
    if not path.exists():
        return ()
    with path.open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def expected(row: dict[str, str]) -> Income:
    status = IncomeStatus(row["expected_status"])
    if status is not IncomeStatus.OK:
        return Income(status)
    monthly = int(row["monthly"])
    low = int(row["low"] or monthly)
    high = int(row["high"]) if row["high"] else None if row["low"] else monthly
    return Income(status, monthly, low, high)


def agrees(said: Income, wanted: Income) -> bool:
    pairs = ((said.monthly, wanted.monthly), (said.low, wanted.low), (said.high, wanted.high))
    return said.status is wanted.status and all(
        one == other if one is None or other is None else abs(one - other) <= ROUNDING for one, other in pairs
    )


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: row["input"] or "empty")
def test_an_answer_is_read_as_the_conventions_say(row: dict[str, str]) -> None:
    assert agrees(read(row["input"]), expected(row)), read(row["input"])


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not here")
def test_every_public_sample_is_read_as_it_says() -> None:
    assert [row["input"] for row in rows(SAMPLE) if not agrees(read(row["input"]), expected(row))] == []


def test_the_table_holds_none_of_the_public_samples() -> None:
    assert not {row["input"] for row in rows(TABLE)} & {row["input"] for row in rows(SAMPLE)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("🙏🙏", "empty"),
        ("2500", "no-unit"),
        ("150 sehari", "no-unit"),
        ("300rb sekali manggung", "no-period-frequency"),
        ("20rb per jam", "no-period-frequency"),
        ("omzet 10jt", "gross-only"),
        ("umr bekasi", "minimum-wage"),
        ("gak tentu kak", "vague"),
        ("jutaan lah", "vague"),
        ("5 juta sehari", "implausible"),
        ("200 dolar", "foreign"),
        ("081234567890", "unknown"),
        ("3273 0145 0890 9001", "unknown"),
        ("nggak ngerti", "unknown"),
    ],
)
def test_an_unclear_answer_says_why(text: str, reason: str) -> None:
    assert (read(text).status, read(text).reason) == (IncomeStatus.UNCLEAR, reason)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("2500", 2_500_000),
        ("1.5", 1_500_000),
        ("2", 2_000_000),
        ("500", 500_000),
        ("150 sehari", 3_750_000),
        ("60000", None),
        ("50", None),
    ],
)
def test_a_bare_number_is_guessed_but_never_assumed(text: str, suggestion: int | None) -> None:
    assert (read(text).monthly, read(text).suggestion) == (None, suggestion)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("penata rias di Kupang, 2 juta sebulan", 2_000_000),
        ("tukang ojek 80rb sehari tiap hari, kota malang", 2_000_000),
        ("jualan sayur di pasar senen 1,5jt", 1_500_000),
        ("nelayan kepulauan seribu 2 juta sebulan", 2_000_000),
        ("penjahit sukabumi 50rb/hari kerja 6 hari", 1_250_000),
        ("umur 40 th, kuli, 2 juta per bulan, kupang", 2_000_000),
        ("ojol bekasi penghasilan 3.500.000", 3_500_000),
        ("buruh harian lepas di Kupang, 2 juta sebulan", 2_000_000),
        ("saya lahir 17 agustus 1990, gaji Rp 900.000", 900_000),
        ("Budi 0812 3456 7890, ojol, 2jt sebulan", 2_000_000),
        ("guru ngaji di sleman jawa tengah, sejuta", 1_000_000),
    ],
)
def test_money_is_found_beside_other_answers(text: str, monthly: int) -> None:
    said = mention(text)
    assert said is not None
    assert said.monthly == monthly


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17 agustus 1990",
        "lahir 17-08-1990",
        "umur 40",
        "2 anak",
        "081234567890",
        "+62 812-3456-7890",
        "Sri Wahyuni 12/03/1985 0812 3456 7890",
        "3273014508909001",
        "3273 0145 0890 9001",
        "rt 02 rw 05 no 200",
        "saya tinggal di kabupaten lima puluh kota",
        "nelayan di kepulauan seribu",
        "1500000",
        "iuran 16.800 ya",
        "iurannya 200rb?",
        "hutang saya 2jt",
        "omzet 10jt",
        "300rb sekali manggung",
        "gaji suami 3jt",
    ],
)
def test_what_is_no_income_is_not_mentioned(text: str) -> None:
    assert mention(text) is None


WORDS = """1 2 15 500 1.500.000 0 -2 jt juta rb ribu sejuta setengah sehari seminggu sebulan per / - sampai kadang kotor
bersih modal bensin tambah dan x kali hari minggu bulan panen trip sekali libur senin jumat total rata2 rugi"""
ALPHABET = st.text(max_size=60) | st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join)


@settings(deadline=None)
@given(ALPHABET)
@example("0 kali 1 hari")
@example("maks 1jt dikurangi modal 200rb")
def test_no_text_raises_and_what_is_read_is_sound(text: str) -> None:
    said = read(text)
    assert (said.monthly is not None) == (said.status is IncomeStatus.OK)
    assert bool(said.reason) == (said.status is IncomeStatus.UNCLEAR)
    if said.monthly is not None:
        assert 100_000 <= said.monthly <= 100_000_000
        assert said.low is not None
        assert 0 <= said.low <= said.monthly <= (said.high or said.monthly)


@settings(deadline=None)
@given(ALPHABET)
def test_a_mention_is_what_the_answer_would_be_read_as(text: str) -> None:
    assert mention(text) in (None, read(text))


NOISE = st.lists(
    st.sampled_from(["kak", "ya", "sih", "pak", "bu", "nih", "dong", "🙏", "😀👍", "...", "!!", "min"]), max_size=3
)


@settings(deadline=None)
@given(st.sampled_from(rows(TABLE)), NOISE, st.sampled_from([str.upper, str.title, str.lower, str]), st.integers(1, 3))
def test_politeness_emoji_case_and_spaces_change_nothing(
    row: dict[str, str], noise: list[str], case: Callable[[str], str], gap: int
) -> None:
    text = row["input"]
    loud = case((" " * gap).join(text.split(" ")) + "".join(f" {word}" for word in noise))
    plainly, again = read(text), read(loud)
    if text.strip(". "):
        assert again == plainly
