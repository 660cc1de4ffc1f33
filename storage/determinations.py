"""What was determined about an application: written once, with the rules and day it rests on, and never changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pieces import pieces
from storage.tables import determinations, fresh_id

TEXTS = ("inputs", "versions", "result", "reasons")


@dataclass(frozen=True)
class Determination:
    """A determination of one day; its parts are plain JSON values, none of them personal."""

    registration_id: str | None
    day: date
    inputs: Mapping[str, Any]
    versions: Mapping[str, Any]
    result: Any
    reasons: Any
    created_at: datetime
    id: str = field(default_factory=fresh_id)


async def add(tx: AsyncConnection, rows: Sequence[Determination]) -> None:
    """Put these determinations on file."""
    written = [
        {name: getattr(row, name) for name in ("id", "registration_id", "day", "created_at")}
        | {name: json.dumps(getattr(row, name), ensure_ascii=False, sort_keys=True) for name in TEXTS}
        for row in rows
    ]
    if written:
        await tx.execute(insert(determinations), written)


async def of(tx: AsyncConnection, registration_ids: Sequence[str]) -> dict[str, list[Determination]]:
    """The determinations of each registration, oldest first."""
    found: dict[str, list[Determination]] = {}
    for piece in pieces(registration_ids):
        rows = await tx.execute(
            select(determinations)
            .where(determinations.c.registration_id.in_(piece))
            .order_by(determinations.c.created_at, determinations.c.id)
        )
        for row in rows:
            plain = row._asdict() | {name: json.loads(getattr(row, name)) for name in TEXTS}
            found.setdefault(row.registration_id, []).append(Determination(**plain))
    return found
