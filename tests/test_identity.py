"""Names, births and phones out of one answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import identity
from conversations.understanding.birth import Birth, BirthReading
from conversations.understanding.identity import Identity

TODAY = date(2026, 11, 22)
BORN = BirthReading(Birth(1990, date(1990, 5, 12)))
PHONE = "+6281234567890"
DEWI = Identity("Dewi Lamablawa", BORN, PHONE)


@pytest.mark.parametrize(
    "text",
    [
        "Dewi Lamablawa, 12 Mei 1990, 0812 3456 7890",
        "dewi lamablawa 12-5-90 081234567890",
        "DEWI LAMABLAWA 12/05/1990 +62 812-3456-7890",
        "0812 3456 7890 Dewi Lamablawa 12 Mei 1990",
        "12 Mei 1990, Dewi Lamablawa, 0812 3456 7890",
        "Dewi Lamablawa\n12 Mei 1990\n0812 3456 7890",
        "Nama: Dewi Lamablawa\nTTL: Kupang, 12 Mei 1990\nNo HP: 0812-3456-7890",
        "TTL: Kupang, 12 Mei 1990\nNama: Dewi Lamablawa\nWA: 081234567890",
        "Nama: Dewi Lamablawa TTL: Kupang, 12 Mei 1990 No HP: 081234567890",
        "Dewi Lamablawa\nKupang, 12 Mei 1990\n081234567890",
        "nama saya dewi lamablawa lahir di kupang tgl 12 mei 1990 no wa 0812 3456 7890 ya kak",
        "halo kak, perkenalkan saya dewi lamablawa, lahir 12 mei 1990, hp 081234567890",
        "wa saya 081234567890 nama dewi lamablawa lahir 12.05.1990",
        "Dewi Lamablawa 12 Mei 1990 HP 081234567890 NIK 5371 0252 0590 9001",
    ],
)
def test_one_answer_gives_name_birth_and_phone(text: str) -> None:
    assert identity.read(text, TODAY) == DEWI


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sukarno", "Sukarno"),
        ("SUHARTO", "Suharto"),
        ("nama saya dewi", "Dewi"),
        ("aku dewi", "Dewi"),
        ("perkenalkan, nama saya Dewi", "Dewi"),
        ("nama lengkap : dewi", "Dewi"),
        ("dewi lamablawa kak", "Dewi Lamablawa"),
        ("Dewi 😊", "Dewi"),
        ('"Dewi"', "Dewi"),
        ("Dewi L. 1990", "Dewi L."),
        ("Ibu Stop", "Ibu Stop"),
        ("Mulai Sembiring", "Mulai Sembiring"),
        ("Kartu Wijaya", "Kartu Wijaya"),
        ("Wa Ode Siti", "Wa Ode Siti"),
        ("Juli Astuti 12-4-90", "Juli Astuti"),
        ("Agus 1990", "Agus"),
        ("i gusti ngurah", "I Gusti Ngurah"),
        ("d'angelo", "D'Angelo"),
        ("Nur d'Angelo", "Nur d'Angelo"),
        ("ma'ruf amin", "Ma'ruf Amin"),
        ("Ma’ruf", "Ma'ruf"),
        ("siti-aisyah", "Siti-Aisyah"),
        ("ahmad bin ali", "Ahmad bin Ali"),
        ("paulus iii", "Paulus III"),
        ("moh. ali", "Moh. Ali"),
        ("DEWI LAMABLAWA, S.PD", "Dewi Lamablawa, S.Pd"),
        ("Dewi Lamablawa, S.Pd., M.Si, 12 Mei 1990", "Dewi Lamablawa, S.Pd., M.Si"),
        ("王小明", "王小明"),
        ("De\u202ewi", "Dewi"),
        ("dewi\x00lamablawa", "Dewi Lamablawa"),
        ("3320151508799589 Dewi", "Dewi"),
    ],
)
def test_a_name_is_read_as_it_is_written_on_paper(text: str, name: str) -> None:
    said = identity.read(text, TODAY)
    assert (said.name, said.reason) == (name, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("nama saya", "empty"),
        ("12 Mei 1990", "empty"),
        ("lahir di kupang 12 mei 1990", "empty"),
        ("081234567890", "empty"),
        ("12345", "not-a-name"),
        ("Dewi123", "not-a-name"),
        ("I", "not-a-name"),
        ("<b>Dewi</b>", "not-a-name"),
        ("'; DROP TABLE users; --", "not-a-name"),
        ("drop table users", "not-a-name"),
        ("{{7*7}}", "not-a-name"),
        ("=1+1", "not-a-name"),
        ("https://contoh.id", "not-a-name"),
        ("www.contoh.com", "not-a-name"),
        ("😊😊", "not-a-name"),
        ("siapa?", "not-a-name"),
        ("saya tidak mau", "not-a-name"),
        ("ya", "not-a-name"),
        ("a" * 61, "too-long"),
        ("Dewi " * 100, "too-long"),
    ],
)
def test_what_is_no_name_gives_its_reason(text: str, reason: str) -> None:
    said = identity.read(text, TODAY)
    assert (said.name, said.reason) == (None, reason)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("Dewi", None),
        ("Dewi 1990", BirthReading(Birth(1990))),
        ("dewi, 31 feb 1990", BirthReading(None, "impossible")),
        ("dewi 45 tahun", BirthReading(None, "age-not-date")),
        ("dewi lahir 12 mei", BirthReading(None, "unknown")),
    ],
)
def test_a_birth_not_understood_is_not_a_birth_not_told(text: str, birth: BirthReading | None) -> None:
    assert identity.read(text, TODAY) == Identity("Dewi", birth)


@given(st.text(max_size=120) | st.text("0123456789 ,.'-\n:=<namdewiNIK\u202e", max_size=80))
def test_nothing_raises_and_a_name_is_letters(text: str) -> None:
    said = identity.read(text, TODAY)
    assert (said.name is None) == (said.reason != "")
    assert said.name is None or not any(char.isdecimal() or char in "<>\n\u202e" for char in said.name)
