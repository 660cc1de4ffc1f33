"""Where a person can be written to: a chat, a phone number, a browser; found again by digest, opened only to send.

Every address has a person of its own until somebody joins them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import ADDRESS_LOCKS, insert
from storage.pieces import pieces
from storage.sealed import Vault, place
from storage.tables import addresses, fresh_id, persons

Key = tuple[str, bytes]
"""Channel and digest."""


@dataclass(frozen=True)
class Address:
    """One address as it stands; `last_inbound_at` opens WhatsApp's 24 hours."""

    id: str
    channel: str
    digest: bytes
    person_id: str
    created_at: datetime
    last_inbound_at: datetime | None


@dataclass(frozen=True)
class NewAddress:
    """An address met for the first time; `address` is the thing itself, None where only its digest is kept (web)."""

    channel: str
    digest: bytes
    address: str | None = field(repr=False)
    created_at: datetime
    id: str = field(default_factory=fresh_id)
    person_id: str = field(default_factory=fresh_id)


_known = select(
    addresses.c.id,
    addresses.c.channel,
    addresses.c.digest,
    addresses.c.person_id,
    addresses.c.created_at,
    addresses.c.last_inbound_at,
)


async def find(tx: AsyncConnection, keys: Sequence[Key]) -> dict[Key, Address]:
    """The addresses that are known already."""
    found: dict[Key, Address] = {}
    for digests in pieces([digest for _, digest in keys]):
        rows = await tx.execute(_known.where(addresses.c.digest.in_(digests)))
        found.update({(row.channel, row.digest): Address(*row) for row in rows})
    return {key: found[key] for key in keys if key in found}


async def add(tx: AsyncConnection, vault: Vault, new: Sequence[NewAddress]) -> dict[Key, Address]:
    """Note addresses and their persons; where somebody else was first, theirs is given and ours leaves nothing."""
    if not new:
        return {}
    await tx.execute(
        insert(tx, persons).on_conflict_do_nothing(),
        [{"id": one.person_id, "created_at": one.created_at} for one in new],
    )
    await tx.execute(
        insert(tx, addresses).on_conflict_do_nothing(index_elements=["digest", "channel"]),
        [
            {
                "id": one.id,
                "channel": one.channel,
                "digest": one.digest,
                "sealed": vault.seal(None if one.address is None else one.address.encode(), addresses.c.sealed, one.id),
                "person_id": one.person_id,
                "created_at": one.created_at,
            }
            for one in new
        ],
    )
    standing = await find(tx, [(one.channel, one.digest) for one in new])
    used = {address.person_id for address in standing.values()}
    await _drop_persons(tx, {one.person_id for one in new} - used)
    return standing


async def _drop_persons(tx: AsyncConnection, ids: Iterable[str]) -> None:
    for piece in pieces(sorted(ids)):
        nobody = ~exists().where(addresses.c.person_id == persons.c.id)
        await tx.execute(delete(persons).where(persons.c.id.in_(piece), nobody))


async def touch(tx: AsyncConnection, heard: Mapping[str, datetime]) -> None:
    """Note when each of these addresses (by id) last wrote to us."""
    if heard:
        change = update(addresses).where(addresses.c.id == bindparam("which")).values(last_inbound_at=bindparam("at"))
        await tx.execute(change, [{"which": which, "at": at} for which, at in heard.items()])


async def reveal(tx: AsyncConnection, vault: Vault, ids: Sequence[str]) -> dict[str, str]:
    """The addresses themselves, by id; those that are kept as digests only or were erased are left out."""
    opened: dict[str, str] = {}
    for piece in pieces(ids):
        rows = await tx.execute(
            select(addresses.c.id, addresses.c.sealed).where(addresses.c.id.in_(piece), addresses.c.sealed.is_not(None))
        )
        for which, sealed in rows:
            opened[which] = vault.ring.open(sealed, place(addresses.c.sealed, which)).decode()
    return opened


async def reach(tx: AsyncConnection, vault: Vault, which: str) -> tuple[str, str] | None:
    """Channel and address of one id; None where only its digest is kept or it was erased."""
    opened = await reveal(tx, vault, [which])
    channel = await tx.scalar(select(addresses.c.channel).where(addresses.c.id == which))
    return (channel, opened[which]) if channel and which in opened else None


async def lock(tx: AsyncConnection, keys: Sequence[Key]) -> None:
    """Keep other processes from these addresses until the transaction ends; always in one order: no deadlock."""
    if tx.dialect.name == "sqlite":
        return
    numbers = sorted({int.from_bytes(digest[:4], "big", signed=True) for _, digest in keys})
    number = func.unnest(bindparam("numbers", type_=ARRAY(Integer))).column_valued("number")
    await tx.execute(select(func.pg_advisory_xact_lock(ADDRESS_LOCKS, number)), {"numbers": numbers})
