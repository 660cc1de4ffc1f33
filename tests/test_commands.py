"""Commands: what a message asks of the conversation, and what is only an answer (CONVENTIONS §4)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.understanding import commands
from conversations.understanding.commands import Command, Intent

HERE = Path(__file__).parent
DATA = HERE.parent / "conversations/understanding/data"
SAMPLE = HERE.parent.parent / "shared/data/samples/intents_sample.tsv"


def table(path: Path) -> list[tuple[str, Command]]:
    if not path.exists():
        return []
    rows = csv.reader(path.read_text("utf-8").splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row[0], Command(Intent(row[1]), row[2])) for row in rows]


OURS = table(HERE / "reading/command.tsv")


def mistaken(rows: list[tuple[str, Command]]) -> list[tuple[str, Command]]:
    return [(text, found) for text, expected in rows if (found := commands.read(text)) != expected]


def test_every_row_of_our_table_reads_as_expected() -> None:
    assert len(OURS) >= 250
    assert mistaken(OURS) == []


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public samples are not part of the repository")
def test_every_row_of_the_public_sample_reads_as_expected() -> None:
    sample = table(SAMPLE)
    assert mistaken(sample) == []
    assert {text.casefold() for text, _ in sample}.isdisjoint(text.casefold() for text, _ in OURS)


def test_every_intent_is_named_by_its_value_and_has_rows() -> None:
    assert {expected.intent for _, expected in OURS} == set(Intent)
    assert all(intent.value == intent.name for intent in Intent)


def names(file: str, column: str) -> list[str]:
    rows = csv.DictReader((DATA / file).read_text("utf-8").splitlines())
    return [name.strip() for row in rows for name in row[column].split(";")]


@pytest.mark.parametrize(
    ("file", "column", "exceptions"),
    [
        ("occupations.csv", "synonyms", set()),
        ("regencies.csv", "name", set()),
        ("regencies.csv", "bare_name", set()),
        ("provinces.csv", "name", set()),
        ("aliases.csv", "alias", set()),
        ("districts.csv", "name", {"Pantan Cuaca"}),  # cuaca, the weather, is off topic wherever it stands
    ],
)
def test_no_job_and_no_place_is_a_command(file: str, column: str, exceptions: set[str]) -> None:
    taken = {name for name in names(file, column) if commands.read(name).intent is not Intent.NONE}
    assert taken == exceptions


EXACT = {Intent.MY_DATA, Intent.ERASE, Intent.OTHER_PERSON, Intent.CARD, Intent.OFFICER}


@pytest.mark.parametrize(
    "text",
    [
        "dta saya", "lihta data", "hapsu data", "hpus data", "daftarkan orang lan", "kartuu keluarga", "krtu", "petgas",
        "jual kartu", "petugas parkir", "hapus data teman saya", "data saya 2 juta", "kartu saya hilang",
    ],
)  # fmt: skip
def test_commands_with_grave_effect_are_not_guessed_from_a_misspelling_or_a_longer_message(text: str) -> None:
    assert commands.read(text).intent not in EXACT


@pytest.mark.parametrize(
    "text",
    [
        "sudah berhenti kerja",
        "Batam",
        "Stephanus",
        "batu bata",
        "ulang tahun",
        "stop kontak",
        "berhenti sekolah",
        "setop bus",
    ],
)
def test_an_answer_near_a_command_is_not_that_command(text: str) -> None:
    assert commands.read(text).intent is Intent.NONE


@pytest.mark.parametrize("around", ["{} kak", "  {} ", "{} \N{GRINNING FACE}", "kak {} dong", "{} ya min"])
def test_politeness_emoji_and_spacing_change_nothing(around: str) -> None:
    changed = [text for text, _ in OURS if commands.read(around.format(text)) != commands.read(text)]
    assert changed == []


def test_capitals_change_nothing() -> None:
    assert [text for text, _ in OURS if commands.read(text.upper()) != commands.read(text)] == []


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text: str) -> None:
    assert isinstance(commands.read(text), Command)


@given(st.lists(st.sampled_from([word for text, _ in OURS for word in text.split()]), max_size=12).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_words_of_commands_in_any_order_do_not_raise(text: str) -> None:
    assert isinstance(commands.read(text), Command)


def test_a_reference_alone_asks_for_the_status_only_if_it_is_known_to_be_one() -> None:
    assert commands.read("bpu-3h5k7q") == Command(Intent.NONE)
    assert commands.read("bpu-3h5k7q kak", lambda seen: seen == "BPU-3H5K7Q") == Command(Intent.STATUS, "BPU-3H5K7Q")
    assert commands.read("BPU-3H5K7R", lambda seen: seen == "BPU-3H5K7Q") == Command(Intent.NONE)


@pytest.mark.parametrize(
    "text", ["status AB1", "status ABCDEFGH", "status ABCDE12345678901", "cek nomor hp 081234567890"]
)
def test_what_is_not_shaped_like_a_reference_is_none(text: str) -> None:
    assert commands.read(text).slot == ""
