"""Applications that were submitted: who applied for what, from which address, and every change since as an event.

The answers and the NIK are sealed; what the office counts by (tier, sector, region) is not. An erased registration
keeps its reference, its dates and what is counted, and nothing changes it any more.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert as insert_or_skip
from storage.pieces import pieces
from storage.sealed import Vault
from storage.tables import fresh_id, persons, registration_events, registrations

ERASED = "erased"
HANDED_OVER = "handed-over"
SUBMITTED = "submitted"


@dataclass(frozen=True)
class Particulars:
    """What an application says: the answers as plain values, and what is counted and looked up by.

    `name_key` is what makes two spellings of one person equal (name and birth date, normalised); only a digest is kept.
    """

    answers: Mapping[str, Any] = field(repr=False)
    nik: str | None = field(default=None, repr=False)
    name_key: str | None = field(default=None, repr=False)
    tier: int | None = None
    sector: str | None = None
    occupation: str | None = field(default=None, repr=False)
    region: str | None = None
    how: str | None = None


@dataclass(frozen=True)
class NewRegistration:
    """An application to submit; a person not known yet is made with it (somebody else's, told by a helper)."""

    reference: str
    person_id: str
    address_id: str
    channel: str
    submitted_at: datetime
    particulars: Particulars
    source: str = "person"
    id: str = field(default_factory=fresh_id)


@dataclass(frozen=True)
class Registration:
    """An application as it stands; `answers` is empty and `nik` None when they were erased."""

    id: str
    reference: str
    person_id: str
    address_id: str
    status: str
    tier: int | None
    sector: str | None
    occupation: str | None = field(repr=False)
    region: str | None
    how: str | None
    answers: Mapping[str, Any] = field(repr=False)
    nik: str | None = field(repr=False)
    channel: str
    submitted_at: datetime
    updated_at: datetime
    revision: int


@dataclass(frozen=True)
class Change:
    """New answers for a registration that keeps its reference."""

    registration_id: str
    particulars: Particulars
    source: str
    at: datetime
    reason: str | None = "changed"


@dataclass(frozen=True)
class Move:
    """A step in a registration's life, and why and by whom."""

    registration_id: str
    status: str
    reason: str | None
    source: str
    at: datetime


@dataclass(frozen=True)
class PublicStatus:
    """What anybody who knows the reference may learn: the status, and when it became so."""

    status: str
    at: datetime


async def submit(tx: AsyncConnection, vault: Vault, rows: Sequence[NewRegistration]) -> None:
    """Put these applications on file, each with its first event; IntegrityError when a reference is taken."""
    if not rows:
        return
    people = [{"id": row.person_id, "created_at": row.submitted_at} for row in rows]
    await tx.execute(insert_or_skip(tx, persons).on_conflict_do_nothing(), people)
    await tx.execute(insert(registrations), [_first(vault, row) for row in rows])
    await tx.execute(
        insert(registration_events),
        [_event(row.id, 1, Move(row.id, SUBMITTED, None, row.source, row.submitted_at)) for row in rows],
    )


async def of_addresses(tx: AsyncConnection, vault: Vault, address_ids: Sequence[str]) -> dict[str, list[Registration]]:
    """The registrations made from each of these addresses, newest first; addresses without any are left out."""
    found: dict[str, list[Registration]] = {}
    for piece in pieces(address_ids):
        rows = await tx.execute(
            select(registrations)
            .where(registrations.c.address_id.in_(piece))
            .order_by(registrations.c.submitted_at.desc(), registrations.c.id)
        )
        for row in rows:
            found.setdefault(row.address_id, []).append(opened(vault, row))
    return found


async def change(tx: AsyncConnection, vault: Vault, changes: Sequence[Change]) -> set[str]:
    """Put new answers in the place of old ones; the ids that were changed: only what is still submitted may be."""
    standing = await _standing(tx, [one.registration_id for one in changes])
    wanted = [one for one in changes if standing.get(one.registration_id, ("", 0))[0] == SUBMITTED]
    moves = [
        Move(one.registration_id, standing[one.registration_id][0], one.reason, one.source, one.at) for one in wanted
    ]
    contents = [
        {"which": one.registration_id} | _content(vault, one.registration_id, one.particulars) for one in wanted
    ]
    if contents:
        await tx.execute(
            _where_id().values({name: bindparam(name) for name in contents[0] if name != "which"}), contents
        )
    await _record(tx, standing, moves)
    return {one.registration_id for one in wanted}


async def move(tx: AsyncConnection, moves: Sequence[Move]) -> set[str]:
    """Give registrations a new status; the ids that moved: unknown and erased ones do not.

    Handed over to BPJS, a registration no longer needs its NIK, which is erased.
    """
    standing = await _standing(tx, [one.registration_id for one in moves])
    wanted = [one for one in moves if one.registration_id in standing]
    await _record(tx, standing, wanted)
    over = [one.registration_id for one in wanted if one.status == HANDED_OVER]
    for piece in pieces(over):
        await tx.execute(update(registrations).where(registrations.c.id.in_(piece)).values(nik=None, nik_digest=None))
    return {one.registration_id for one in wanted}


async def by_reference(tx: AsyncConnection, reference: str) -> PublicStatus | None:
    """What may be told about a reference to whoever asks."""
    found = select(registrations.c.status, registrations.c.updated_at).where(registrations.c.reference == reference)
    row = (await tx.execute(found)).one_or_none()
    return row and PublicStatus(row.status, row.updated_at)


def _first(vault: Vault, row: NewRegistration) -> dict[str, Any]:
    return {
        "id": row.id,
        "reference": row.reference,
        "person_id": row.person_id,
        "address_id": row.address_id,
        "status": SUBMITTED,
        "channel": row.channel,
        "submitted_at": row.submitted_at,
        "updated_at": row.submitted_at,
        "revision": 1,
    } | _content(vault, row.id, row.particulars)


def _content(vault: Vault, which: str, said: Particulars) -> dict[str, Any]:
    answers = json.dumps(dict(said.answers), ensure_ascii=False).encode()
    return {
        "tier": said.tier,
        "sector": said.sector,
        "occupation": said.occupation,
        "region": said.region,
        "how": said.how,
        "answers": vault.seal(answers, registrations.c.answers, which),
        "nik": vault.seal(said.nik.encode() if said.nik else None, registrations.c.nik, which),
        "nik_digest": said.nik and vault.lookup.digest("nik", said.nik),
        "name_digest": said.name_key and vault.lookup.digest("name", said.name_key),
    }


def opened(vault: Vault, row: Row[Any]) -> Registration:
    """A row of the table as a registration, its seals opened."""
    said = row._asdict()
    for name in ("nik_digest", "name_digest"):
        del said[name]
    answers = vault.open(row.answers, registrations.c.answers, row.id)
    nik = vault.open(row.nik, registrations.c.nik, row.id)
    return Registration(**said | {"answers": json.loads(answers or b"{}"), "nik": nik and nik.decode()})


async def _standing(tx: AsyncConnection, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Status and revision of those that can still change, held against other writers until the transaction ends."""
    found: dict[str, tuple[str, int]] = {}
    for piece in pieces(sorted(set(ids))):
        open_ones = select(registrations.c.id, registrations.c.status, registrations.c.revision).where(
            registrations.c.id.in_(piece), registrations.c.status != ERASED
        )
        rows = await tx.execute(open_ones.order_by(registrations.c.id).with_for_update())
        found.update({which: (status, revision) for which, status, revision in rows})
    return found


async def _record(tx: AsyncConnection, standing: Mapping[str, tuple[str, int]], moves: Iterable[Move]) -> None:
    """Number the moves on from where each registration stands, and write them with their events."""
    revisions = {which: revision for which, (_, revision) in standing.items()}
    events = []
    for one in moves:
        revisions[one.registration_id] += 1
        events.append(_event(one.registration_id, revisions[one.registration_id], one))
    if not events:
        return
    await tx.execute(insert(registration_events), events)
    values: dict[str, Any] = {
        "status": bindparam("status"),
        "updated_at": bindparam("at"),
        "revision": bindparam("revision"),
    }
    await tx.execute(_where_id().values(values), [event | {"which": event["registration_id"]} for event in events])


def _event(which: str, revision: int, move: Move) -> dict[str, Any]:
    return {
        "registration_id": which,
        "revision": revision,
        "status": move.status,
        "reason": move.reason,
        "source": move.source,
        "at": move.at,
    }


def _where_id() -> Any:
    return update(registrations).where(registrations.c.id == bindparam("which"))
