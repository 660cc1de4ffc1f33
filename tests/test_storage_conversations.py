"""Addresses, sessions and seen messages: the same on SQLite and PostgreSQL."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from storage import addresses, inbound, sessions, tables
from storage.addresses import Address
from storage.database import Database
from storage.inbound import StoredReply
from storage.sealed import Vault
from storage.sessions import SessionRow

from storage_examples import NOW, count, met, new


async def test_an_address_is_found_by_channel_and_digest_and_opened_only_to_send(db: Database, vault: Vault) -> None:
    chat, page = new(vault, "1001"), new(vault, "kiosk", "web")
    async with db.transaction() as tx:
        standing = await addresses.add(tx, vault, [chat, page])
        keys = [("telegram", chat.digest), ("web", page.digest), ("whatsapp", chat.digest)]
        assert await addresses.find(tx, keys) == standing
        assert set(standing) == set(keys[:2])
        assert standing[keys[0]] == Address(chat.id, "telegram", chat.digest, chat.person_id, NOW, None)
        assert await addresses.reveal(tx, vault, [chat.id, page.id, "unknown"]) == {chat.id: "1001"}


async def test_touching_notes_when_an_address_last_wrote(db: Database, vault: Vault) -> None:
    first, second = await met(db, vault, "1", "2")
    async with db.transaction() as tx:
        await addresses.touch(tx, {first.id: NOW + timedelta(hours=1)})
        found = await addresses.find(tx, [("telegram", first.digest), ("telegram", second.digest)])
    assert [one.last_inbound_at for one in found.values()] == [NOW + timedelta(hours=1), None]


async def test_an_address_added_twice_keeps_the_first_and_leaves_no_second_person(db: Database, vault: Vault) -> None:
    (first,) = await met(db, vault, "1001")
    again = await met(db, vault, "1001", "1001")
    assert again == [first]
    assert await count(db, "persons") == 1


async def test_two_writers_who_meet_the_same_address_agree_on_it(db: Database, vault: Vault) -> None:
    one, other = await asyncio.gather(met(db, vault, "7", "8"), met(db, vault, "8", "7"))
    assert {address.id for address in one} == {address.id for address in other}
    assert await count(db, "persons") == await count(db, "addresses") == 2


async def test_locks_taken_in_any_order_make_one_writer_wait_and_none_fail(db: Database, vault: Vault) -> None:
    keys = [("telegram", vault.lookup.digest("telegram", str(chat))) for chat in range(50)]
    found = await met(db, vault, "1")
    seen: list[int] = []

    async def add_one(mine: list[tuple[str, bytes]]) -> None:
        async with db.transaction() as tx:
            await addresses.lock(tx, mine)
            row = (await sessions.load(tx, vault, [found[0].id])).get(found[0].id)
            revision = row.revision + 1 if row else 1
            seen.append(revision)
            await sessions.save(tx, vault, [SessionRow(found[0].id, revision, b"", NOW, "id")])

    await asyncio.gather(*(add_one(keys[::-1] if turn % 2 else keys) for turn in range(12)))
    assert seen == list(range(1, 13))


async def test_a_session_comes_back_as_it_was_saved_and_the_last_saving_counts(db: Database, vault: Vault) -> None:
    first, second = await met(db, vault, "1", "2")
    rows = [
        SessionRow(first.id, 1, b"answers so far", NOW, "id"),
        SessionRow(second.id, 4, None, NOW, "jv", forgotten_at=NOW),
    ]
    later = SessionRow(first.id, 2, b"", NOW + timedelta(microseconds=1), "en")
    async with db.transaction() as tx:
        await sessions.save(tx, vault, rows)
        assert await sessions.load(tx, vault, [first.id, second.id, "nobody"]) == {row.address_id: row for row in rows}
        await sessions.save(tx, vault, [later])
        assert await sessions.load(tx, vault, [first.id]) == {first.id: later}


async def test_what_fails_leaves_nothing(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1")

    async def save_and_fail() -> None:
        async with db.transaction() as tx:
            await sessions.save(tx, vault, [SessionRow(address.id, 1, b"x", NOW, "id")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await save_and_fail()
    assert await count(db, "sessions") == 0


async def test_readers_see_what_is_committed_and_cannot_write(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1")
    async with db.transaction() as tx:
        await sessions.save(tx, vault, [SessionRow(address.id, 1, b"x", NOW, "id")])
        async with db.reading() as looking:
            assert await sessions.load(looking, vault, [address.id]) == {}
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with db.reading() as looking:
            await looking.execute(insert(tables.persons), {"id": "p", "created_at": NOW})


async def test_old_sessions_are_forgotten_in_pieces_and_the_rest_stays(db: Database, vault: Vault) -> None:
    people = await met(db, vault, *map(str, range(503)))
    old, fresh = people[:502], people[502]
    async with db.transaction() as tx:
        await sessions.save(tx, vault, [SessionRow(one.id, 1, b"x", NOW, "id") for one in old])
        await sessions.save(tx, vault, [SessionRow(fresh.id, 1, b"x", NOW + timedelta(days=2), "id")])
    forgotten: list[int] = []
    while not forgotten or forgotten[-1]:
        async with db.transaction() as tx:
            forgotten.append(await sessions.forget(tx, NOW + timedelta(days=1), NOW + timedelta(days=3)))
    assert forgotten == [500, 2, 0]
    async with db.reading() as tx:
        loaded = await sessions.load(tx, vault, [one.id for one in people])
    assert {loaded[one.id].state for one in old} == {None}
    assert {loaded[one.id].forgotten_at for one in old} == {NOW + timedelta(days=3)}
    assert loaded[fresh.id].state == b"x"


def reply(number: int, address_id: str | None, at: datetime = NOW) -> StoredReply:
    return StoredReply(("telegram", "bot", str(number)), address_id, at, f"jawaban {number}".encode(), number)


async def test_a_message_seen_before_is_answered_with_what_was_answered(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1")
    rows = [reply(5, address.id), reply(4, address.id), reply(6, None)]
    async with db.transaction() as tx:
        assert await inbound.note(tx, vault, rows) == {row.key for row in rows}
        unknown = ("telegram", "other-bot", "5")
        assert await inbound.seen(tx, vault, [*(row.key for row in rows), unknown]) == {row.key: row for row in rows}


async def test_a_message_is_claimed_once_even_by_two_writers_at_a_time(db: Database, vault: Vault) -> None:
    rows = [reply(number, None) for number in range(20)]

    async def claim() -> set[inbound.Key]:
        async with db.transaction() as tx:
            return await inbound.note(tx, vault, rows)

    one, other = await asyncio.gather(claim(), claim())
    assert one | other == {row.key for row in rows}
    assert not one & other


async def test_replies_are_forgotten_before_their_ids(db: Database, vault: Vault) -> None:
    rows = [reply(days, None, NOW - timedelta(days=days)) for days in (1, 9, 31)]
    async with db.transaction() as tx:
        await inbound.note(tx, vault, rows)
        gone = await inbound.forget(tx, NOW - timedelta(days=8), NOW - timedelta(days=30))
        assert gone == 3
        assert await inbound.forget(tx, NOW - timedelta(days=8), NOW - timedelta(days=30)) == 0
        left = await inbound.seen(tx, vault, [row.key for row in rows])
    assert {key[2]: one.reply for key, one in left.items()} == {"1": b"jawaban 1", "9": None}


async def test_more_keys_than_a_statement_takes_are_all_answered(db: Database, vault: Vault) -> None:
    rows = [reply(number, None) for number in range(1203)]
    async with db.transaction() as tx:
        assert len(await inbound.note(tx, vault, rows)) == 1203
        assert len(await inbound.seen(tx, vault, [row.key for row in rows])) == 1203


async def test_an_instant_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with db.transaction() as tx:
            await tx.execute(insert(tables.persons), {"id": "p", "created_at": NOW.replace(tzinfo=None)})


async def test_a_writer_who_is_called_off_leaves_nothing_and_holds_up_nobody(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1")
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with db.transaction() as tx:
            await sessions.save(tx, vault, [SessionRow(address.id, 1, b"x", NOW, "id")])
            written.set()
            while True:
                await sessions.load(tx, vault, [address.id])

    writer = asyncio.create_task(write_and_wait())
    await written.wait()
    writer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writer
    async with db.transaction() as tx:
        assert await sessions.load(tx, vault, [address.id]) == {}
        await sessions.save(tx, vault, [SessionRow(address.id, 1, b"y", NOW, "id")])


async def test_the_newest_reply_that_is_kept_and_the_way_to_its_address_are_found(db: Database, vault: Vault) -> None:
    (address,) = await met(db, vault, "1001")
    rows = [reply(days, address.id, NOW - timedelta(days=days)) for days in (9, 3, 5)]
    async with db.transaction() as tx:
        await inbound.note(tx, vault, rows)
        assert await inbound.latest(tx, vault, address.id) == b"jawaban 3"
        assert await inbound.latest(tx, vault, "unknown") is None
        assert await addresses.reach(tx, vault, address.id) == ("telegram", "1001")
        assert await addresses.reach(tx, vault, "unknown") is None
