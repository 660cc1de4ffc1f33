"""The desk: every message that comes in, answered once. What arrives while one transaction commits goes into the next.

A batch is one transaction: the providers' message ids, the new sessions, what the turns caused, and the replies. Nobody
is answered before it is committed; a crash leaves all of it or nothing.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House, Place, applications, key_of, moment_of, places, waits_for_nik
from bot.messages import Inbound, Kind, Reply
from bot.recording import Caused
from bot.rendering import render, tapped
from conversations.draft import Heard
from conversations.form import Known
from conversations.session import KEPT, REPLIES_KEPT
from conversations.turn import turn
from locales.wording import SOURCE
from storage import addresses, inbound, journal, links, registrations, sessions
from storage.erasure import Erasure
from storage.everything import of_address
from storage.inbound import Key, StoredReply

log = logging.getLogger(__name__)

BATCH = 200
SENDER = "payung"
"""The sender of ours that was written to, on the channels that have only one."""
NOTHING = Reply(id="", text="")
"""The answer to a message that was answered before and has been left behind since."""


@dataclass(frozen=True)
class Waiting:
    """A message and whoever waits for its answer."""

    inbound: Inbound
    answer: "asyncio.Future[Reply]"

    @property
    def key(self) -> Key:
        return (self.inbound.channel, SENDER, self.inbound.provider_id)


class Desk:
    """Takes messages in; `run` works on them until cancelled."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._late: list[Waiting] = []
        """Taken in before what is in the queue, but to be met in a batch of its own."""
        self._working: asyncio.Task[None] | None = None

    async def receive(self, message: Inbound) -> Reply:
        """The reply, once all that the message caused is committed; `NOTHING` where the person has moved on since."""
        waiting = Waiting(message, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(waiting)
        return await waiting.answer

    async def last(self, channel: str, address: str) -> Reply | None:
        """The last reply to this address; None where there was none or it is forgotten."""
        key = (channel, self.house.vault.lookup.digest(channel, address))
        async with self.house.db.reading() as tx:
            found = (await addresses.find(tx, [key])).get(key)
            reply = await inbound.latest(tx, self.house.vault, found.id) if found else None
        return msgspec.json.decode(reply, type=Reply) if reply else None

    async def language(self, channel: str, address: str) -> str:
        """The language that this address last chose."""
        key = (channel, self.house.vault.lookup.digest(channel, address))
        async with self.house.db.reading() as tx:
            found = (await addresses.find(tx, [key])).get(key)
            return await sessions.language(tx, found.id) if found else SOURCE

    async def mine(self, channel: str, address: str) -> tuple[Known, ...]:
        """The registrations made from this address."""
        key = (channel, self.house.vault.lookup.digest(channel, address))
        async with self.house.db.reading() as tx:
            found = (await addresses.find(tx, [key])).get(key)
            return tuple((await applications(self.house, tx, [found])).get(found.id, ())) if found else ()

    async def everything(self, channel: str, address: str) -> dict[str, Any]:
        """All that is held about whoever writes from this address; empty where nobody did."""
        key = (channel, self.house.vault.lookup.digest(channel, address))
        async with self.house.db.reading() as tx:
            found = (await addresses.find(tx, [key])).get(key)
            return await of_address(tx, self.house.vault, found.id) if found else {}

    async def status(self, number: str) -> registrations.PublicStatus | None:
        """What anybody may learn about a reference."""
        async with self.house.db.reading() as tx:
            return await registrations.by_reference(tx, number)

    async def take_nik(self, token: str, number: str) -> bool:
        """Answer the question behind a one-time page with a valid NIK; False when the page is used up or expired."""
        vault = self.house.vault
        async with self.house.db.transaction() as tx:
            address_id = await links.take(tx, vault, token, "nik", self.house.clock())
            reached = await addresses.reach(tx, vault, address_id) if address_id else None
            rows = await sessions.load(tx, vault, [address_id] if address_id else [])
        waiting = [row for row in rows.values() if row.state and waits_for_nik(row.state)]
        if reached is None or not waiting:
            return False
        await self.receive(Inbound(*reached, provider_id=f"nik-{secrets.token_hex(16)}", kind=Kind.NIK, text=number))
        return True

    async def run(self) -> None:
        """Work on messages as they come; returns only when cancelled, and then leaves no batch half done."""
        while True:
            batch, self._late = self._late or [await self._queue.get()], []
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            self._working = asyncio.create_task(self._answer(batch))
            await asyncio.shield(self._working)
            for _ in range(len(batch) - len(self._late)):
                self._queue.task_done()

    async def _answer(self, batch: Sequence[Waiting]) -> None:
        """Do the batch in one transaction, and where that cannot be written, each message alone."""
        try:
            replies = await self._commit(batch)
        except Exception as error:  # noqa: BLE001 - the outer loop over batches
            log.warning("batch-failed", extra={"count": len(batch), "error": type(error).__name__})
            if len(batch) > 1:
                for one in batch:
                    await self._answer([one])
                return
            if not batch[0].answer.done():
                batch[0].answer.set_exception(error)
            return
        for one in batch:
            if one.key in replies and not one.answer.done():
                one.answer.set_result(replies[one.key])

    async def _commit(self, batch: Sequence[Waiting]) -> dict[Key, Reply]:
        late: list[Waiting] = []
        async with self.house.db.transaction() as tx:
            found = await places(self.house, tx, [one.inbound for one in batch])
            seen = await inbound.seen(tx, self.house.vault, list(dict.fromkeys(one.key for one in batch)))
            replies: dict[Key, Reply] = {key: _again(one, found) for key, one in seen.items()}
            caused = Caused(self.house.wording)
            notes: list[StoredReply] = []
            for one in batch:
                place = found[key_of(self.house, one.inbound)]
                if one.key in replies:
                    continue
                if place.erased:
                    late.append(one)  # it comes from somebody new, who is met in a batch of its own
                    continue
                gone = len(caused.erased) + len(caused.discarded)
                reply = await self._turn(tx, one, place, caused)
                replies[one.key] = reply or self._mishap(place)
                if len(caused.erased) + len(caused.discarded) > gone:
                    notes = [_emptied(note, place) for note in notes]
                notes += [self._note(one.key, place, reply)] if reply else []
            erased = await self._write(tx, list(found.values()), caused, notes)
        if erased:
            await journal.follow(self.house.db)
            await self.house.db.checkpoint()
        self._late += late
        return replies

    async def _turn(self, tx: AsyncConnection, one: Waiting, place: Place, caused: Caused) -> Reply | None:
        """One turn; None if it raises: then it has done nothing, and the rest of the batch goes on."""
        message, house = one.inbound, self.house
        try:
            moment = await moment_of(house, tx, message, place)
            done = turn(place.session, _heard(message), moment)
            reply = render(done, house.wording, secrets.token_hex(8), trial=house.office is None)
            known = list(place.known)
            mine = Caused(house.wording)
            mine.add(done.effects, place.address, known, moment, done.session.language)
        except Exception as error:
            log.exception("turn-failed", extra={"channel": message.channel, "error": type(error).__name__})
            return None
        caused.join(mine)
        place.session, place.known, place.written = done.session, known, True
        if place.address.id in caused.erased:
            place.erased = True
            return replace(reply, erased=True)
        return reply

    def _mishap(self, place: Place) -> Reply:
        language = place.session.language
        words = self.house.wording.text(language, "mishap")
        return Reply(secrets.token_hex(8), words, language=language, trial=self.house.office is None)

    def _note(self, key: Key, place: Place, reply: Reply) -> StoredReply:
        address = None if place.erased else place.address.id
        return StoredReply(key, address, self.house.clock(), msgspec.json.encode(reply), place.session.revision)

    async def _write(
        self,
        tx: AsyncConnection,
        found: Sequence[Place],
        caused: Caused,
        notes: Sequence[StoredReply],
    ) -> list[Erasure]:
        now, vault = self.house.clock(), self.house.vault
        written = [place for place in found if place.written]
        await addresses.touch(tx, {place.address.id: now for place in written})
        await sessions.save(tx, vault, [place.row for place in written if not place.erased])
        erased = await caused.write(tx, vault, now)
        await inbound.note(tx, vault, notes)
        return erased

    async def tidy(self) -> int:
        """Forget what is past its time: unfinished answers, replies, ids, links; how many."""
        now, count = self.house.clock(), 0
        steps: Sequence[Callable[[AsyncConnection], Any]] = (
            lambda tx: sessions.forget(tx, now - KEPT, now),
            lambda tx: inbound.forget(tx, now - REPLIES_KEPT, now - KEPT),
            lambda tx: links.forget(tx, now - KEPT),
        )
        for step in steps:
            done = 1
            while done:
                async with self.house.db.transaction() as tx:
                    done = await step(tx)
                count += done
        if count:
            await self.house.db.checkpoint()
        return count

    async def close(self) -> None:
        """Wait for what has been taken in, so that nobody is left without an answer and no batch is cut off."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._queue.join(), 10)
        if self._working is not None:
            await self._working


def _heard(message: Inbound) -> Heard:
    revision, action = tapped(message.tap) if message.kind is Kind.TAP else (0, "")
    return Heard(
        text=message.text if message.kind is Kind.TEXT else "",
        nik=message.text if message.kind is Kind.NIK else "",
        tap=action,
        tapped_revision=revision,
        start=message.kind is Kind.START,
        unreadable=message.kind is Kind.OTHER or (message.kind is Kind.TAP and not action),
    )


def _emptied(note: StoredReply, place: Place) -> StoredReply:
    """A note of the same batch, without the reply, where its person has just been erased or wants nothing kept."""
    if note.address_id != place.address.id:
        return note
    return replace(note, reply=None, address_id=None if place.erased else note.address_id)


def _again(one: StoredReply, places: Mapping[Any, Place]) -> Reply:
    """The reply to a message that was delivered before, unless the person has moved on since."""
    standing = next((place.session for place in places.values() if place.address.id == one.address_id), None)
    if one.reply is None or (standing is not None and standing.revision != one.revision):
        return NOTHING
    return msgspec.json.decode(one.reply, type=Reply)
