"""Erased means gone: from the rows, from the file, from its log, from a backup, and again after a restore."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from storage import addresses, determinations, erasure, everything, inbound, journal, registrations
from storage.backup import backup
from storage.database import Database, open_database
from storage.erasure import Erasure
from storage.registrations import Change, Move
from storage.sealed import KeyRing, Vault, lookup_key
from storage.tables import consents, persons, registration_events, sessions
from storage.tables import inbound as inbound_table
from storage.tables import registrations as registrations_table

from storage_examples import CHAT, NAME, NIK, NOW, PRIVATE, applied, count, met, new

LATER = NOW + timedelta(days=1)


async def erased(db: Database, address_id: str) -> list[Erasure]:
    async with db.transaction() as tx:
        return await erasure.erase(tx, address_id, LATER)


async def test_an_erased_person_leaves_dates_and_counts_and_nothing_else(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    done = await erased(db, address.id)
    assert done == [Erasure(address.id, "address", LATER), Erasure(which, "registration", LATER)]
    async with db.reading() as tx:
        assert await erasure.recorded(tx) == sorted(done, key=lambda one: one.subject)
        (left,) = (await registrations.of_addresses(tx, vault, [address.id]))[address.id]
        assert (left.reference, left.status, left.submitted_at, left.updated_at) == ("PY-1", "erased", NOW, LATER)
        assert (left.tier, left.sector, left.region) == (3, "services", "53.71")
        assert (left.answers, left.nik, left.occupation, left.how) == ({}, None, None, None)
        digests = select(registrations_table.c.nik_digest, registrations_table.c.name_digest)
        assert [tuple(row) for row in await tx.execute(digests)] == [(None, None)]
        assert await registrations.by_reference(tx, "PY-1") == registrations.PublicStatus("erased", LATER)
        assert await determinations.of(tx, [which]) == {}
        assert await addresses.reveal(tx, vault, [address.id]) == {}
        (seen,) = (await inbound.seen(tx, vault, [("telegram", "bot", "update-PY-1")])).values()
        assert (seen.reply, seen.address_id) == (None, None)
    assert (await count(db, "sessions"), await count(db, "links")) == (0, 0)
    assert await count(db, "determinations") == 1


async def test_the_proof_of_consent_stays_and_names_nobody(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    await erased(db, address.id)
    proof = select(consents.c.person_id, consents.c.registration_id, consents.c.given, consents.c.withdrawn_at)
    async with db.reading() as tx:
        assert [tuple(row) for row in await tx.execute(proof)] == [(None, which, True, LATER)]


async def test_an_erased_registration_stays_erased(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    await erased(db, address.id)
    async with db.transaction() as tx:
        assert await registrations.move(tx, [Move(which, "checked", None, "office", LATER)]) == set()
        again = Change(which, registrations.Particulars({"name": NAME}), "person", LATER)
        assert await registrations.change(tx, vault, [again]) == set()
    assert [one.subject for one in await erased(db, address.id)] == [address.id]


async def test_what_an_officer_noted_goes_too(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    async with db.transaction() as tx:
        await registrations.move(tx, [Move(which, "returned", f"call {NAME}", "office", NOW)])
    await erased(db, address.id)
    async with db.reading() as tx:
        assert set(await tx.scalars(select(registration_events.c.reason))) == {None}
    assert await count(db, "registration_events") == 3


async def test_others_keep_everything(db: Database, vault: Vault) -> None:
    address, _ = await applied(db, vault)
    neighbour, _ = await applied(db, vault, "chat-2", "PY-2")
    async with db.reading() as tx:
        before = await everything.of_address(tx, vault, neighbour.id)
    await erased(db, address.id)
    async with db.reading() as tx:
        assert await everything.of_address(tx, vault, neighbour.id) == before


async def test_who_writes_again_after_an_erasure_is_somebody_new(db: Database, vault: Vault) -> None:
    address, _ = await applied(db, vault)
    await erased(db, address.id)
    (again,) = await met(db, vault, CHAT)
    assert again.id != address.id
    assert again.person_id != address.person_id


async def test_everything_that_is_held_can_be_told(db: Database, vault: Vault) -> None:
    address, _ = await applied(db, vault)
    async with db.reading() as tx:
        told = await everything.of_address(tx, vault, address.id)
        assert await everything.of_address(tx, vault, "unknown") == {}
    (place,) = told["addresses"]
    assert (place["channel"], place["address"]) == ("telegram", CHAT)
    assert NAME in place["conversation"]["state"]
    assert [NAME in message["reply"] for message in place["messages"]] == [True]
    assert [link["purpose"] for link in place["links"]] == ["card"]
    (registration,) = told["registrations"]
    assert (registration["reference"], registration["nik"], registration["answers"]["name"]) == ("PY-1", NIK, NAME)
    assert [event["status"] for event in registration["events"]] == ["submitted"]
    assert [made["result"] for made in registration["determinations"]] == [{"fee": 16800}]
    assert [consent["purpose"] for consent in told["consents"]] == ["register"]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path}/payung.db")
    yield opened
    await opened.close()


def on_disk(folder: Path, words: tuple[bytes, ...]) -> set[tuple[str, bytes]]:
    return {(path.name, word) for path in folder.iterdir() for word in words if word in path.read_bytes()}


async def test_planted_words_are_found_in_no_file_before_or_after_an_erasure(
    house: Database, ring: KeyRing, tmp_path: Path
) -> None:
    async with house.transaction() as tx:
        vault = Vault(ring, await lookup_key(tx, ring))
        # What is not sealed would be found: this shows that the search can fail.
        await tx.execute(persons.insert(), {"id": "control-in-the-open", "created_at": NOW})
    address, _ = await applied(house, vault)
    words = (*(word.encode() for word in PRIVATE), b"control-in-the-open")
    assert {word for _, word in on_disk(tmp_path, words)} == {b"control-in-the-open"}
    await erased(house, address.id)
    await backup(house, tmp_path / "copy.db")
    assert {word for _, word in on_disk(tmp_path, words)} == {b"control-in-the-open"}


async def test_even_the_sealed_bytes_are_gone_from_every_file(house: Database, ring: KeyRing, tmp_path: Path) -> None:
    async with house.transaction() as tx:
        vault = Vault(ring, await lookup_key(tx, ring))
    crowd = [await applied(house, vault, f"chat-{number}", f"PY-{number}") for number in range(60)]
    wanted = [
        select(sessions.c.state).where(sessions.c.address_id == crowd[30][0].id),
        select(inbound_table.c.reply).where(inbound_table.c.address_id == crowd[30][0].id),
        select(registrations_table.c.answers).where(registrations_table.c.id == crowd[30][1]),
        select(registrations_table.c.nik).where(registrations_table.c.id == crowd[30][1]),
    ]
    async with house.reading() as tx:
        sealed = [await tx.scalar(one) for one in wanted]
        planted = (*(value for value in sealed if value), new(vault, "chat-30").digest)
        witness = await tx.scalar(select(sessions.c.state).where(sessions.c.address_id == crowd[31][0].id))
    assert witness is not None
    assert len(planted) == 5
    await house.checkpoint()
    assert {word for _, word in on_disk(tmp_path, planted)} == set(planted)
    await erased(house, crowd[30][0].id)
    assert await house.checkpoint()
    await backup(house, tmp_path / "copy.db")
    assert on_disk(tmp_path, planted) == set()
    assert {name for name, _ in on_disk(tmp_path, (witness,))} == {"payung.db", "copy.db"}
    await house.close()
    assert on_disk(tmp_path, planted) == set()


async def test_deleted_words_in_the_open_are_overwritten(house: Database, tmp_path: Path) -> None:
    names = [f"planted-{number:04}-in-the-open" for number in range(400)]
    async with house.transaction() as tx:
        await tx.execute(persons.insert(), [{"id": name, "created_at": NOW} for name in names])
    await house.checkpoint()
    assert len(on_disk(tmp_path, (b"planted-0007-in-the-open",))) == 1
    async with house.transaction() as tx:
        await tx.execute(delete(persons))
    async with house.transaction() as tx:
        await tx.execute(update(persons).values(created_at=NOW))
    assert await house.checkpoint()
    assert on_disk(tmp_path, tuple(name.encode() for name in names)) == set()


async def test_the_journal_holds_every_erasure_once_and_survives_a_torn_line(
    db: Database, vault: Vault, tmp_path: Path
) -> None:
    file = tmp_path / "journal"
    address, _ = await applied(db, vault)
    other, _ = await applied(db, vault, "chat-2", "PY-2")
    done = await erased(db, address.id)
    assert await journal.known(file) == []
    assert [await journal.follow(db, file), await journal.follow(db, file)] == [2, 0]
    file.write_bytes(file.read_bytes() + b'{"id": "half a li')
    done += await erased(db, other.id)
    assert await journal.follow(db, file) == 2
    assert {one.subject for one in await journal.known(file)} == {one.subject for one in done}
    assert set(await journal.known(file)) == set(done)
    assert not [word for word in PRIVATE if word in file.read_text()]
    assert file.stat().st_mode & 0o777 == 0o600


async def test_the_journal_lies_beside_the_sqlite_file(house: Database, tmp_path: Path) -> None:
    assert house.journal == tmp_path / "payung.db.erasures"


async def test_a_reader_delays_the_emptying_of_the_log_and_nobody_waits_for_it(house: Database) -> None:
    async with house.transaction() as tx:
        await tx.execute(persons.insert(), {"id": "p", "created_at": NOW})
    async with house.reading() as looking:
        await looking.execute(select(persons))
        async with house.transaction() as tx:
            await tx.execute(persons.insert(), {"id": "q", "created_at": NOW})
        assert not await house.checkpoint()
    assert await house.checkpoint()
