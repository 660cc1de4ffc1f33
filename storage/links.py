"""Links that work once: who opens one first, in time and for its purpose, has used it up. Only its digest is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pieces import LONGEST, pieces
from storage.sealed import Vault
from storage.tables import links


@dataclass(frozen=True)
class Link:
    """A link to be given out; its `token` is random and long enough not to be guessed."""

    token: str = field(repr=False)
    purpose: str
    address_id: str
    expires_at: datetime


async def issue(tx: AsyncConnection, vault: Vault, new: Sequence[Link]) -> None:
    """Make these links work."""
    rows = [
        {
            "digest": vault.lookup.digest("link", link.token),
            "purpose": link.purpose,
            "address_id": link.address_id,
            "expires_at": link.expires_at,
        }
        for link in new
    ]
    if rows:
        await tx.execute(insert(links), rows)


async def take(tx: AsyncConnection, vault: Vault, token: str, purpose: str, at: datetime) -> str | None:
    """Use a link up: the id of its address, or None when it is unknown, used, expired or for something else."""
    usable = (
        links.c.digest == vault.lookup.digest("link", token),
        links.c.purpose == purpose,
        links.c.used_at.is_(None),
        links.c.expires_at > at,
    )
    address_id: str | None = await tx.scalar(
        update(links).where(*usable).values(used_at=at).returning(links.c.address_id)
    )
    return address_id


async def forget(tx: AsyncConnection, expired_before: datetime) -> int:
    """Drop up to 500 expired links; how many. Call again, in a new transaction, until it says 0."""
    old = select(links.c.digest).where(links.c.expires_at < expired_before).order_by(links.c.expires_at)
    digests = list(await tx.scalars(old.limit(LONGEST).with_for_update(skip_locked=True)))
    for piece in pieces(digests):
        await tx.execute(delete(links).where(links.c.digest.in_(piece)))
    return len(digests)
