"""Made-up people and applications that the storage tests put on file; no value belongs to anybody."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from storage import addresses, consents, determinations, inbound, links, registrations, sessions
from storage.addresses import Address, NewAddress
from storage.consents import Consent
from storage.database import Database
from storage.determinations import Determination
from storage.inbound import StoredReply
from storage.links import Link
from storage.registrations import NewRegistration, Particulars
from storage.sealed import Vault
from storage.sessions import SessionRow
from storage.tables import metadata

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
CHAT = "chat-700100200"
NAME = "Contoh Warga Rekaan"
NIK = "5371014505909001"
PRIVATE = (CHAT, NAME, NIK)
"""What must be found nowhere after an erasure, nor outside the seals before it."""


def new(vault: Vault, chat: str, channel: str = "telegram") -> NewAddress:
    return NewAddress(channel, vault.lookup.digest(channel, chat), chat if channel != "web" else None, NOW)


async def met(db: Database, vault: Vault, *chats: str) -> list[Address]:
    """These chats as addresses on file."""
    async with db.transaction() as tx:
        return list((await addresses.add(tx, vault, [new(vault, chat) for chat in chats])).values())


async def count(db: Database, table: str) -> int:
    async with db.reading() as tx:
        return int(await tx.scalar(select(func.count()).select_from(metadata.tables[table])) or 0)


def particulars(**changed: Any) -> Particulars:
    usual: dict[str, Any] = {
        "answers": {"name": NAME, "income": 1_500_000, "days": ["senin", "selasa"]},
        "nik": NIK,
        "name_key": NAME.casefold(),
        "tier": 3,
        "sector": "services",
        "occupation": "penata rias",
        "region": "53.71",
        "how": "self",
    }
    return Particulars(**usual | changed)


def application(address: Address, reference: str, **changed: Any) -> NewRegistration:
    usual: dict[str, Any] = {
        "reference": reference,
        "person_id": address.person_id,
        "address_id": address.id,
        "channel": address.channel,
        "submitted_at": NOW,
        "particulars": particulars(),
    }
    return NewRegistration(**usual | changed)


async def applied(db: Database, vault: Vault, chat: str = CHAT, reference: str = "PY-1") -> tuple[Address, str]:
    """Somebody who has applied, with a row in every table; their address and the registration's id."""
    (address,) = await met(db, vault, chat)
    made = application(address, reference)
    state, reply = f'{{"name": "{NAME}", "nik": "{NIK}"}}'.encode(), f"Terima kasih, {NAME}".encode()
    async with db.transaction() as tx:
        await sessions.save(tx, vault, [SessionRow(address.id, 1, state, NOW, "id")])
        await inbound.note(
            tx, vault, [StoredReply(("telegram", "bot", f"update-{reference}"), address.id, NOW, reply, 1)]
        )
        await registrations.submit(tx, vault, [made])
        await determinations.add(
            tx, [Determination(made.id, date(2026, 11, 22), {"income": 1}, {"jkk": "2026"}, {"fee": 16800}, [], NOW)]
        )
        proof = Consent(address.person_id, made.id, "register", "1", "0" * 64, "id", True, "tap", NOW)
        await consents.add(tx, [proof])
        await links.issue(tx, vault, [Link("token-" + chat, "card", address.id, NOW.replace(year=2027))])
    return address, made.id
