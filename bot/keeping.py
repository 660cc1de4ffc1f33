"""The commands that keep the data safe: backup, restore, and a new key for what is locked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from sqlite3 import DatabaseError, connect
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.app import in_use, key_text
from bot.settings import Settings
from storage.backup import HoldsRegistrations, backup, restore
from storage.database import Database, open_database
from storage.migrations import WrongTables
from storage.rotation import rotate
from storage.sealed import LOOKUP, KeyRing, place
from storage.tables import keys

Bar = Callable[[str], Any]
"""Makes a progress bar (rich) with this label."""


class Unusable(Exception):
    """A file or database that a command cannot work with; says what to do."""


async def back_up(settings: Settings, file: Path, bar: Bar) -> list[str]:
    """Write the backup; what to tell whoever asked for it."""
    async with _database(settings) as db:
        try:
            with _shown(bar("Backup")) as progress:
                await backup(db, file, progress)
        except FileExistsError as error:
            raise Unusable(str(error)) from None
        except OSError as error:
            raise Unusable(f"{file} cannot be written: {error.strerror}. Choose a folder that exists.") from None
    where = settings.development_key_file or "PAYUNG_DATA_KEY"
    return [
        f"Backup written to {file}.",
        f"It holds no key. Without the keys ({where}) nobody can read it: keep them apart.",
    ]


async def bring_back(settings: Settings, file: Path, bar: Bar, *, force: bool) -> list[str]:
    """Restore the backup; what to tell whoever asked for it."""
    ring = KeyRing.parse(key_text(settings).text)
    with in_use(settings, alone=True):
        await asyncio.to_thread(_check_key, file, ring)
        async with _database(settings) as db:
            try:
                with _shown(bar("Restore")) as progress:
                    await restore(db, file, progress=progress, force=force)
            except HoldsRegistrations:
                raise Unusable("The database holds registrations. Restore into an empty one, or add --force.") from None
            except (ValueError, DatabaseError, SQLAlchemyError, WrongTables) as error:
                raise Unusable(f"{file} is no usable backup ({type(error).__name__}). Nothing was changed.") from None
    return [f"Restored from {file}.", "What people had erased since the backup was erased again."]


def _check_key(file: Path, ring: KeyRing) -> None:
    """Refuse a backup that the present keys do not open, before anything is touched."""
    if not file.is_file():
        raise Unusable(f"There is no backup at {file}.")
    try:
        with closing(connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as saved:
            row = saved.execute("SELECT sealed FROM keys WHERE name = ?", (LOOKUP,)).fetchone()
    except DatabaseError:
        raise Unusable(f"{file} is no backup of Payung. Nothing was changed.") from None
    if row is None:
        raise Unusable(f"{file} holds no lookup key, so nobody in it could be found again. Nothing was changed.")
    ring.open(row[0], place(keys.c.sealed, LOOKUP))


async def rotate_keys(settings: Settings, bar: Bar) -> list[str]:
    """Lock everything anew; what to do next."""
    file = settings.development_key_file
    if file is not None:
        with in_use(settings, alone=True):
            return await _rotate_development(settings, file, bar)
    ring = KeyRing.parse(settings.data_key)
    count = await _rotated(settings, ring, bar)
    others = [name for name in ring.keys if name != ring.current]
    if others:
        return [
            f"{count} values locked with key {ring.current}.",
            f"You can now remove {', '.join(others)} from PAYUNG_DATA_KEY.",
        ]
    _, fresh = KeyRing.fresh()
    return [
        f"Everything is locked with key {ring.current}, the only one.",
        "For a new key: put this before it in PAYUNG_DATA_KEY, followed by a comma, restart, and run this again:",
        fresh,
    ]


async def _rotate_development(settings: Settings, file: Path, bar: Bar) -> list[str]:
    """A new development key takes the place of the old one; both are on file until everything is locked anew."""
    old = KeyRing.parse(key_text(settings).text)
    text = ",".join(key_text(settings).text.split())
    _, fresh = KeyRing.fresh()
    both = f"{fresh},{text}" if len(old.keys) == 1 else text
    _replace(file, both)
    count = await _rotated(settings, KeyRing.parse(both), bar)
    _replace(file, both.partition(",")[0])
    return [f"{count} values locked with a new development key in {file}.", "The old key is gone."]


def _replace(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.new")
    draft.touch(mode=0o600)
    draft.write_text(text + "\n")
    draft.replace(file)


async def _rotated(settings: Settings, ring: KeyRing, bar: Bar) -> int:
    async with _database(settings) as db:
        with _shown(bar("Locking anew")) as progress:
            return await rotate(db, ring, progress)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    db = await open_database(settings.database_url, migrate=True)
    try:
        yield db
    finally:
        await db.close()


@contextmanager
def _shown(bar: Any) -> Any:
    """The bar on screen, as the callable (done, total) that long work tells."""
    with bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
