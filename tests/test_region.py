"""Reading a kabupaten or kota: a table of answers, every official name and alias, and what must never matter."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import gazetteer, region
from conversations.understanding.region import Region, RegionKind

HERE = Path(__file__).parent
DATA = HERE.parent / "conversations" / "understanding" / "data"
SAMPLE = HERE.parent / ".." / "shared" / "data" / "samples" / "regions_sample.tsv"


def answers(path: Path) -> list[tuple[str, str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [(cells[0], cells[1], cells[2]) for cells in (line.split("\t") for line in lines)]


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def told(found: Region | None) -> tuple[str, str]:
    return (found.kind.value, ";".join(found.codes)) if found else ("NONE", "")


TABLE = answers(HERE / "reading" / "region.tsv")


@pytest.mark.parametrize(("text", "kind", "codes"), TABLE)
def test_an_answer_is_read_as_the_table_says(text: str, kind: str, codes: str) -> None:
    assert told(region.read(text)) == (kind, codes)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public samples are not part of the repository")
def test_every_public_sample_is_read_as_expected() -> None:
    wrong = [
        (text, told(region.read(text)))
        for text, *expected in answers(SAMPLE)
        if told(region.read(text)) != (*expected,)
    ]
    assert wrong == []


def test_each_official_name_is_its_own_code() -> None:
    regencies = rows("regencies.csv")
    wrong = [row["name"] for row in regencies if told(region.read(row["name"])) != ("REGENCY", row["code"])]
    assert len(regencies) == 514
    assert wrong == []


def test_each_province_is_its_own_code_when_called_a_province() -> None:
    wrong = [
        row["name"] for row in rows("provinces.csv") if region.read(f"Provinsi {row['name']}").codes != (row["code"],)
    ]
    assert wrong == []


def test_each_alias_is_what_the_table_of_aliases_says() -> None:
    wrong = [
        row["alias"]
        for row in rows("aliases.csv")
        if set(region.read(row["alias"]).codes) != set(row["codes"].split(";"))
    ]
    assert wrong == []


def test_each_district_beside_its_regency_is_that_regency() -> None:
    wrong = []
    for row in rows("districts.csv"):
        found = region.read(f"kec. {row['name']}, {gazetteer.regency_name(row['regency_code'])}")
        if found.codes != (row["regency_code"],):
            wrong.append(row["code"])
    assert wrong == []


def test_what_people_call_their_work_is_no_misspelt_place() -> None:
    jobs = {job for row in rows("occupations.csv") for job in row["synonyms"].split("; ") if job}
    read = {job for job in jobs if region.read(job).kind is not RegionKind.NONE}
    assert len(jobs) > 1000
    assert len(read) <= 5, read


MENTIONS = [
    ("penata rias di Kupang, 2 juta sebulan", "AMBIGUOUS", "53.01;53.71"),
    ("ojol malang kota 80rb sehari", "REGENCY", "35.73"),
    ("jual bakso malang di surabaya", "REGENCY", "35.78"),
    ("petani di lombok timur", "REGENCY", "52.03"),
    ("tukang ojek di ubud", "REGENCY", "51.04"),
    ("nelayan di cilacap, 50rb sehari", "REGENCY", "33.01"),
    ("penjahit, tinggal di kec cibinong kab bogor", "REGENCY", "32.01"),
    ("sopir angkot jaksel 100rb per hari", "REGENCY", "31.74"),
    ("sukajadi bandung jualan seblak 100rb", "REGENCY", "32.73"),
    ("kerja serabutan jawa timur", "PROVINCE", "35"),
    ("2jt di bekasi kab", "REGENCY", "32.16"),
    ("jual bakso malang", "NONE", ""),
    ("petani lombok", "NONE", ""),
    ("kuli batu", "NONE", ""),
    ("tukang batu kali", "NONE", ""),
    ("kisaran 2 juta", "NONE", ""),
    ("sumber penghasilan dagang", "NONE", ""),
    ("ojek di sumber", "NONE", ""),
    ("jualan di pasar", "NONE", ""),
    ("saya petani", "NONE", ""),
    ("2 juta", "NONE", ""),
    ("jl surabaya no 2", "NONE", ""),
    ("nama saya Bima, lahir di Malang 5 Mei 1990", "NONE", ""),
    ("karyawan di malaysia", "NONE", ""),
    ("tinggal di jembr", "NONE", ""),
]


@pytest.mark.parametrize(("text", "kind", "codes"), MENTIONS)
def test_a_place_in_a_longer_message_is_found_only_when_it_is_plainly_one(text: str, kind: str, codes: str) -> None:
    assert told(region.mention(text)) == (kind, codes)


def test_no_occupation_of_the_list_mentions_a_place() -> None:
    jobs = {job for row in rows("occupations.csv") for job in row["synonyms"].split("; ") if job}
    assert {job for job in jobs if region.mention(job)} == set()


def test_two_places_of_now_are_offered_both() -> None:
    assert region.read("rumah di sleman, narik di jogja kota") == Region(RegionKind.AMBIGUOUS, ("34.04", "34.71"))


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = region.read(text)
    assert (found.kind is RegionKind.NONE) == (found.codes == ())
    assert (found.kind is RegionKind.AMBIGUOUS) == (len(found.codes) > 1)
    assert list(found.codes) == sorted(set(found.codes))
    mentioned = region.mention(text)
    assert mentioned is None or mentioned.kind is not RegionKind.NONE


WORDS = [text for text, _, _ in TABLE if text.replace(" ", "").isalpha()]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join))
def test_no_chain_of_answers_makes_the_reader_fail(text: str) -> None:
    assert all(len(code) in (2, 5) for code in region.read(text).codes)


@given(
    st.sampled_from(WORDS),
    st.sampled_from([str.upper, str.title, str.lower]),
    st.sampled_from(["{}", "  {} ", "{} kak", "pak, {} ya", "{} 🙏🙏", "{}!!!", "{}.", "{} ya min", "📍{}"]),
)
def test_case_spaces_politeness_and_emoji_change_nothing(text: str, case: Callable[[str], str], frame: str) -> None:
    assert region.read(frame.format(case(text))) == region.read(text)


@pytest.mark.parametrize(
    ("code", "name", "province", "zone"),
    [
        ("53.71", "Kota Kupang", "Nusa Tenggara Timur", "Asia/Makassar"),
        ("53.01", "Kabupaten Kupang", "Nusa Tenggara Timur", "Asia/Makassar"),
        ("31.74", "Kota Administrasi Jakarta Selatan", "DKI Jakarta", "Asia/Jakarta"),
        ("61.71", "Kota Pontianak", "Kalimantan Barat", "Asia/Jakarta"),
        ("94.04", "Kabupaten Mimika", "Papua Tengah", "Asia/Jayapura"),
    ],
)
def test_a_code_has_its_name_province_and_time_zone(code: str, name: str, province: str, zone: str) -> None:
    assert gazetteer.regency_name(code) == name
    assert gazetteer.province_name(code) == province
    assert gazetteer.zone(code) == gazetteer.zone(gazetteer.province_code(code)) == zone


def test_the_provinces_share_out_all_regencies() -> None:
    shared = [code for row in rows("provinces.csv") for code in gazetteer.regencies_of(row["code"])]
    assert sorted(shared) == sorted(row["code"] for row in rows("regencies.csv"))
    assert gazetteer.regencies_of("99") == ()
