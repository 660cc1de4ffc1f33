"""What the desk works with, and whom it finds at the door: each address with its conversation and applications."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Inbound, Kind
from bot.recording import JAKARTA, remembered
from conversations import reference
from conversations.eligibility import Rules
from conversations.form import Known, Moment, Office
from conversations.session import KEPT, Session, restored, stored
from conversations.understanding import commands
from conversations.understanding.commands import Intent
from locales.wording import Wording
from storage import addresses, consents, registrations, sessions
from storage.addresses import Address, NewAddress
from storage.database import Database
from storage.sealed import Vault
from storage.sessions import SessionRow

OWN_CHANNELS = frozenset({"web", "terminal"})
"""Channels that no other company carries: a NIK may be typed there, and the address is kept as a digest only."""


@dataclass(frozen=True)
class House:
    """What the desk works with, opened once."""

    db: Database
    vault: Vault
    wording: Wording
    rules: Rules
    office: Office | None
    public_url: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    choose: Callable[[int], int] = secrets.randbelow


@dataclass
class Place:
    """One address during a batch: its conversation as the turns change it."""

    address: Address
    session: Session
    known: list[Known] = field(default_factory=list)
    written: bool = False
    erased: bool = False

    @property
    def row(self) -> SessionRow:
        """The conversation as it is written."""
        session, at = self.session, self.session.at
        if at is None:
            raise ValueError("a conversation that never began")
        return SessionRow(self.address.id, session.revision, msgspec.json.encode(stored(session)), at, session.language)


def key_of(house: House, message: Inbound) -> tuple[str, bytes]:
    """The channel and digest by which an address is found."""
    return message.channel, house.vault.lookup.digest(message.channel, message.address)


async def places(house: House, tx: AsyncConnection, messages: Sequence[Inbound]) -> dict[tuple[str, bytes], Place]:
    """Every address of a batch with its conversation; new ones are put on file."""
    now = house.clock()
    senders = {key_of(house, message): message for message in messages}
    await addresses.lock(tx, list(senders))
    found = await addresses.find(tx, list(senders))
    new = [
        NewAddress(key[0], key[1], None if key[0] in OWN_CHANNELS else message.address, now)
        for key, message in senders.items()
        if key not in found
    ]
    found |= await addresses.add(tx, house.vault, new)
    rows = await sessions.load(tx, house.vault, [one.id for one in found.values()])
    known = await applications(house, tx, list(found.values()))
    return {
        key: Place(one, _session(rows.get(one.id), now, bool(known.get(one.id))), known.get(one.id, []))
        for key, one in found.items()
    }


async def applications(house: House, tx: AsyncConnection, of: Sequence[Address]) -> dict[str, list[Known]]:
    """The applications made from each of these addresses, newest first, by the id of the address."""
    registered = await registrations.of_addresses(tx, house.vault, [one.id for one in of])
    people = {one.id: one.person_id for one in of if one.id in registered}
    agreed = await consents.of(tx, list(people.values()))
    return {
        address: [remembered(row, agreed.get(people[address], ())) for row in rows]
        for address, rows in registered.items()
    }


async def moment_of(house: House, tx: AsyncConnection, message: Inbound, place: Place) -> Moment:
    """What the world brings to the turn of this message."""
    return Moment(
        now=house.clock(),
        rules=house.rules,
        reference=reference.make(house.choose),
        link=f"{house.public_url}/nik/{secrets.token_urlsafe(24)}",
        office=house.office,
        own_channel=message.channel in OWN_CHANNELS,
        known=tuple(place.known),
        languages={code: house.wording.pattern(code, "language.name") for code in house.wording.languages},
        looked_up=await _look_up(tx, message),
    )


def waits_for_nik(state: bytes) -> bool:
    """Whether a stored conversation stands at the question behind the one-time page."""
    return restored(msgspec.json.decode(state)).asked == "nik-link"


def _session(row: SessionRow | None, now: datetime, applied: bool) -> Session:
    """The conversation as it stands; one that is past its time counts as forgotten even before it is purged.

    Who has applied is known for longer: they are greeted with what they handed in.
    """
    if row is None:
        return Session()
    if row.state is None or now - row.updated_at >= KEPT:
        if applied:
            return Session(flow="aftercare", outcome="submitted", language=row.language, revision=row.revision)
        return Session(language=row.language, forgotten=True)
    return replace(restored(msgspec.json.decode(row.state)), language=row.language)


async def _look_up(tx: AsyncConnection, message: Inbound) -> dict[str, tuple[str, date] | None]:
    """The public status of a reference that the message asks about."""
    if message.kind is not Kind.TEXT or len(message.text) > 80 or not any(char.isdecimal() for char in message.text):
        return {}
    command = commands.read(message.text, lambda word: reference.normal(word) is not None)
    wanted = reference.normal(command.slot) if command.intent is Intent.STATUS else None
    if wanted is None:
        return {}
    found = await registrations.by_reference(tx, wanted)
    return {wanted: (found.status, found.at.astimezone(JAKARTA).date()) if found else None}
