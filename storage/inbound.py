"""What was delivered and what we answered: the same message delivered again gets the same answer and does nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.pieces import LONGEST, among, pieces
from storage.sealed import Vault
from storage.tables import inbound

Key = tuple[str, str, str]
"""Channel, sender (the bot or number of ours that was written to), the provider's message id."""


@dataclass(frozen=True)
class StoredReply:
    """A message we have seen; `reply` None: there was none, or it is forgotten; `revision`: the session's after it."""

    key: Key
    address_id: str | None
    received_at: datetime
    reply: bytes | None = field(repr=False)
    revision: int


_key = (inbound.c.channel, inbound.c.sender, inbound.c.provider_id)


async def seen(tx: AsyncConnection, vault: Vault, keys: Sequence[Key]) -> dict[Key, StoredReply]:
    """Those of these messages that were delivered before, with what was answered."""
    found: dict[Key, StoredReply] = {}
    for these in among(_key, keys):
        for row in await tx.execute(select(inbound).where(these)):
            key = (row.channel, row.sender, row.provider_id)
            reply = vault.open(row.reply, inbound.c.reply, *key)
            found[key] = StoredReply(key, row.address_id, row.received_at, reply, row.revision)
    return found


async def note(tx: AsyncConnection, vault: Vault, rows: Sequence[StoredReply]) -> set[Key]:
    """Claim these messages with their replies; the keys that were new. What is missing another delivery has claimed."""
    if not rows:
        return set()
    claim = insert(tx, inbound).on_conflict_do_nothing()
    claimed = await tx.execute(
        claim.returning(*_key),
        [
            {
                "channel": row.key[0],
                "sender": row.key[1],
                "provider_id": row.key[2],
                "address_id": row.address_id,
                "received_at": row.received_at,
                "reply": vault.seal(row.reply, inbound.c.reply, *row.key),
                "revision": row.revision,
            }
            for row in rows
        ],
    )
    return {(channel, sender, provider_id) for channel, sender, provider_id in claimed}


async def latest(tx: AsyncConnection, vault: Vault, address_id: str) -> bytes | None:
    """The newest reply to this address that is still kept."""
    replied = select(inbound).where(inbound.c.address_id == address_id, inbound.c.reply.is_not(None))
    row = (await tx.execute(replied.order_by(inbound.c.received_at.desc()).limit(1))).one_or_none()
    return vault.open(row.reply, inbound.c.reply, row.channel, row.sender, row.provider_id) if row else None


async def discard(tx: AsyncConnection, address_ids: Sequence[str]) -> None:
    """Empty the replies to these addresses at once; the ids stay, so that nothing is done twice."""
    for piece in pieces(address_ids):
        await tx.execute(update(inbound).where(inbound.c.address_id.in_(piece)).values(reply=None))


async def forget(tx: AsyncConnection, replies_before: datetime, ids_before: datetime) -> int:
    """Empty up to 500 older replies, drop up to 500 older ids; how many. Call again, in a new transaction, until 0.

    Replies are kept 8 days (providers repeat for up to a week), ids 30.
    """
    answered = inbound.c.received_at < replies_before, inbound.c.reply.is_not(None)
    replies = await _oldest(tx, *answered)
    for these in among(_key, replies):
        await tx.execute(update(inbound).where(these).values(reply=None))
    ids = await _oldest(tx, inbound.c.received_at < ids_before)
    for these in among(_key, ids):
        await tx.execute(delete(inbound).where(these))
    return len(replies) + len(ids)


async def _oldest(tx: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Key]:
    old = select(*_key).where(*conditions)
    rows = await tx.execute(old.order_by(inbound.c.received_at).limit(LONGEST).with_for_update(skip_locked=True))
    return [(channel, sender, provider_id) for channel, sender, provider_id in rows]
