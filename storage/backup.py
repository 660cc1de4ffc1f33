"""The whole database as one SQLite file, whichever kind it came from, and back again into either kind.

A backup holds what the database holds, sealed as it is there, and no key that opens it. It is written under another
name and renamed when complete. A restore is one transaction, and repeats the erasures made since the backup.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import journal
from storage.database import Database, open_database
from storage.erasure import Erasure, reapply, recorded
from storage.pieces import LONGEST
from storage.tables import metadata, registrations

PAGES = 1000

Progress = Callable[[int, int], None]
"""Told how much is done, of how much (pages or rows); may be called from another thread."""


class HoldsRegistrations(Exception):
    """The database to restore into is in use."""


def _silent(done: int, total: int) -> None:
    pass


async def backup(db: Database, target: Path, progress: Progress = _silent) -> None:
    """Write the database as it is now to a new file, readable by its owner only; FileExistsError if there is one."""
    partial = await asyncio.to_thread(_begin, target)
    try:
        if db.path:
            await asyncio.to_thread(_snapshot, db.path, partial, progress)
        else:
            await _export(db, partial, progress)
        await asyncio.to_thread(_put, partial, target)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)


async def restore(
    db: Database,
    source: Path,
    erasures: Iterable[Erasure] = (),
    progress: Progress = _silent,
    *,
    force: bool = False,
) -> None:
    """Put a backup in the place of everything in the database, or change nothing at all.

    HoldsRegistrations unless forced when there are any. Erasures that the present database, its journal or the caller
    know of are applied again. Nothing else may be running: it would still hold the lookup's old key.
    """
    async with _opened(source) as saved, saved.reading() as old, db.transaction() as tx:
        if not force and await tx.scalar(select(exists().select_from(registrations))):
            raise HoldsRegistrations("the database holds registrations: restore into an empty one, or force it")
        known = {*await recorded(tx), *await journal.known(db.journal), *erasures}
        for table in reversed(metadata.sorted_tables):
            await tx.execute(delete(table))
        await _copy(old, tx, progress)
        await reapply(tx, known)
    await journal.follow(db)
    await db.checkpoint()


def _begin(target: Path) -> Path:
    """The unfinished file beside the target."""
    if target.exists():
        raise FileExistsError(f"{target} exists already: choose another name, backups are never overwritten")
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    return Path(name)


async def _export(db: Database, target: Path, progress: Progress) -> None:
    file = await open_database(f"sqlite:///{target}")
    try:
        async with db.reading() as old, file.transaction() as new:
            await _copy(old, new, progress)
    finally:
        await file.close()
    await asyncio.to_thread(_single_file, target)


async def _copy(old: AsyncConnection, new: AsyncConnection, progress: Progress) -> None:
    """Every row of every table, in batches, parents first."""
    tables = metadata.sorted_tables
    counts = [await old.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    done = 0
    for table in tables:
        async with old.stream(select(table)) as rows:
            async for batch in rows.mappings().partitions(LONGEST):
                await new.execute(insert(table), [dict(row) for row in batch])
                done += len(batch)
                progress(done, sum(counts))


@asynccontextmanager
async def _opened(source: Path) -> AsyncIterator[Database]:
    """A backup, checked, and brought to this release in a copy of its own."""
    with TemporaryDirectory(prefix="payung-restore-") as folder:
        copy = Path(folder) / "backup.db"
        await asyncio.to_thread(_checked_copy, source, copy)
        saved = await open_database(f"sqlite:///{copy}")
        try:
            yield saved
        finally:
            await saved.close()


def _checked_copy(source: Path, copy: Path) -> None:
    if not source.is_file():
        raise FileNotFoundError(f"there is no backup at {source}")
    try:
        _snapshot(source, copy, _silent)
        with closing(sqlite3.connect(copy)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{source} is not a backup of Payung, or damaged") from error
    if not (sound and ours):
        raise ValueError(f"{source} is not a backup of Payung, or damaged")


def _snapshot(source: Path, target: Path, progress: Progress) -> None:
    """SQLite's own online copy, within one read transaction: writers go on and do not make it start again."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as old:
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(target)) as new:
            old.backup(new, pages=PAGES, progress=lambda _, left, total: progress(total - left, total))
    _single_file(target)


def _single_file(path: Path) -> None:
    """Without a write-ahead log, which a copied file would lose."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _put(partial: Path, target: Path) -> None:
    """Give the finished file its name, and be sure that both are on the disk."""
    handle = os.open(partial, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    os.replace(partial, target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
