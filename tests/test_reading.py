"""`payung read`: the public samples, the form of its lines, and lines nobody should send."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot import reading

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parents[1].parent / "shared" / "data" / "samples"
FIELDS = {
    "income": ["status", "monthly", "low", "high"],
    "region": ["kind", "codes"],
    "occupation": ["class", "sector", "id"],
    "command": ["intent", "slot"],
    "nik": ["valid", "reason", "born", "sex"],
}


def read(kind: str, *lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in reading.read_lines(kind, lines, TODAY, as_json=True)]


def samples(name: str) -> list[list[str]]:
    """The rows of a public sample file; there are none, and the test is skipped, where the files are not."""
    path = SAMPLES / name
    lines = path.read_text(encoding="utf-8").split("\n")[1:] if path.exists() else []
    return [line.split("\t") for line in lines if line]


@pytest.mark.parametrize("row", samples("nik_sample.tsv"), ids=str)
def test_nik_samples(row: list[str]) -> None:
    text, status, reason, born, sex, _ = row
    assert read("nik", text) == [{"valid": status == "VALID", "reason": reason, "born": born or None, "sex": sex}]


@pytest.mark.parametrize("row", samples("income_sample.tsv"), ids=str)
def test_income_samples(row: list[str]) -> None:
    text, status, monthly, low, high, note = row
    (said,) = read("income", text)
    assert said["status"] == status
    expected = [monthly, low or monthly, high or ("" if note == "satu sisi" else monthly)]
    amounts = [said[name] for name in ("monthly", "low", "high")]
    assert ["" if amount is None else str(amount) for amount in amounts] == expected


@pytest.mark.parametrize("row", samples("regions_sample.tsv"), ids=str)
def test_region_samples(row: list[str]) -> None:
    text, kind, codes, _ = row
    (said,) = read("region", text)
    assert said["kind"] == kind
    assert sorted(map(str, said["codes"] if isinstance(said["codes"], list) else [])) == sorted(
        filter(None, codes.split(";"))
    )


@pytest.mark.parametrize("row", samples("occupations_sample.tsv"), ids=str)
def test_occupation_samples(row: list[str]) -> None:
    text, work_class, sectors = row
    (said,) = read("occupation", text)
    assert said["class"] == work_class
    assert work_class != "BPU" or said["sector"] in sectors.split("/")


@pytest.mark.parametrize("row", samples("intents_sample.tsv"), ids=str)
def test_intent_samples(row: list[str]) -> None:
    text, intent, slot = row
    assert read("command", text) == [{"intent": intent, "slot": slot}]


@pytest.mark.parametrize("kind", reading.KINDS)
def test_every_line_gives_one_line_whatever_is_on_it(kind: str) -> None:
    lines = ["", " ", "\0", "a\0b", "x" * 10_000, "9" * 10_000, "juta " * 2_000, "\ud800", "\u2028", "a\rb", "\r", "😊"]
    results = list(reading.read_lines(kind, lines, TODAY, as_json=True))
    assert len(results) == len(lines)
    assert not any("\n" in line for line in results)
    assert {tuple(json.loads(line)) for line in results} == {tuple(FIELDS[kind])}
    assert all(reading.read_lines(kind, lines, TODAY, as_json=False))


def test_lines_end_at_lf_only_and_bad_bytes_are_replaced() -> None:
    source = io.BytesIO(b"satu\r\n\n dua \ntiga\xe2\x80\xa8empat\x0blima\n\xff\nenam")
    assert list(reading.phrases(source)) == ["satu", "", " dua ", "tiga\u2028empat\x0blima", "\ufffd", "enam"]


def test_without_json_a_line_is_short_and_says_what_was_read() -> None:
    lines = reading.read_lines("nik", ["5371025205909001", "", "lupa"], TODAY, as_json=False)
    assert list(lines) == ["VALID born=1990-05-12 sex=P", "INVALID reason=EMPTY", "INVALID reason=NON_DIGIT"]


def test_what_is_not_ok_has_no_amounts() -> None:
    assert read("income", "gak tentu") == [{"status": "UNCLEAR", "monthly": None, "low": None, "high": None}]


def test_only_the_reader_asked_for_is_loaded() -> None:
    code = (
        "import sys; from datetime import date; from bot import reading; "
        "list(reading.read_lines('nik', ['x'], date(2026, 11, 22), True)); "
        "ours = ('conversations.understanding.', 'phonenumbers', 'rapidfuzz'); "
        "print(*sorted(name for name in sys.modules if name.startswith(ours)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["conversations.understanding.nik", "conversations.understanding.text"]
