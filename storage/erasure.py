"""A person's wish to be forgotten: their words go, and what stays (dates, counts, the proof of consent) names nobody.

The ids of what was erased are kept, so that the erasure can be repeated after an older backup has been restored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.pieces import pieces
from storage.registrations import ERASED, Move, move
from storage.tables import (
    Instant,
    addresses,
    consents,
    determinations,
    erasures,
    inbound,
    links,
    registration_events,
    registrations,
    sessions,
)

ADDRESS = "address"
REGISTRATION = "registration"


@dataclass(frozen=True)
class Erasure:
    """One thing that was erased: the id of an address or a registration."""

    subject: str
    what: str
    at: datetime


async def erase(tx: AsyncConnection, address_id: str, at: datetime) -> list[Erasure]:
    """Erase all that is held about the person at this address: their addresses, and registrations made by or for them.

    Write the result into the journal once the transaction is committed.
    """
    person = select(addresses.c.person_id).where(addresses.c.id == address_id).scalar_subquery()
    theirs = list(await tx.scalars(select(addresses.c.id).where(addresses.c.person_id == person)))
    made = registrations.c.id.in_(select(registrations.c.id).where(registrations.c.address_id.in_(theirs)))
    open_ones = select(registrations.c.id).where(
        or_(registrations.c.person_id == person, made), registrations.c.status != ERASED
    )
    applications = list(await tx.scalars(open_ones))
    done = [Erasure(which, ADDRESS, at) for which in theirs]
    done += [Erasure(which, REGISTRATION, at) for which in applications]
    await reapply(tx, done)
    return done


async def reapply(tx: AsyncConnection, done: Iterable[Erasure]) -> None:
    """Erase these once more, wherever a backup brought them back, and keep them on record."""
    known = sorted(done, key=lambda erasure: (erasure.at, erasure.subject))
    for erasure in known:
        if erasure.what == ADDRESS:
            await _empty_address(tx, erasure)
    for at in sorted({erasure.at for erasure in known}):
        same = [erasure.subject for erasure in known if (erasure.what, erasure.at) == (REGISTRATION, at)]
        await _empty_registrations(tx, same, at)
    if known:
        await tx.execute(insert(tx, erasures).on_conflict_do_nothing(), [asdict(erasure) for erasure in known])


async def recorded(tx: AsyncConnection) -> list[Erasure]:
    """Every erasure on record, oldest first."""
    return [Erasure(*row) for row in await tx.execute(select(erasures).order_by(erasures.c.at, erasures.c.subject))]


async def _empty_address(tx: AsyncConnection, erasure: Erasure) -> None:
    """Its conversation, links and replies go; who writes from it again is somebody new."""
    which = erasure.subject
    person = select(addresses.c.person_id).where(addresses.c.id == which).scalar_subquery()
    await tx.execute(delete(sessions).where(sessions.c.address_id == which))
    await tx.execute(delete(links).where(links.c.address_id == which))
    await tx.execute(update(inbound).where(inbound.c.address_id == which).values(reply=None, address_id=None))
    await _detach_consents(tx, consents.c.person_id == person, erasure.at)
    empty = {"digest": None, "sealed": None, "last_inbound_at": None}
    await tx.execute(update(addresses).where(addresses.c.id == which).values(empty))


async def _empty_registrations(tx: AsyncConnection, ids: Sequence[str], at: datetime) -> None:
    """Reference, dates, tier, sector and region stay for the count, the rest goes."""
    await move(tx, [Move(which, ERASED, None, "erasure", at) for which in ids])
    empty = dict.fromkeys(("answers", "nik", "nik_digest", "name_digest", "occupation", "how"))
    for piece in pieces(ids):
        await tx.execute(update(registrations).where(registrations.c.id.in_(piece)).values(empty))
        theirs = registration_events.c.registration_id.in_(piece)
        await tx.execute(update(registration_events).where(theirs).values(reason=None))
        theirs = determinations.c.registration_id.in_(piece)
        await tx.execute(update(determinations).where(theirs).values(registration_id=None))
        await _detach_consents(tx, consents.c.registration_id.in_(piece), at)


async def _detach_consents(tx: AsyncConnection, whose: ColumnElement[bool], at: datetime) -> None:
    first = func.coalesce(consents.c.withdrawn_at, literal(at, Instant))
    withdrawn = case((consents.c.given, first), else_=consents.c.withdrawn_at)
    await tx.execute(update(consents).where(whose).values(person_id=None, withdrawn_at=withdrawn))
