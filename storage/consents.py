"""Proof of what a person agreed to: which text, in which language, when; it outlives the data it was given for."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pieces import pieces
from storage.tables import consents, fresh_id


@dataclass(frozen=True)
class Consent:
    """One yes or no to one version of a text; `text_digest` is the hex SHA-256 of the words shown."""

    person_id: str | None
    registration_id: str | None
    purpose: str
    version: str
    text_digest: str
    language: str
    given: bool
    how: str
    at: datetime
    withdrawn_at: datetime | None = None
    id: str = field(default_factory=fresh_id)


async def add(tx: AsyncConnection, rows: Sequence[Consent]) -> None:
    """Put these consents on file."""
    if rows:
        await tx.execute(insert(consents), [asdict(row) for row in rows])


async def withdraw(tx: AsyncConnection, person_ids: Sequence[str], purpose: str, at: datetime) -> None:
    """Note that these people no longer agree to this purpose; what was withdrawn earlier keeps its time."""
    for piece in pieces(person_ids):
        standing = consents.c.person_id.in_(piece), consents.c.purpose == purpose, consents.c.withdrawn_at.is_(None)
        await tx.execute(update(consents).where(*standing).values(withdrawn_at=at))


async def of(tx: AsyncConnection, person_ids: Sequence[str]) -> dict[str, list[Consent]]:
    """The consents of each person, oldest first."""
    found: dict[str, list[Consent]] = {}
    for piece in pieces(person_ids):
        rows = await tx.execute(
            select(consents).where(consents.c.person_id.in_(piece)).order_by(consents.c.at, consents.c.id)
        )
        for row in rows:
            found.setdefault(row.person_id, []).append(Consent(**row._asdict()))
    return found


@dataclass(frozen=True)
class Tie:
    """The consents of a person that belong to a registration: those since it was begun that belong to none yet."""

    person_id: str
    registration_id: str
    since: datetime


async def attach(tx: AsyncConnection, ties: Sequence[Tie]) -> None:
    """Tie consents to the registrations that they were given for."""
    if not ties:
        return
    loose = consents.c.registration_id.is_(None), consents.c.at >= bindparam("since")
    tie = update(consents).where(consents.c.person_id == bindparam("person"), *loose)
    await tx.execute(
        tie.values(registration_id=bindparam("registration")),
        [{"person": one.person_id, "registration": one.registration_id, "since": one.since} for one in ties],
    )
