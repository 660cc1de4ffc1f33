"""Occupation: answers to 'what is your work?' as people type them (CONVENTIONS §3)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.understanding import occupation
from conversations.understanding.occupation import Standing, WorkClass

HERE = Path(__file__).parent
ROWS_OF_JOBS = HERE.parent / "conversations/understanding/data/occupations.csv"
SAMPLE = HERE.parent.parent / "shared/data/samples/occupations_sample.tsv"


def table(path: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    if not path.exists():
        return []
    rows = csv.reader(path.read_text("utf-8").splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row[0], row[1], tuple(row[2].split("/"))) for row in rows]


OURS = table(HERE / "reading/occupation.tsv")


def differs(text: str, work_class: str, sectors: tuple[str, ...]) -> str:
    told = occupation.read(text)
    scored = work_class == "BPU" and sectors != ("any",)
    right = told.work_class == work_class and (not scored or told.sector in sectors)
    return "" if right else f"{text!r}: {told.work_class} {told.sector}, not {work_class} {'/'.join(sectors)}"


def test_every_row_of_our_table_reads_as_expected() -> None:
    assert len(OURS) >= 250
    assert [wrong for row in OURS if (wrong := differs(*row))] == []


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public samples are not part of the repository")
def test_every_row_of_the_public_sample_reads_as_expected() -> None:
    sample = table(SAMPLE)
    assert [wrong for row in sample if (wrong := differs(*row))] == []
    assert {row[0].casefold() for row in sample}.isdisjoint(row[0].casefold() for row in OURS)


def test_every_synonym_reads_to_the_class_and_sector_of_its_row() -> None:
    wrong = []
    for row in csv.DictReader(ROWS_OF_JOBS.read_text("utf-8").splitlines()):
        sectors = (row["sector"], *row["alt_sectors"].split("/"))
        for synonym in row["synonyms"].split(";"):
            told = occupation.read(synonym)
            if told.work_class != row["class"] or told.sector not in sectors:
                wrong.append((synonym.strip(), told.work_class, told.sector))
    assert wrong == []


@pytest.mark.parametrize(
    "around",
    ["{} kak", "  {}  ", "{} \N{GRINNING FACE}", "kak, {} dong", "{}!!!", "\N{PERSON WITH FOLDED HANDS} {} ya bu"],
)
def test_politeness_emoji_and_spacing_change_nothing(around: str) -> None:
    changed = [row[0] for row in OURS if occupation.read(around.format(row[0])) != occupation.read(row[0])]
    assert changed == []


def test_capitals_change_nothing() -> None:
    assert [row[0] for row in OURS if occupation.read(row[0].upper()) != occupation.read(row[0])] == []


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_and_every_sector_is_a_listed_one(text: str) -> None:
    told = occupation.read(text)
    assert told.sector in occupation.sectors()
    mentioned = occupation.mention(text)
    assert mentioned is None or mentioned.work_class is not WorkClass.UNCLEAR


@given(st.lists(st.sampled_from([word for row in OURS for word in row[0].split()]), max_size=12).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_words_of_work_in_any_order_do_not_raise(text: str) -> None:
    assert occupation.read(text).sector in occupation.sectors()


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("punya usaha laundry, 2 karyawan", Standing.OWN),
        ("usaha laundry punya 2 karyawan", Standing.EMPLOYER),
        ("punya bengkel, ada anak buah 3", Standing.EMPLOYER),
        ("warung makan, mempekerjakan 4 orang", Standing.EMPLOYER),
        ("jualan bakso dibantu 1 pegawai", Standing.EMPLOYER),
        ("jualan bakso tanpa karyawan", Standing.OWN),
        ("jualan bakso, tidak punya karyawan", Standing.OWN),
        ("bantu suami di sawah", Standing.UNPAID),
        ("bantu ibu jualan di pasar", Standing.UNPAID),
        ("bantu suami di sawah tanpa upah", Standing.UNPAID),
        ("ikut bapak melaut, tidak dibayar", Standing.UNPAID),
        ("tukang ojek", Standing.OWN),
    ],
)
def test_who_else_is_in_the_work(text: str, standing: Standing) -> None:
    told = occupation.read(text)
    assert (told.work_class, told.standing) == (WorkClass.BPU, standing)


@pytest.mark.parametrize(
    ("text", "also_employed"),
    [
        ("karyawan pabrik nyambi ojol", True),
        ("guru honorer, sorenya ngajar les", True),
        ("pns sambil jualan kue", True),
        ("mahasiswa sambil ngojol", False),
        ("dulu karyawan pabrik sekarang ojol", False),
        ("tukang bakso", False),
    ],
)
def test_an_employer_beside_the_informal_work_is_noted(text: str, also_employed: bool) -> None:
    told = occupation.read(text)
    assert (told.work_class, told.also_employed) == (WorkClass.BPU, also_employed)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("penata rias di Kupang, 2 juta sebulan", "penata_rias"),
        ("2jt sebulan, tukang ojek malang", "ojek_pangkalan"),
        ("MC di Kupang, 2 juta", "mc"),
        ("saya Siti, karyawan toko di Depok", "karyawan_swasta"),
        ("dulu petani sekarang ojol, 1,5 juta", "ojol"),
        ("irt, Bekasi", "irt"),
    ],
)
def test_work_named_beside_other_answers_is_mentioned(text: str, id_: str) -> None:
    mentioned = occupation.mention(text)
    assert mentioned is not None
    assert mentioned.id == id_


@pytest.mark.parametrize(
    "text",
    [
        "2 juta sebulan",
        "Kupang",
        "Imam Bukhori, 12 Mei 1980",
        "Bilal Ramadhan",
        "Lukman Hakim",
        "Tengah Tani",
        "kabupaten Malang",
        "tukagn bakso, 2 juta",
        "kerja, 1 juta",
        "dokter di Ende",
        "081234567890",
        "",
    ],
)
def test_a_misspelt_unclear_or_absent_occupation_is_not_mentioned(text: str) -> None:
    assert occupation.mention(text) is None


def test_labels_are_the_names_people_see() -> None:
    assert occupation.label("penata_rias") == "Penata rias / MUA"
    with pytest.raises(KeyError):
        occupation.label("no_such_row")


def test_sectors_are_those_of_the_conventions() -> None:
    assert set(occupation.sectors()) == {
        *("transport", "creative", "agriculture", "trade", "services", "construction", "home_industry", "digital"),
        *("other", "formal", "none", "unknown"),
    }
