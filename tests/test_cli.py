"""The command line as its user meets it, in a folder of its own."""

import asyncio
import json
import logging
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.app import in_use
from bot.cli import app
from bot.settings import read_settings

KEY = "k1:" + "A" * 43 + "="
OFFICE = {"PAYUNG_OFFICE_NAME": "Kantor Contoh", "PAYUNG_OFFICE_CONTACT": "kantor@contoh.example"}
COMMANDS = ["run", "talk", "read", "quote", "rules check", "diagram", "doctor", "keys rotate", "backup", "restore"]
WAY = "MUA di kota kupang 2jt sebulan\nbelum ada\nsetuju\nSri Contoh, 12 Mei 1990\nsendiri\nkirim\nya\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test in a folder of its own; the commands set up logging, which is put back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    loggers = [logging.getLogger(name) for name in ("", "uvicorn", "alembic")]
    handlers, levels = loggers[0].handlers[:], [one.level for one in loggers]
    yield
    loggers[0].handlers[:] = handlers
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


def payung(*words: str, env: dict[str, str] | None = None, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(words), env=env or {}, input=typed)


def talked(script: str = WAY, *more: str, env: dict[str, str] | None = None) -> str:
    Path("script.txt").write_text(script)
    result = payung("talk", "--script", "script.txt", *more, env=env)
    assert result.exit_code == 0, result.output
    return result.output


def test_every_command_explains_itself() -> None:
    for words in COMMANDS:
        result = payung(*words.split(), "--help")
        assert result.exit_code == 0
        assert "Usage" in result.output


def test_a_script_leads_to_a_reference_number() -> None:
    told = talked(WAY, "--day", "2026-12-31", env=OFFICE)
    assert "Rp13.400 per bulan" in told
    assert re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]\b", told)
    assert "belum kepesertaan" in told
    assert "UJI COBA" not in told


def test_without_an_office_it_is_a_trial_from_the_first_word_on() -> None:
    assert talked("halo\n").index("UJI COBA") < 40


def test_a_script_says_what_it_would_have_said_on_that_day() -> None:
    assert "Saat ini tidak ada potongan" in talked(WAY, "--day", "2027-01-01")


def test_cards_and_calendars_are_saved_where_asked() -> None:
    talked(WAY, "--cards", "kartu")
    kinds = {file.suffix: file.read_bytes() for file in Path("kartu").iterdir()}
    assert kinds[".png"].startswith(b"\x89PNG")
    assert kinds[".ics"].count(b"BEGIN:VEVENT") == 12


def test_the_keyboard_is_answered_line_by_line() -> None:
    result = payung("talk", typed="nelayan\n1 juta\n\n")
    assert result.exit_code == 0
    assert "Saya catat: Nelayan." in result.output
    again = payung("talk", typed="\n")
    assert "Selamat datang kembali" in again.output


def test_reading_gives_a_line_for_every_line() -> None:
    Path("phrases").write_bytes(b"2 juta\n\n\xff\xfe\nga tentu\n")
    result = payung("read", "income", "--json", "phrases")
    told = [json.loads(line)["status"] for line in result.output.splitlines()]
    assert told == ["OK", "UNCLEAR", "UNCLEAR", "UNCLEAR"]


def test_reading_from_standard_input() -> None:
    result = payung("read", "region", "--json", typed="kota kupang\n")
    assert json.loads(result.output) == {"kind": "REGENCY", "codes": ["53.71"]}


def test_a_quote_crosses_the_end_of_the_discount() -> None:
    words = ["quote", "--occupation", "penata rias", "--income", "2jt", "--region", "kota kupang"]
    result = payung(*words, "--day", "2026-12-20", "--months", "6", "--json")
    told = json.loads(result.output)
    assert told["month"]["jkk_jkm"] == 13_400
    assert told["total"]["jkk_jkm"] == 13_400 + 5 * 26_800
    assert told["total"]["jht"] == 6 * 40_000


def test_what_cannot_be_read_is_named_with_a_remedy() -> None:
    result = payung("quote", "--occupation", "zzz", "--income", "2jt", "--region", "kota kupang")
    assert result.exit_code == 2
    assert "--occupation" in result.output


def test_all_wrong_settings_are_named_at_once_and_no_secret_shown() -> None:
    result = payung("run", env={"PAYUNG_PORT": "many", "PAYUNG_DATA_KEY": "rahasia", "PAYUNG_OFICE_NAME": "x"})
    assert result.exit_code == 2
    for name in ("PAYUNG_PORT", "PAYUNG_DATA_KEY", "PAYUNG_OFICE_NAME"):
        assert name in result.output
    assert "rahasia" not in result.output


