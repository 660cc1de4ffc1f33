"""The desk: every message acted on once, nobody answered before the commit, one fault never anybody else's."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from bot.app import working
from bot.desk import NOTHING, Desk
from bot.house import House
from bot.messages import Inbound, Kind, Reply
from conversations.eligibility import load_rules
from locales.wording import load
from storage.database import Database, open_database
from storage.sealed import KeyRing, Vault
from storage.tables import consents, erasures, inbound, registrations, sessions

from transcript import OFFICE

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
WAY = (
    "penata rias di kota kupang, 2 juta sebulan", "belum ada", "setuju", "Sri Contoh, 12 Mei 1990", "sendiri", "kirim"
)  # fmt: skip
numbers = itertools.count()


@pytest.fixture
def house(db: Database, vault: Vault) -> House:
    choose = random.Random(1).randrange
    return House(db, vault, load(), load_rules(), OFFICE, "https://payung.example", clock=lambda: NOW, choose=choose)


@pytest.fixture
async def desk(house: House) -> AsyncIterator[Desk]:
    one = Desk(house)
    async with working(one):
        yield one


def said(text: str, address: str = "a", id: str = "", channel: str = "web") -> Inbound:
    return Inbound(channel, address, id or f"m{next(numbers)}", text=text)


async def apply(desk: Desk, address: str = "a", channel: str = "web") -> Reply:
    for text in WAY:
        reply = await desk.receive(said(text, address, channel=channel))
    return reply


async def count(db: Database, table: object) -> int:
    async with db.reading() as tx:
        return await tx.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


async def test_a_message_delivered_again_gets_the_same_reply_and_does_nothing(desk: Desk) -> None:
    first = await desk.receive(said("penata rias", id="one"))
    assert await desk.receive(said("penata rias", id="one")) == first
    assert await count(desk.house.db, inbound) == 1


async def test_a_message_delivered_again_after_the_person_moved_on_gets_no_reply(desk: Desk) -> None:
    await desk.receive(said("penata rias", id="one"))
    await desk.receive(said("2 juta", id="two"))
    assert await desk.receive(said("penata rias", id="one")) == NOTHING


async def test_the_same_message_twice_at_the_same_moment_is_one(desk: Desk) -> None:
    replies = await asyncio.gather(*(desk.receive(said("penata rias", id="one")) for _ in range(20)))
    assert len({reply.id for reply in replies}) == 1
    assert await count(desk.house.db, inbound) == 1


async def test_sending_twice_at_the_same_moment_makes_one_application(desk: Desk) -> None:
    for text in WAY[:-1]:
        await desk.receive(said(text))
    await asyncio.gather(*(desk.receive(said("kirim")) for _ in range(20)))
    assert await count(desk.house.db, registrations) == 1


async def test_twenty_taps_on_one_button_have_one_effect(desk: Desk) -> None:
    for text in WAY[:1]:
        reply = await desk.receive(said(text))
    tap = reply.options[0].payload
    taps = [Inbound("web", "a", f"t{number}", Kind.TAP, tap=tap) for number in range(20)]
    replies = await asyncio.gather(*(desk.receive(one) for one in taps))
    assert all("Boleh pengajuan Anda kami proses?" in one.text for one in replies)


async def test_messages_of_many_people_are_answered_in_their_own_conversations(desk: Desk) -> None:
    await asyncio.gather(*(apply(desk, f"person {number}") for number in range(30)))
    assert await count(desk.house.db, registrations) == 30
    async with desk.house.db.reading() as tx:
        references = list(await tx.scalars(select(registrations.c.reference)))
    assert len(set(references)) == 30


async def test_a_turn_that_fails_is_told_kindly_and_the_others_go_on(house: House) -> None:
    def fails_first(upper: int, calls: "itertools.count[int]" = itertools.count()) -> int:
        if next(calls) == 0:
            raise RuntimeError("no luck")
        return random.randrange(upper)

    desk = Desk(replace(house, choose=fails_first))
    both = asyncio.gather(desk.receive(said("penata rias", "a", id="one")), desk.receive(said("nelayan", "b")))
    async with working(desk):
        failed, other = await both
        assert "Jawaban Anda tetap aman" in failed.text
        assert "Nelayan" in other.text
        again = await desk.receive(said("penata rias", "a", id="one"))
    assert "Penata rias" in again.text


async def test_another_desk_on_the_same_database_goes_on_where_the_first_stopped(desk: Desk) -> None:
    for text in WAY[:3]:
        await desk.receive(said(text))
    second = Desk(desk.house)
    async with working(second):
        reply = await second.receive(said(WAY[3]))
    assert "Pendaftaran resminya" in reply.text


async def test_the_statements_of_a_message_do_not_grow_with_the_people_on_file(desk: Desk) -> None:
    async def statements(address: str) -> int:
        seen: list[str] = []
        engine = desk.house.db._writer.sync_engine
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        await desk.receive(said("nelayan", address))
        event.remove(engine, "before_cursor_execute", listen)
        return len(seen)

    alone = await statements("first")
    await asyncio.gather(*(apply(desk, f"person {number}") for number in range(20)))
    assert await statements("last") == alone
    assert alone <= 14


async def test_a_batch_of_many_people_takes_few_statements(house: House) -> None:
    desk = Desk(house)
    waiting = asyncio.gather(*(desk.receive(said("nelayan", f"person {number}")) for number in range(100)))
    await asyncio.sleep(0)
    seen: list[str] = []
    event.listen(house.db._writer.sync_engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    async with working(desk):
        await waiting
    assert len(seen) <= 16


async def test_erased_means_met_anew(desk: Desk) -> None:
    await apply(desk)
    await desk.receive(said("hapus data"))
    assert await desk.last("web", "a") is None
    assert "Apa pekerjaan Anda" in (await desk.receive(said("status"))).text
    assert await count(desk.house.db, erasures) == 2


async def test_an_erasure_and_the_next_message_in_one_batch_are_kept_apart(house: House) -> None:
    desk = Desk(house)
    async with working(desk):
        await apply(desk)
    both = asyncio.gather(desk.receive(said("hapus data")), desk.receive(said("nelayan")))
    await asyncio.sleep(0)
    async with working(desk):
        _, after = await both
    assert "Halo, saya" in after.text
    assert await count(house.db, sessions) == 1


async def test_consent_is_kept_with_its_version_and_tied_to_the_application(desk: Desk) -> None:
    await apply(desk)
    await desk.receive(said("ya"))
    async with desk.house.db.reading() as tx:
        rows = (await tx.execute(select(consents).order_by(consents.c.purpose))).all()
        application = await tx.scalar(select(registrations.c.id))
    assert [(row.purpose, row.version, row.given, row.language) for row in rows] == [
        ("process", "consent-1", True, "id"),
        ("reminders", "remind-1", True, "id"),
    ]
    assert rows[0].registration_id == application
    assert len({row.text_digest for row in rows}) == 2


async def test_unfinished_answers_are_forgotten_after_thirty_days(house: House) -> None:
    desk = Desk(house)
    async with working(desk):
        await desk.receive(said("nelayan"))
    later = Desk(replace(house, clock=lambda: NOW + timedelta(days=31)))
    assert await later.tidy() > 0
    async with house.db.reading() as tx:
        assert await tx.scalar(select(sessions.c.state)) is None
    async with working(later):
        assert "sudah dihapus karena lewat 30 hari" in (await later.receive(said("halo"))).text


async def test_a_nik_is_typed_on_our_own_page_where_another_company_carries_the_chat(desk: Desk) -> None:
    for text in (*WAY[:-2], "petugas"):
        reply = await desk.receive(said(text, "628120000", channel="whatsapp"))
    token = reply.text.partition("/nik/")[2].split()[0]
    refused = await desk.receive(said("5304015205909001", "628120000", channel="whatsapp"))
    assert "tidak saya simpan" in refused.text
    assert await desk.take_nik(token, "5304015205909001")
    assert not await desk.take_nik(token, "5304015205909001")
    reply = await desk.receive(said("halo", "628120000", channel="whatsapp"))
    assert "terakhir 9001" in reply.text


async def test_a_one_time_page_closes_after_ten_minutes(desk: Desk) -> None:
    for text in (*WAY[:-2], "petugas"):
        reply = await desk.receive(said(text, "628120000", channel="whatsapp"))
    token = reply.text.partition("/nik/")[2].split()[0]
    late = Desk(replace(desk.house, clock=lambda: NOW + timedelta(minutes=11)))
    assert not await late.take_nik(token, "5304015205909001")


async def test_who_hangs_up_before_the_answer_harms_nobody(house: House) -> None:
    desk = Desk(house)
    impatient = asyncio.create_task(desk.receive(said("nelayan", "a", id="one")))
    patient = asyncio.create_task(desk.receive(said("nelayan", "b")))
    await asyncio.sleep(0)
    impatient.cancel()
    async with working(desk):
        assert "Nelayan" in (await patient).text
        assert "Nelayan" in (await desk.receive(said("nelayan", "a", id="one"))).text


async def test_while_the_database_is_away_everyone_is_told_and_nothing_is_lost(house: House) -> None:
    desk = Desk(house)
    async with working(desk):
        await desk.receive(said("nelayan", id="one"))
        with pytest.raises(Exception, match=r"no such table|does not exist"):
            async with broken(house.db):
                await desk.receive(said("1 juta", id="two"))
        assert "Di kabupaten atau kota mana" in (await desk.receive(said("1 juta", id="two"))).text


@asynccontextmanager
async def broken(db: Database) -> AsyncIterator[None]:
    """A database in which messages cannot be noted for a while."""
    async with db.transaction() as tx:
        await tx.exec_driver_sql("ALTER TABLE inbound RENAME TO elsewhere")
    try:
        yield
    finally:
        async with db.transaction() as tx:
            await tx.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbound")


async def test_what_was_said_just_before_an_erasure_is_not_kept_either(house: House) -> None:
    desk = Desk(house)
    async with working(desk):
        for text in WAY[:3]:
            await desk.receive(said(text))
    both = asyncio.gather(desk.receive(said("Wigunarti Contoh, 12 Mei 1990")), desk.receive(said("hapus data")))
    await asyncio.sleep(0)
    async with working(desk):
        await both
    async with house.db.reading() as tx:
        rows = (await tx.execute(select(inbound.c.reply, inbound.c.address_id))).all()
    assert [row.address_id for row in rows] == [None] * 5
    assert len([row for row in rows if row.reply]) == 1


async def test_who_applied_is_known_after_more_than_thirty_days(house: House) -> None:
    desk = Desk(house)
    async with working(desk):
        await apply(desk)
    later = Desk(replace(house, clock=lambda: NOW + timedelta(days=40)))
    await later.tidy()
    async with working(later):
        assert "sudah diterima" in (await later.receive(said("halo"))).text
        assert "Jawaban mana yang mau diubah" in (await later.receive(said("ubah"))).text
    assert await count(house.db, registrations) == 1


async def test_who_never_agreed_to_reminders_does_not_by_coming_back(desk: Desk) -> None:
    await apply(desk)
    for text in ("tidak", "berhenti", "mulai"):
        await desk.receive(said(text))
    async with desk.house.db.reading() as tx:
        rows = (await tx.execute(select(consents.c.given).where(consents.c.purpose == "reminders"))).all()
    assert [row.given for row in rows] == [False]


async def test_consents_belong_to_the_application_that_they_were_given_for(desk: Desk) -> None:
    await apply(desk)
    await desk.receive(said("tidak"))
    await desk.receive(said("daftarkan orang lain"))
    await apply(desk)
    async with desk.house.db.reading() as tx:
        found = select(consents.c.registration_id, func.count()).where(consents.c.purpose == "process")
        rows = (await tx.execute(found.group_by(consents.c.registration_id))).all()
    assert [number for _, number in rows] == [1, 1]
    assert None not in {which for which, _ in rows}


async def test_two_processes_on_one_database_answer_each_message_once(
    house: House, database_url: str, ring: KeyRing
) -> None:
    other = await open_database(database_url)
    second = Desk(replace(house, db=other, choose=random.Random(2).randrange))
    first = Desk(house)
    async with working(first), working(second):
        for text in WAY:
            both = [
                desk.receive(said(text, f"person {number}", id=f"{number} {text}"))
                for number in range(15)
                for desk in (first, second)
            ]
            random.Random(text).shuffle(both)
            replies = await asyncio.gather(*both)
            assert all(reply.text for reply in replies)
    assert await count(house.db, registrations) == 15
    assert await count(house.db, inbound) == 15 * len(WAY)
    await other.close()
