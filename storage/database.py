"""One database, opened once: on one machine SQLite with a single writer, on several PostgreSQL, the same code on both.

Everything that belongs together is written in one `transaction`. SQLite is durable at commit (WAL, synchronous=FULL),
takes its write lock at the beginning (BEGIN IMMEDIATE) and overwrites what is deleted (secure_delete); readers look on
beside the writer.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

ADDRESS_LOCKS = 1
MIGRATION_LOCK = 2
"""First numbers of PostgreSQL's advisory locks; each kind of lock has its own."""

PATIENCE = "busy_timeout = 5000"
WRITER_PRAGMAS = (
    PATIENCE,
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
)
READER_PRAGMAS = (PATIENCE, "query_only = ON")

READERS = 4
POSTGRESQL_WRITERS = 8


@dataclass(frozen=True)
class Database:
    """An open database; `path` is the SQLite file, None for PostgreSQL."""

    path: Path | None
    _writer: AsyncEngine
    _reader: AsyncEngine
    _turns: asyncio.Semaphore

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._writer.dialect.name

    @property
    def journal(self) -> Path | None:
        """The file beside an SQLite database in which erasures outlive it."""
        return self.path and self.path.with_name(self.path.name + ".erasures")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A place in the queue of writers; committed on leaving, rolled back on any error."""
        async with self._turns, self._writer.begin() as tx:
            yield tx

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One unchanging view that cannot write and never waits for writers."""
        async with self._reader.begin() as tx:
            yield tx

    async def checkpoint(self) -> bool:
        """Empty SQLite's write-ahead log, where what was just erased lingers; at once False while a reader is at it."""
        if self.dialect != "sqlite":
            return True
        async with self._turns, self._writer.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            # Waiting for a long reader would keep every writer waiting too.
            await raw.execute("PRAGMA busy_timeout = 0")
            cursor = await raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _, _ = await cursor.fetchone()
            await raw.execute(f"PRAGMA {PATIENCE}")
            return not busy

    async def close(self) -> None:
        """Let go of every connection, the write-ahead log emptied."""
        await self._reader.dispose()
        try:
            await self.checkpoint()
        finally:
            await self._writer.dispose()


async def open_database(url: str, *, migrate: bool | None = None) -> Database:
    """The database at `sqlite:///path` or `postgresql://…`, its tables brought to this release.

    SQLite's file and folder are made when missing, for their owner only. Unless told, SQLite is migrated and PostgreSQL
    only checked; tables of another release raise WrongTables. False neither migrates nor checks.
    """
    # Alembic is slow to import, and commands that open nothing should not wait for it.
    from storage.migrations import check, upgrade

    parsed = make_url(url)
    db = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    wanted = db.dialect == "sqlite" if migrate is None else migrate
    try:
        async with db.transaction() as tx:
            if wanted and db.dialect == "postgresql":
                await tx.execute(text("SELECT pg_advisory_xact_lock(:kind, 0)"), {"kind": MIGRATION_LOCK})
            if wanted:
                await tx.run_sync(upgrade)
            elif migrate is None:
                await tx.run_sync(check)
    except BaseException:
        await db.close()
        raise
    return db


def insert(tx: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT in the dialect of the connection, for its ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def _sqlite(url: URL) -> Database:
    if not url.database or url.database == ":memory:":
        raise ValueError("the database needs a file: sqlite:///path/to/payung.db")
    path = Path(url.database)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    address = URL.create("sqlite+aiosqlite", database=str(path))
    writer = create_async_engine(address, pool_size=1, max_overflow=0, hide_parameters=True)
    reader = create_async_engine(address, pool_size=READERS, max_overflow=0, hide_parameters=True)
    for engine, begin in ((writer, "BEGIN IMMEDIATE"), (reader, "BEGIN")):
        _set_up(engine, begin)
    return Database(path, writer, reader, asyncio.Semaphore(1))


def _set_up(engine: AsyncEngine, begin: str) -> None:
    """Pragmas on every new connection, and transactions that begin when we say so, not when the driver guesses."""

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in READER_PRAGMAS if begin == "BEGIN" else WRITER_PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _postgresql(url: URL) -> Database:
    if url.get_backend_name() != "postgresql":
        raise ValueError("the database is sqlite:///path or postgresql://user@host/name")
    query = {("ssl" if name == "sslmode" else name): value for name, value in url.query.items()}
    address = url.set(drivername="postgresql+asyncpg", query=query)
    writer = create_async_engine(address, pool_size=POSTGRESQL_WRITERS, max_overflow=0, hide_parameters=True)
    reader = create_async_engine(
        address,
        pool_size=READERS,
        max_overflow=0,
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        connect_args={"server_settings": {"default_transaction_read_only": "on"}},
    )
    return Database(None, writer, reader, asyncio.Semaphore(POSTGRESQL_WRITERS))
