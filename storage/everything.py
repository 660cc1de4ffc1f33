"""All that is held about the person at an address, in plain values: the answer to "what do you know about me?"."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import consents, determinations, sessions
from storage.registrations import opened
from storage.sealed import Vault
from storage.tables import addresses, inbound, links, registration_events, registrations


async def of_address(tx: AsyncConnection, vault: Vault, address_id: str) -> dict[str, Any]:
    """Addresses with their conversations, registrations by or for this person, consents; empty for an unknown address.

    Instants are aware, days are dates, sealed values are opened, ids and digests are left out.
    """
    person = await tx.scalar(select(addresses.c.person_id).where(addresses.c.id == address_id))
    if person is None:
        return {}
    rows = (await tx.execute(select(addresses).where(addresses.c.person_id == person))).all()
    agreed = (await consents.of(tx, [person])).get(person, [])
    return {
        "addresses": [await _address(tx, vault, row) for row in rows],
        "registrations": await _registrations(tx, vault, person, [row.id for row in rows]),
        "consents": [_without(vars(consent), "id", "person_id", "registration_id") for consent in agreed],
    }


async def _address(tx: AsyncConnection, vault: Vault, row: Any) -> dict[str, Any]:
    session = (await sessions.load(tx, vault, [row.id])).get(row.id)
    written = await tx.execute(
        select(inbound).where(inbound.c.address_id == row.id).order_by(inbound.c.received_at, inbound.c.provider_id)
    )
    given = select(links.c.purpose, links.c.expires_at, links.c.used_at).where(links.c.address_id == row.id)
    return {
        "channel": row.channel,
        "address": _text(vault.open(row.sealed, addresses.c.sealed, row.id)),
        "created_at": row.created_at,
        "last_inbound_at": row.last_inbound_at,
        "conversation": session
        and {"language": session.language, "updated_at": session.updated_at, "state": _text(session.state)},
        "messages": [
            {
                "received_at": one.received_at,
                "reply": _text(vault.open(one.reply, inbound.c.reply, one.channel, one.sender, one.provider_id)),
            }
            for one in written
        ],
        "links": [link._asdict() for link in await tx.execute(given.order_by(links.c.expires_at))],
    }


async def _registrations(
    tx: AsyncConnection, vault: Vault, person: str, address_ids: Sequence[str]
) -> list[dict[str, Any]]:
    theirs = or_(registrations.c.person_id == person, registrations.c.address_id.in_(address_ids))
    rows = await tx.execute(
        select(registrations).where(theirs).order_by(registrations.c.submitted_at, registrations.c.id)
    )
    found = [opened(vault, row) for row in rows]
    ids = [one.id for one in found]
    decided = await determinations.of(tx, ids)
    return [
        _without(vars(one), "id", "person_id", "address_id")
        | {
            "events": await _events(tx, one.id),
            "determinations": [_without(vars(each), "id", "registration_id") for each in decided.get(one.id, [])],
        }
        for one in found
    ]


async def _events(tx: AsyncConnection, registration_id: str) -> list[dict[str, Any]]:
    events = registration_events.c
    happened = select(events.status, events.reason, events.source, events.at)
    happened = happened.where(events.registration_id == registration_id).order_by(events.revision)
    return [event._asdict() for event in await tx.execute(happened)]


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _text(plain: bytes | None) -> str | None:
    return None if plain is None else plain.decode(errors="replace")
