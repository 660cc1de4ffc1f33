"""A backup is one file from either database and goes back into either, all of it or nothing."""

import sqlite3
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import erasure, everything, journal
from storage.backup import HoldsRegistrations, backup, restore
from storage.database import Database, open_database
from storage.sealed import KeyRing, Vault, lookup_key
from storage.tables import metadata

from storage_examples import CHAT, NOW, applied, count

LATER = NOW + timedelta(days=1)
Contents = dict[str, list[tuple[Any, ...]]]


async def contents(db: Database) -> Contents:
    async with db.reading() as tx:
        return {
            table.name: [tuple(row) for row in await tx.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def second_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/second/payung.db"
    return str(request.getfixturevalue("second_postgresql_url"))


@pytest.fixture
async def empty(second_url: str) -> AsyncIterator[Database]:
    """A second database, of either kind, to restore into."""
    opened = await open_database(second_url, migrate=True)
    yield opened
    await opened.close()


async def test_a_backup_restored_into_either_database_is_the_same(
    db: Database, empty: Database, vault: Vault, ring: KeyRing, tmp_path: Path
) -> None:
    address, _ = await applied(db, vault)
    before = await contents(db)
    steps: list[tuple[int, int]] = []
    await backup(db, tmp_path / "copy.db", lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 0
    await restore(empty, tmp_path / "copy.db", progress=lambda done, total: steps.append((done, total)))
    assert await contents(empty) == before
    assert all(before[name] for name in before if name != "erasures")
    async with empty.reading() as tx:
        found = await everything.of_address(tx, Vault(ring, await lookup_key(tx, ring)), address.id)
    assert found["addresses"][0]["address"] == CHAT


async def test_a_backup_is_one_file_for_its_owner_only(db: Database, vault: Vault, tmp_path: Path) -> None:
    await applied(db, vault)
    folder = tmp_path / "backups"
    folder.mkdir()
    await backup(db, folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


async def test_a_backup_holds_no_key_that_opens_it(db: Database, vault: Vault, ring: KeyRing, tmp_path: Path) -> None:
    await applied(db, vault)
    await backup(db, tmp_path / "copy.db")
    written = (tmp_path / "copy.db").read_bytes()
    assert not [key for key in (*ring.keys.values(), vault.lookup.key) if key in written]


async def test_a_backup_overwrites_nothing(db: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(FileExistsError, match="never overwritten"):
        await backup(db, target)
    assert target.read_text() == "precious"


async def test_a_backup_that_fails_leaves_no_file(db: Database, vault: Vault, tmp_path: Path) -> None:
    await applied(db, vault)
    folder = tmp_path / "backups"
    folder.mkdir()

    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await backup(db, folder / "copy.db", fail)
    assert list(folder.iterdir()) == []


async def test_a_backup_taken_while_somebody_writes_is_of_one_moment(
    db: Database, vault: Vault, tmp_path: Path
) -> None:
    await applied(db, vault)
    before = await contents(db)
    async with db.transaction() as tx:
        await tx.execute(metadata.tables["persons"].insert(), {"id": "unfinished", "created_at": NOW})
        await backup(db, tmp_path / "copy.db")
    copy = await open_database(f"sqlite:///{tmp_path}/copy.db")
    assert await contents(copy) == before
    await copy.close()


async def test_a_database_in_use_is_not_restored_over_unless_forced(db: Database, vault: Vault, tmp_path: Path) -> None:
    await backup(db, tmp_path / "copy.db")
    await applied(db, vault)
    before = await contents(db)
    with pytest.raises(HoldsRegistrations):
        await restore(db, tmp_path / "copy.db")
    assert await contents(db) == before
    await restore(db, tmp_path / "copy.db", force=True)
    assert await count(db, "registrations") == 0


async def test_a_restore_that_fails_changes_nothing(db: Database, vault: Vault, tmp_path: Path) -> None:
    await applied(db, vault)
    await backup(db, tmp_path / "copy.db")
    await applied(db, vault, "chat-2", "PY-2")
    before = await contents(db)

    def fail(done: int, total: int) -> None:
        if done > 3:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await restore(db, tmp_path / "copy.db", progress=fail, force=True)
    assert await contents(db) == before


async def test_what_was_erased_since_the_backup_is_erased_again(db: Database, vault: Vault, tmp_path: Path) -> None:
    address, _ = await applied(db, vault)
    await applied(db, vault, "chat-2", "PY-2")
    await backup(db, tmp_path / "copy.db")
    async with db.transaction() as tx:
        await erasure.erase(tx, address.id, LATER)
    before = await contents(db)
    await restore(db, tmp_path / "copy.db", force=True)
    assert await contents(db) == before


async def test_erasures_survive_the_loss_of_the_database_file(empty: Database, ring: KeyRing, tmp_path: Path) -> None:
    lost = await open_database(f"sqlite:///{tmp_path}/lost/payung.db")
    async with lost.transaction() as tx:
        vault = Vault(ring, await lookup_key(tx, ring))
    address, _ = await applied(lost, vault)
    await backup(lost, tmp_path / "copy.db")
    async with lost.transaction() as tx:
        await erasure.erase(tx, address.id, LATER)
    await journal.follow(lost)
    expected = await contents(lost)
    await lost.close()
    (tmp_path / "lost" / "payung.db").unlink()
    await restore(empty, tmp_path / "copy.db", await journal.known(lost.journal))
    assert await contents(empty) == expected
    assert len(await journal.known(empty.journal)) == (2 if empty.dialect == "sqlite" else 0)


async def test_the_journal_beside_a_new_file_is_read_without_being_asked(ring: KeyRing, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/payung.db"
    db = await open_database(url)
    async with db.transaction() as tx:
        vault = Vault(ring, await lookup_key(tx, ring))
    address, _ = await applied(db, vault)
    await backup(db, tmp_path / "copy.db")
    async with db.transaction() as tx:
        await erasure.erase(tx, address.id, LATER)
    await journal.follow(db)
    await db.close()
    (tmp_path / "payung.db").unlink()
    db = await open_database(url)
    await restore(db, tmp_path / "copy.db")
    assert await count(db, "sessions") == 0
    await db.close()


@pytest.mark.parametrize("what", ["missing", "empty", "text", "another", "damaged"])
async def test_what_is_no_backup_is_refused_and_changes_nothing(
    db: Database, vault: Vault, tmp_path: Path, what: str
) -> None:
    await applied(db, vault)
    source = tmp_path / "source.db"
    if what == "empty":
        source.touch()
    elif what == "text":
        source.write_text("not a database" * 1000)
    elif what == "another":
        other = sqlite3.connect(source)
        other.execute("CREATE TABLE something (else_ TEXT)")
        other.close()
    elif what == "damaged":
        await backup(db, source)
        whole = source.read_bytes()
        source.write_bytes(whole[:8192] + bytes(8192) + whole[16384:])
    before = await contents(db)
    with pytest.raises((ValueError, FileNotFoundError), match="backup"):
        await restore(db, source, force=True)
    assert await contents(db) == before
