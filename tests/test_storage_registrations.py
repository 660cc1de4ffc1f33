"""Registrations, determinations, consents and links: the same on SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage import consents, determinations, links, registrations
from storage.consents import Consent
from storage.database import Database
from storage.determinations import Determination
from storage.links import Link
from storage.registrations import Change, Move, PublicStatus, Registration
from storage.sealed import Vault
from storage.tables import fresh_id, registration_events

from storage_examples import NIK, NOW, application, applied, count, met, particulars

LATER = NOW + timedelta(days=1)


async def standing(db: Database, vault: Vault, address_id: str) -> list[Registration]:
    async with db.reading() as tx:
        return (await registrations.of_addresses(tx, vault, [address_id])).get(address_id, [])


async def history(db: Database, registration_id: str) -> list[tuple[int, str, str | None]]:
    events = registration_events.c
    wanted = select(events.revision, events.status, events.reason).where(events.registration_id == registration_id)
    async with db.reading() as tx:
        return [(row.revision, row.status, row.reason) for row in await tx.execute(wanted.order_by(events.revision))]


async def test_what_was_submitted_from_an_address_comes_back_newest_first(db: Database, vault: Vault) -> None:
    address, nobody = await met(db, vault, "1", "2")
    first = application(address, "PY-1")
    second = application(address, "PY-2", submitted_at=LATER, particulars=particulars(nik=None, tier=None))
    async with db.transaction() as tx:
        await registrations.submit(tx, vault, [first, second])
        found = await registrations.of_addresses(tx, vault, [address.id, nobody.id])
    assert list(found) == [address.id]
    newest, oldest = found[address.id]
    assert (newest.reference, newest.nik, newest.tier) == ("PY-2", None, None)
    said = first.particulars
    assert oldest == Registration(
        id=first.id,
        reference="PY-1",
        person_id=address.person_id,
        address_id=address.id,
        status="submitted",
        tier=3,
        sector="services",
        occupation="penata rias",
        region="53.71",
        how="self",
        answers=said.answers,
        nik=NIK,
        channel="telegram",
        submitted_at=NOW,
        updated_at=NOW,
        revision=1,
    )


async def test_a_neighbour_is_a_person_of_their_own(db: Database, vault: Vault) -> None:
    (helper,) = await met(db, vault, "1")
    async with db.transaction() as tx:
        await registrations.submit(tx, vault, [application(helper, "PY-1", person_id=fresh_id())])
    assert await count(db, "persons") == 2
    assert len(await standing(db, vault, helper.id)) == 1


async def test_a_reference_is_given_once(db: Database, vault: Vault) -> None:
    address, _ = await applied(db, vault, reference="PY-1")

    async def again() -> None:
        async with db.transaction() as tx:
            await registrations.submit(tx, vault, [application(address, "PY-1")])

    with pytest.raises(IntegrityError):
        await again()
    assert await count(db, "registrations") == 1


async def test_changed_answers_keep_the_reference_and_are_an_event(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    changes = [
        Change(which, particulars(answers={"name": "Rekaan Baru"}, tier=4), "person", LATER),
        Change("unknown", particulars(), "person", LATER),
    ]
    async with db.transaction() as tx:
        assert await registrations.change(tx, vault, changes) == {which}
    (changed,) = await standing(db, vault, address.id)
    assert (changed.reference, changed.tier, changed.revision, changed.updated_at) == ("PY-1", 4, 2, LATER)
    assert changed.answers == {"name": "Rekaan Baru"}
    assert await history(db, which) == [(1, "submitted", None), (2, "submitted", "changed")]


async def test_each_move_is_an_event_even_two_in_one_batch(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    moves = [
        Move(which, "checked", None, "office", LATER),
        Move("unknown", "checked", None, "office", LATER),
        Move(which, "returned", "photo-missing", "office", LATER),
    ]
    async with db.transaction() as tx:
        assert await registrations.move(tx, moves) == {which}
    (moved,) = await standing(db, vault, address.id)
    assert (moved.status, moved.revision, moved.nik) == ("returned", 3, NIK)
    assert await history(db, which) == [(1, "submitted", None), (2, "checked", None), (3, "returned", "photo-missing")]


async def test_handed_over_a_registration_loses_its_nik_and_nothing_else(db: Database, vault: Vault) -> None:
    address, which = await applied(db, vault)
    (before,) = await standing(db, vault, address.id)
    async with db.transaction() as tx:
        await registrations.move(tx, [Move(which, "handed-over", None, "office", LATER)])
    (after,) = await standing(db, vault, address.id)
    assert after == replace(before, status="handed-over", nik=None, revision=2, updated_at=LATER)


async def test_two_officers_at_a_time_both_leave_their_event(db: Database, vault: Vault) -> None:
    _, which = await applied(db, vault)

    async def move(status: str) -> None:
        async with db.transaction() as tx:
            await registrations.move(tx, [Move(which, status, None, "office", LATER)])

    await asyncio.gather(move("checked"), move("returned"))
    events = await history(db, which)
    assert [revision for revision, _, _ in events] == [1, 2, 3]
    assert {status for _, status, _ in events} == {"submitted", "checked", "returned"}


async def test_a_reference_tells_its_status_and_nothing_else(db: Database, vault: Vault) -> None:
    await applied(db, vault, reference="PY-1")
    async with db.reading() as tx:
        assert await registrations.by_reference(tx, "PY-1") == PublicStatus("submitted", NOW)
        assert await registrations.by_reference(tx, "PY-2") is None


async def test_determinations_come_back_as_they_were_made(db: Database, vault: Vault) -> None:
    _, which = await applied(db, vault)
    made = Determination(
        which, date(2026, 12, 1), {"income": 1_500_000}, {"jkk": "2026-01"}, ["no"], {"why": "usia"}, LATER
    )
    async with db.transaction() as tx:
        await determinations.add(tx, [made, replace(made, id=fresh_id(), registration_id=None)])
        found = await determinations.of(tx, [which])
    assert found[which][1:] == [made]


async def test_a_consent_is_withdrawn_for_its_purpose_and_once(db: Database, vault: Vault) -> None:
    one, other = await met(db, vault, "1", "2")

    def consent(person_id: str, purpose: str) -> Consent:
        return Consent(person_id, None, purpose, "1", "0" * 64, "id", True, "tap", NOW)

    rows = [consent(one.person_id, "register"), consent(one.person_id, "remind"), consent(other.person_id, "remind")]
    async with db.transaction() as tx:
        await consents.add(tx, rows)
        await consents.withdraw(tx, [one.person_id], "remind", LATER)
        await consents.withdraw(tx, [one.person_id], "remind", LATER + timedelta(days=1))
        found = await consents.of(tx, [one.person_id, other.person_id])
    assert sorted(found[one.person_id], key=lambda row: row.purpose) == [rows[0], replace(rows[1], withdrawn_at=LATER)]
    assert found[other.person_id] == [rows[2]]


@pytest.mark.parametrize(
    ("token", "purpose", "at", "works"),
    [
        ("right", "card", NOW, True),
        ("wrong", "card", NOW, False),
        ("right", "login", NOW, False),
        ("right", "card", LATER, False),
    ],
)
async def test_a_link_works_for_its_purpose_and_in_time(
    db: Database, vault: Vault, token: str, purpose: str, at: object, works: bool
) -> None:
    (address,) = await met(db, vault, "1")
    when = LATER if at is LATER else NOW
    async with db.transaction() as tx:
        await links.issue(tx, vault, [Link("right", "card", address.id, LATER)])
        assert await links.take(tx, vault, token, purpose, when) == (address.id if works else None)


async def test_of_two_who_open_a_link_at_once_one_gets_in(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1")
    async with db.transaction() as tx:
        await links.issue(tx, vault, [Link("token", "card", address.id, LATER)])

    async def take() -> str | None:
        async with db.transaction() as tx:
            return await links.take(tx, vault, "token", "card", NOW)

    taken = await asyncio.gather(take(), take(), take())
    assert sorted(taken, key=str) == sorted([address.id, None, None], key=str)


async def test_expired_links_are_forgotten(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1")
    async with db.transaction() as tx:
        await links.issue(tx, vault, [Link("old", "card", address.id, NOW), Link("new", "card", address.id, LATER)])
        assert await links.forget(tx, LATER) == 1
    assert await count(db, "links") == 1
