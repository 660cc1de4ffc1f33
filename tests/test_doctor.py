import os
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.doctor import Finding, examine
from bot.settings import Settings, SettingsError, development_key, read_settings
from conversations.eligibility import reading
from storage.database import open_database
from storage.sealed import KeyRing, lookup_key

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
KEY = "k1:" + b64encode(bytes(range(32))).decode()
OTHER_KEY = "k1:" + b64encode(bytes(range(1, 33))).decode()


def settings(folder: Path, **environ: str) -> Settings:
    return read_settings({"PAYUNG_DATABASE_URL": f"sqlite:///{folder}/payung.db", **environ}, None)


async def started(chosen: Settings) -> None:
    """Does to the database what a first start does."""
    file = chosen.development_key_file
    db = await open_database(chosen.database_url)
    async with db.transaction() as tx:
        await lookup_key(tx, KeyRing.parse(chosen.data_key if file is None else development_key(file).text))
    await db.close()


async def findings(chosen: Settings | SettingsError, now: datetime = NOW) -> dict[str, Finding]:
    found = await examine(chosen, now)
    assert all(finding.detail and bool(finding.remedy) is not finding.ok for finding in found)
    return {finding.name: finding for finding in found}


def ill(found: dict[str, Finding]) -> list[str]:
    return [name for name, finding in found.items() if not finding.ok]


async def test_before_the_first_start_all_is_well_and_nothing_is_made(tmp_path: Path) -> None:
    found = await findings(settings(tmp_path / "var"))
    assert ill(found) == []
    assert {"python", "clock", "rules", "words", "settings", "disk", "database"} == set(found)
    assert os.listdir(tmp_path) == []


async def test_after_the_first_start_tables_and_keys_are_found_in_order(tmp_path: Path) -> None:
    await started(settings(tmp_path))
    found = await findings(settings(tmp_path))
    assert ill(found) == []
    assert "development key opens" in found["keys"].detail


async def test_real_keys_are_tried_on_what_is_sealed(tmp_path: Path) -> None:
    await started(settings(tmp_path, PAYUNG_DATA_KEY=KEY))
    assert ill(await findings(settings(tmp_path, PAYUNG_DATA_KEY=KEY))) == []
    assert ill(await findings(settings(tmp_path, PAYUNG_DATA_KEY=OTHER_KEY))) == ["keys"]
    found = await findings(settings(tmp_path, PAYUNG_DATA_KEY=OTHER_KEY.replace("k1", "k2")))
    assert "'k1'" in found["keys"].detail


async def test_a_lost_development_key_is_found_and_none_is_made(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    await started(chosen)
    assert chosen.development_key_file is not None
    chosen.development_key_file.unlink()
    assert ill(await findings(chosen)) == ["keys"]
    assert not chosen.development_key_file.exists()


async def test_tables_of_no_release_or_a_newer_one_are_found(tmp_path: Path) -> None:
    (tmp_path / "payung.db").touch()
    assert "tables" in ill(await findings(settings(tmp_path)))
    (tmp_path / "payung.db").unlink()
    await started(settings(tmp_path))
    db = await open_database(settings(tmp_path).database_url)
    async with db.transaction() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await db.close()
    found = await findings(settings(tmp_path))
    assert ill(found) == ["tables"]
    assert "newer" in found["tables"].detail


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 40, None])
async def test_a_database_that_does_not_open_is_found(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "payung.db"
    file.write_bytes(content) if content else file.mkdir()
    found = await findings(settings(tmp_path))
    assert ill(found) == ["database"]
    assert {"rules", "words", "clock", "disk"} < set(found)


async def test_a_postgresql_server_that_is_not_there_is_found_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://payung:rahasia@/payung?host={tmp_path}"
    found = await findings(read_settings({"PAYUNG_DATABASE_URL": url, "PAYUNG_DATA_KEY": KEY}, None))
    assert ill(found) == ["database"]
    assert "rahasia" not in repr(found)


async def test_settings_that_cannot_be_read_are_findings_beside_the_rest() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"PAYUNG_PORT": "x", "PAYUNG_HOSTS": "y"}, None)
    found = await findings(caught.value)
    assert sorted(ill(found)) == ["PAYUNG_HOSTS", "PAYUNG_PORT"]
    assert {"python", "clock", "rules", "words"} < set(found)


async def test_a_clock_that_was_never_set_is_found(tmp_path: Path) -> None:
    assert ill(await findings(settings(tmp_path), datetime(1970, 1, 1, tzinfo=UTC))) == ["clock"]


async def test_the_office_or_its_absence_is_told(tmp_path: Path) -> None:
    office = {"PAYUNG_OFFICE_NAME": "Dinas Contoh", "PAYUNG_OFFICE_CONTACT": "kantor@desa.example"}
    assert "UJI COBA" in (await findings(settings(tmp_path)))["settings"].detail
    assert "Dinas Contoh" in (await findings(settings(tmp_path, **office)))["settings"].detail


@pytest.fixture
def broken_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rules as a spoiled installation holds them."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "jkm.toml").write_text("about = [")
    reading.load_rules.cache_clear()
    monkeypatch.setattr(reading, "files", lambda _: tmp_path)
    yield
    reading.load_rules.cache_clear()


@pytest.mark.usefixtures("broken_rules")
async def test_rules_that_do_not_load_are_found_with_their_file(tmp_path: Path) -> None:
    found = await findings(settings(tmp_path))
    assert ill(found) == ["rules"]
    assert "jkm.toml" in found["rules"].detail
