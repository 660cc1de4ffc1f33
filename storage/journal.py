"""Erasures outlive the database: a small text file beside it, one JSON line for each, ids only.

When the database file is lost and an older backup restored, the journal still knows who asked to be forgotten.
"""

import asyncio
import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from storage.database import Database
from storage.erasure import Erasure, recorded


async def follow(db: Database, path: Path | None = None) -> int:
    """Write down, durably, the erasures on record that the journal lacks; how many.

    Called after each committed erasure and at start, which makes up for a crash between the two. The file is
    `db.journal` unless told; without either (PostgreSQL) nothing is written.
    """
    file = path or db.journal
    if file is None:
        return 0
    async with db.reading() as tx:
        on_record = await recorded(tx)
    written = {erasure.subject for erasure in await known(file)}
    missing = [erasure for erasure in on_record if erasure.subject not in written]
    if missing:
        await asyncio.to_thread(_append, file, missing)
    return len(missing)


async def known(path: Path | None) -> list[Erasure]:
    """The erasures in the journal; none when there is no such file."""
    return await asyncio.to_thread(_read, path) if path else []


def _append(path: Path, erasures: Sequence[Erasure]) -> None:
    lines = [json.dumps({"id": one.subject, "what": one.what, "at": one.at.isoformat()}) for one in erasures]
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        # A crash may have left half a line; the next one starts afresh.
        file.seek(max(size - 1, 0))
        torn = file.read(1) not in (b"", b"\n")
        file.write(("\n" * torn + "".join(line + "\n" for line in lines)).encode())
        file.flush()
        os.fsync(handle)


def _read(path: Path) -> list[Erasure]:
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            entry = json.loads(line)
            found.append(Erasure(entry["id"], entry["what"], datetime.fromisoformat(entry["at"])))
        except ValueError:
            continue  # half a line from a crash: the database still had that erasure, and it was written again
    return found