def test_postgresql_without_a_key_does_not_start() -> None:
    result = payung("run", env={"PAYUNG_DATABASE_URL": "postgresql://localhost/payung"})
    assert result.exit_code == 2
    assert "PAYUNG_DATA_KEY" in result.output


def test_a_backup_comes_back_and_what_was_erased_since_stays_erased() -> None:
    told = talked("nelayan di kota kupang 1 juta\n" + WAY.partition("\n")[2])
    kept = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", told)[0]
    payung("talk", typed=WAY)
    assert "holds no key" in payung("backup", "saved.db").output.replace("\n", " ")
    erased = payung("talk", typed="hapus data\n")
    assert "dihapus sekarang juga" in erased.output
    assert payung("restore", "saved.db").exit_code == 2
    result = payung("restore", "saved.db", "--force")
    assert result.exit_code == 0, result.output
    again = payung("talk", typed="data saya\n")
    assert "Sri Contoh" not in again.output
    assert "sudah diterima" in payung("talk", typed=f"status {kept}\n").output


def test_a_backup_is_never_overwritten() -> None:
    talked("halo\n")
    assert payung("backup", "saved.db").exit_code == 0
    assert payung("backup", "saved.db").exit_code == 2


def test_rotating_the_development_key_locks_everything_anew() -> None:
    payung("talk", typed="nelayan\n\n")
    before = Path("var/keys/development").read_text()
    result = payung("keys", "rotate")
    assert result.exit_code == 0, result.output
    assert Path("var/keys/development").read_text() != before
    assert Path("var/keys/development").stat().st_mode & 0o777 == 0o600
    assert "Selamat datang kembali" in payung("talk", typed="\n").output


def test_rotating_a_key_of_the_settings_says_what_to_do_next() -> None:
    env = {"PAYUNG_DATA_KEY": KEY}
    payung("talk", typed="nelayan\n\n", env=env)
    alone = payung("keys", "rotate", env=env).output
    fresh = alone.strip().splitlines()[-1]
    both = {"PAYUNG_DATA_KEY": f"{fresh},{KEY}"}
    assert "can now remove k1" in payung("keys", "rotate", env=both).output
    assert "Selamat datang kembali" in payung("talk", typed="\n", env={"PAYUNG_DATA_KEY": fresh}).output
    assert payung("talk", typed="\n", env=env).exit_code == 2


def test_the_doctor_is_content_after_a_first_talk() -> None:
    talked("halo\n")
    result = payung("doctor")
    assert result.exit_code == 0, result.output
    assert "BAD" not in result.output


def test_rules_check_and_diagram_print() -> None:
    assert "28 programmes" in payung("rules", "check").output
    assert payung("diagram").output.startswith("stateDiagram-v2")


def test_a_port_in_use_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = payung("run", env={"PAYUNG_PORT": str(taken.getsockname()[1])})
    assert result.exit_code == 2
    assert "PAYUNG_PORT" in result.output
    assert "in use by another program" in result.output


def test_keys_are_not_changed_and_backups_not_restored_under_a_running_payung() -> None:
    talked("halo\n")
    payung("backup", "saved.db")
    settings = read_settings({}, None)
    with in_use(settings):
        for words in (("keys", "rotate"), ("restore", "saved.db", "--force")):
            result = payung(*words)
            assert result.exit_code == 2
            assert "stop Payung" in result.output
    assert payung("keys", "rotate").exit_code == 0


def test_a_backup_that_the_present_keys_do_not_open_is_refused_before_anything_is_touched() -> None:
    talked()
    payung("backup", "saved.db")
    Path("var").rename("elsewhere")
    told = talked()
    kept = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", told)[0]
    for broken in ("saved.db", "script.txt", "nowhere.db"):
        result = payung("restore", broken, "--force")
        assert result.exit_code == 2
        assert "Traceback" not in result.output
    assert "sudah diterima" in payung("talk", typed=f"status {kept}\n").output


@pytest.mark.postgresql
async def test_the_same_on_postgresql(postgresql_url: str) -> None:
    env = {"PAYUNG_DATABASE_URL": postgresql_url, "PAYUNG_DATA_KEY": KEY}
    told = await asyncio.to_thread(talked, WAY, env=env)
    assert "belum kepesertaan" in told
    saved = await asyncio.to_thread(payung, "backup", "saved.db", env=env)
    assert saved.exit_code == 0, saved.output
    report = await asyncio.to_thread(payung, "doctor", env=env)
    assert "BAD" not in report.output
    assert not Path("var").exists()
