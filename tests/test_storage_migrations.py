"""Tables come into being by migration only, all of them or none."""

import shutil
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from storage.database import Database, open_database
from storage.migrations import FOLDER, WrongTables, upgrade
from storage.tables import metadata

FAILING = """
from alembic import op
import sqlalchemy as sa
revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None

def upgrade():
    op.create_table("half", sa.Column("made", sa.Integer))
    op.execute("INSERT INTO nowhere VALUES (1)")
"""


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_build_exactly_the_tables_we_write_to(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.run_sync(tables) == {*metadata.tables, "alembic_version"}
        assert await tx.run_sync(differences) == []


async def test_a_failing_migration_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    (folder / "versions" / "9999_failing.py").write_text(FAILING.format(head="0001"))
    db = await open_database(database_url, migrate=False)
    with pytest.raises(Exception, match="nowhere"):
        async with db.transaction() as tx:
            await tx.run_sync(upgrade, folder)
    async with db.transaction() as tx:
        assert await tx.run_sync(tables) == set()
    await db.close()


async def test_opening_twice_migrates_once(database_url: str) -> None:
    for _ in range(2):
        db = await open_database(database_url, migrate=True)
        await db.close()


async def test_tables_of_a_newer_release_are_refused(database_url: str) -> None:
    db = await open_database(database_url, migrate=True)
    async with db.transaction() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '8888'"))
    await db.close()
    for migrate in (True, None):
        with pytest.raises(WrongTables, match="newer release"):
            await open_database(database_url, migrate=migrate)


@pytest.mark.postgresql
async def test_postgresql_is_not_migrated_unless_told(postgresql_url: str) -> None:
    with pytest.raises(WrongTables, match="migrate"):
        await open_database(postgresql_url)


async def test_the_sqlite_file_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    db = await open_database(f"sqlite:///{tmp_path}/new/payung.db")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    await db.close()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["payung.db"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/payung"])
async def test_an_address_that_cannot_hold_a_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="database"):
        await open_database(url)


async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "payung.db"
    file.write_text("no database at all " * 500)
    with pytest.raises(DatabaseError, match="not a database"):
        await open_database(f"sqlite:///{file}")
    assert file.read_text() == "no database at all " * 500
