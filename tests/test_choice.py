"""Picking from a list, and saying yes or no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding.choice import Choice, pick, yes_no

JOBS = (Choice(("Ojek atau kurir", "ojek")), Choice(("Petani", "tani")), Choice(("Pedagang",)), Choice(("Ya", "Ibu")))


@pytest.mark.parametrize(
    ("index", "texts"),
    [
        (0, ["1", "1.", "1)", "satu", "pertama", "yang pertama aja", "ojek", "Ojek atau kurir", "ojek atau kurir kak"]),
        (1, ["2", "no 2", "nomor 2", "No. 2", "(2)", "2️⃣", "２", "02", "kedua", "saya pilih 2", "pilih nomor 2 ya"]),
        (1, ["petani", "PETANI!", "tani", "petanni", "petni", "petani dong kak", "petaniii"]),
        (2, ["3", "ke 3", "ke-3", "ke3", "yang ke 3", "yg no 3 kak", "pedagang", "pedagan", "3 🙏"]),
        (3, ["4", "ya", "ya kak", "ibu"]),
    ],
)
def test_a_number_a_label_or_a_typing_error_picks(index: int, texts: list[str]) -> None:
    assert {text: pick(text, JOBS) for text in texts} == dict.fromkeys(texts, index)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "5",
        "99",
        "1 2",
        "1 atau 2",
        "1,5",
        "2jt",
        "keduanya",
        "no",
        "petani padi",
        "saya petani",
        "dagang",
        "ojk",
        "bukan petani",
        "kak",
    ],
)
def test_anything_longer_or_other_picks_nothing(text: str) -> None:
    assert pick(text, JOBS) is None


def test_two_options_that_both_fit_are_no_choice() -> None:
    assert pick("sama", [Choice(("Sama",)), Choice(("sama",))]) is None
    assert pick("kantor", [Choice(("kanton",)), Choice(("kantar",))]) is None
    assert pick("3", [Choice(("3",)), Choice(("6",)), Choice(("12",))]) is None


def test_what_is_too_long_to_be_read_to_its_end_is_no_answer() -> None:
    assert yes_no("ya" + " " * 1_000 + "tapi tidak") is None
    assert pick("2" + " " * 1_000 + "atau 3", JOBS) is None
    assert pick("petani" + " " * 1_000 + "atau ojek", JOBS) is None


def test_figures_in_a_label_are_never_typing_errors() -> None:
    months = [Choice(("3 bulan",)), Choice(("6 bulan",)), Choice(("12 bulan",))]
    assert pick("6 bulan", months) == 1
    assert pick("6 bulam", months) == 1
    assert pick("7 bulan", months) is None


YES = "ya iya iyaa iyaaaa y yes ok oke okeh sip setuju boleh mau betul benar lanjut siap nggih inggih iyo muhun OK Ya."
NO = "tidak nggak ga gak engga enggak tdk no jangan belum ogah mboten henteu TIDAK Nggak."


@pytest.mark.parametrize(
    "text", [*YES.split(), "sumuhun", "iya kak", "ya, setuju", "saya setuju", "oke lanjut", "boleh ya", "ok 👍"]
)
def test_a_plain_yes_is_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [*NO.split(), "tidak setuju", "gak mau", "ga usah", "saya tidak setuju", "tidak, jangan", "nggak kak", "jangan ya"],
)
def test_a_plain_no_is_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kak",
        "saya",
        "ya tapi nanti",
        "tidak apa-apa",
        "gak masalah",
        "ya tidak",
        "tidak, saya setuju",
        "setuju gak",
        "ya?",
        "boleh?",
        "belum tentu",
        "belum bayar",
        "ya ampun",
        "setuju kalau gratis",
        "nanti",
        "1",
        "👍",
    ],
)
def test_anything_longer_or_mixed_is_neither(text: str) -> None:
    assert yes_no(text) is None


@given(st.text(max_size=60) | st.text("yatidkmu 123.(?", max_size=20), st.lists(st.text(max_size=12), max_size=5))
def test_nothing_raises_and_only_an_index_is_picked(text: str, labels: list[str]) -> None:
    index = pick(text, [Choice((label,)) for label in labels])
    assert index is None or 0 <= index < len(labels)
    assert yes_no(text) in (True, False, None)
