"""What is wrong with this installation, all of it at once, each with what to do about it.

Nothing is made, migrated or mended here, and a check that breaks is a finding like any other. Only messages that are
known to tell nothing about people are repeated; of other exceptions the class is named.
"""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from storage.database import Database

_OLDEST_PYTHON = (3, 11)
_BUILT_IN = 2026
_ROOM = 200_000_000
_PATIENCE = 10
_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
_TOLD = frozenset({"WrongTables", "CannotOpen", "RulesError", "SettingsError"})


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; the remedy is empty when it is in order."""

    name: str
    ok: bool
    detail: str
    remedy: str


class _Ill(Exception):
    """What a check found wrong, and the remedy."""


async def examine(settings: Settings | SettingsError, now: datetime | None = None) -> list[Finding]:
    """Everything a start depends on, in order; with settings that cannot be read, their problems and the rest."""
    found = [
        await _look("python", _python, "install Python 3.11 or newer and set up again"),
        await _look("clock", lambda: _clock(now or datetime.now(UTC)), "set the clock by NTP"),
        await _look("rules", _rules, "install this release again"),
        await _look("words", _words, "install this release again"),
    ]
    if isinstance(settings, SettingsError):
        return found + [Finding(name, False, wrong, remedy) for name, wrong, remedy in settings.problems]
    found.append(await _look("settings", lambda: _settings(settings), "see .env.example"))
    if settings.sqlite_file is not None:
        found.append(await _look("disk", lambda: _disk(settings), "check the folder of PAYUNG_DATABASE_URL"))
    return found + await _database(settings)


async def _look(name: str, check: Callable[[], Awaitable[str]], remedy: str) -> Finding:
    """The finding of one check, whatever becomes of it."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return Finding(name, True, await check(), "")
    except _Ill as ill:
        return Finding(name, False, ill.args[0], ill.args[1])
    except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks go on
        kind = type(error).__name__
        return Finding(name, False, str(error) if kind in _TOLD else f"fails with {kind}", remedy)


async def _python() -> str:
    if sys.version_info < _OLDEST_PYTHON:
        raise _Ill(f"is {sys.version_info.major}.{sys.version_info.minor}", "install Python 3.11 or newer")
    return sys.version.split()[0]


async def _clock(now: datetime) -> str:
    if now.year < _BUILT_IN:
        raise _Ill(f"says {now:%Y-%m-%d}, which is before this release", "set the clock by NTP")
    try:
        local = [now.astimezone(ZoneInfo(zone)) for zone in _ZONES]
    except LookupError:
        raise _Ill("the time zones of Indonesia are unknown", "install the package tzdata") from None
    return f"{local[0]:%Y-%m-%d %H:%M} in Jakarta"


async def _rules() -> str:
    from conversations.eligibility import load_rules

    load_rules()
    return "read"


async def _words() -> str:
    from locales.wording import load

    return f"in {', '.join(load().languages)}"


async def _settings(settings: Settings) -> str:
    if settings.trial:
        return "a trial: no office is set, every application is marked UJI COBA"
    return f"the office is {settings.office_name}"


async def _disk(settings: Settings) -> str:
    folder = (settings.sqlite_file or Path()).absolute().parent
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    if free < _ROOM:
        raise _Ill(f"{free // 1_000_000} MB free at the database", "make room: at least 200 MB")
    return f"{free // 1_000_000:,} MB free at the database"


async def _database(settings: Settings) -> list[Finding]:
    """Whether it opens, and if so whether what it holds can be used."""
    opened: list[Database] = []
    found = [await _look("database", lambda: _open(settings, opened), "check PAYUNG_DATABASE_URL and who may read it")]
    for db in opened:
        found += await _inside(db, settings)
        await db.close()
    return found


async def _open(settings: Settings, opened: "list[Database]") -> str:
    """A missing SQLite file is made by the first start, not here."""
    from storage.database import open_database

    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        return "not there yet: the first start makes it"
    db = await open_database(settings.database_url, migrate=False)
    opened.append(db)
    return f"opens ({db.dialect})"


async def _inside(db: "Database", settings: Settings) -> list[Finding]:
    return [
        await _look("tables", lambda: _tables(db), "migrate the database"),
        await _look("keys", lambda: _keys(db, settings), "bring back the keys from the backup"),
    ]


async def _tables(db: "Database") -> str:
    from storage.migrations import check

    async with db.reading() as connection:
        await connection.run_sync(check)
    return "those of this release"


async def _keys(db: "Database", settings: Settings) -> str:
    """Only the key of lookups is tried: it was sealed first, and all keys after it are on the same ring."""
    from sqlalchemy import select

    from storage.sealed import LOOKUP, KeyRing, lookup_key
    from storage.tables import keys

    async with db.reading() as connection:
        if await connection.scalar(select(keys.c.name).where(keys.c.name == LOOKUP)) is None:
            return "nothing is sealed yet"
        file = settings.development_key_file
        if file is not None and not file.exists():
            raise _Ill("the development key is lost", f"bring back {file} from the backup, or set PAYUNG_DATA_KEY")
        text = settings.data_key if file is None else file.read_text(encoding="ascii").strip()
        await lookup_key(connection, KeyRing.parse(text))
    return "open what is sealed" if file is None else "the development key opens what is sealed"
