"""A new key takes over while the house is open: what older keys have sealed is sealed again, piece by piece.

Stopped at any point, it goes on where it was, because a sealed value begins with the id of its key. Rows that somebody
else is writing just then are left for the next round.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, LargeBinary, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.pieces import LONGEST, among
from storage.sealed import KeyRing, place
from storage.tables import SEALED

PATIENCE = 0.1
"""Seconds to wait when every row that is left is being written by somebody else."""

Progress = Callable[[int, int], None]
"""Told how many values are done, of how many."""


async def rotate(db: Database, ring: KeyRing, progress: Progress = lambda done, total: None) -> int:
    """Seal every value with the ring's current key, 500 to a transaction; how many there were.

    Afterwards the older keys may leave the ring. CannotOpen when a value's key is not on it.
    """
    done = 0
    while outdated := await _outdated(db, ring):
        before, total = done, done + sum(len(rows) for _, rows in outdated)
        for column, rows in outdated:
            for start in range(0, len(rows), LONGEST):
                async with db.transaction() as tx:
                    done += await _seal_again(tx, ring, column, rows[start : start + LONGEST])
                progress(done, total)
        if done == before:
            await asyncio.sleep(PATIENCE)
    return done


async def _outdated(db: Database, ring: KeyRing) -> list[tuple[Column[Any], list[tuple[str, ...]]]]:
    """The rows' keys, for each column that holds values of an older key."""
    found = []
    async with db.reading() as tx:
        for column in SEALED:
            rows = await tx.execute(select(*column.table.primary_key).where(_old(column, ring)))
            if keys := [tuple(row) for row in rows]:
                found.append((column, keys))
    return found


async def _seal_again(tx: AsyncConnection, ring: KeyRing, column: Column[Any], keys: Sequence[tuple[str, ...]]) -> int:
    names = list(column.table.primary_key)
    changed = []
    for these in among(names, keys):
        mine = select(*names, column).where(these, _old(column, ring))
        for *key, sealed in await tx.execute(mine.with_for_update(skip_locked=True)):
            where = place(column, *key)
            fresh = ring.seal(ring.open(sealed, where), where)
            changed.append({f"key_{number}": part for number, part in enumerate(key)} | {"fresh": fresh})
    if changed:
        this = [name == bindparam(f"key_{number}") for number, name in enumerate(names)]
        await tx.execute(update(column.table).where(*this).values({column: bindparam("fresh")}), changed)
    return len(changed)


def _old(column: Column[Any], ring: KeyRing) -> Any:
    return func.substr(column, 1, len(ring.prefix), type_=LargeBinary) != ring.prefix
