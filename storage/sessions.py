"""The conversation with one address: the answers given so far, sealed, and forgotten when nobody came back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.pieces import LONGEST, pieces
from storage.sealed import Vault
from storage.tables import sessions


@dataclass(frozen=True)
class SessionRow:
    """A session at rest; `state` None means that it was forgotten, at `forgotten_at`."""

    address_id: str
    revision: int
    state: bytes | None = field(repr=False)
    updated_at: datetime
    language: str
    forgotten_at: datetime | None = None


async def load(tx: AsyncConnection, vault: Vault, address_ids: Sequence[str]) -> dict[str, SessionRow]:
    """The sessions of these addresses, by address id, their seal opened."""
    loaded: dict[str, SessionRow] = {}
    for piece in pieces(address_ids):
        for row in await tx.execute(select(sessions).where(sessions.c.address_id.in_(piece))):
            state = vault.open(row.state, sessions.c.state, row.address_id)
            loaded[row.address_id] = SessionRow(
                row.address_id, row.revision, state, row.updated_at, row.language, row.forgotten_at
            )
    return loaded


async def language(tx: AsyncConnection, address_id: str) -> str:
    """The language of this conversation; "id" where there is none."""
    found = await tx.scalar(select(sessions.c.language).where(sessions.c.address_id == address_id))
    return str(found or "id")


async def save(tx: AsyncConnection, vault: Vault, rows: Sequence[SessionRow]) -> None:
    """Write these sessions over what stood there."""
    if not rows:
        return
    statement = insert(tx, sessions)
    changed = ("revision", "state", "updated_at", "language", "forgotten_at")
    statement = statement.on_conflict_do_update(
        index_elements=["address_id"], set_={name: statement.excluded[name] for name in changed}
    )
    await tx.execute(
        statement,
        [
            {
                "address_id": row.address_id,
                "revision": row.revision,
                "state": vault.seal(row.state, sessions.c.state, row.address_id),
                "updated_at": row.updated_at,
                "language": row.language,
                "forgotten_at": row.forgotten_at,
            }
            for row in rows
        ],
    )


async def forget(tx: AsyncConnection, older_than: datetime, at: datetime) -> int:
    """Empty up to 500 sessions last used before; how many. Call again, in a new transaction, until it says 0."""
    stale = (
        select(sessions.c.address_id)
        .where(sessions.c.updated_at < older_than, sessions.c.state.is_not(None))
        .order_by(sessions.c.updated_at)
        .limit(LONGEST)
        .with_for_update(skip_locked=True)
    )
    ids = list(await tx.scalars(stale))
    for piece in pieces(ids):
        empty = update(sessions).where(sessions.c.address_id.in_(piece))
        await tx.execute(empty.values(state=None, forgotten_at=at))
    return len(ids)
