"""The desk never reads a whole table: every statement finds its rows by an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from storage import (
    addresses,
    consents,
    determinations,
    erasure,
    everything,
    inbound,
    links,
    registrations,
    sessions,
)
from storage.database import open_database
from storage.inbound import StoredReply
from storage.pieces import pieces
from storage.registrations import Change, Move
from storage.sealed import KeyRing, Vault, lookup_key
from storage.sessions import SessionRow
from storage.tables import metadata

from storage_examples import CHAT, NOW, application, applied, new, particulars

LATER = NOW + timedelta(days=40)
READS_A_TABLE = re.compile(rf"SCAN ({'|'.join(metadata.tables)})\b(?! USING (COVERING )?INDEX)")


@contextmanager
def statements() -> Iterator[dict[str, Any]]:
    """Every statement sent meanwhile, with parameters that fit it."""
    sent: dict[str, Any] = {}

    def note(_c: object, _cursor: object, statement: str, given: Any, _context: object, _many: bool) -> None:
        sent[statement] = tuple(given[0] if given and isinstance(given[0], tuple) else given)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


async def test_nothing_the_desk_asks_reads_a_whole_table(tmp_path: Path, ring: KeyRing) -> None:
    db = await open_database(f"sqlite:///{tmp_path}/payung.db")
    with statements() as sent:
        async with db.transaction() as tx:
            vault = Vault(ring, await lookup_key(tx, ring))
        address, which = await applied(db, vault)
        keys = [("telegram", address.digest), ("web", bytes(32))]
        seen = [StoredReply(("telegram", "bot", str(number)), None, NOW, b"x", 1) for number in range(3)]
        async with db.transaction() as tx:
            await addresses.lock(tx, keys)
            await addresses.find(tx, keys)
            await addresses.add(tx, vault, [new(vault, CHAT)])
            await addresses.touch(tx, {address.id: NOW})
            await addresses.reveal(tx, vault, [address.id])
            await inbound.seen(tx, vault, [one.key for one in seen])
            await inbound.note(tx, vault, seen)
            await inbound.latest(tx, vault, address.id)
            await inbound.forget(tx, LATER, LATER)
            await sessions.load(tx, vault, [address.id, "x", "y"])
            await sessions.save(tx, vault, [SessionRow(address.id, 2, b"x", NOW, "id")])
            await sessions.forget(tx, LATER, LATER)
            await registrations.of_addresses(tx, vault, [address.id])
            await registrations.submit(tx, vault, [application(address, "PY-2")])
            await registrations.change(tx, vault, [Change(which, particulars(), "person", NOW)])
            await registrations.move(tx, [Move(which, "handed-over", None, "office", NOW)])
            await registrations.by_reference(tx, "PY-1")
            await determinations.of(tx, [which])
            await consents.of(tx, [address.person_id])
            await consents.attach(tx, [consents.Tie(address.person_id, which, NOW)])
            await consents.withdraw(tx, [address.person_id], "register", NOW)
            await links.take(tx, vault, "token", "card", NOW)
            await links.forget(tx, LATER)
            await everything.of_address(tx, vault, address.id)
            await erasure.erase(tx, address.id, NOW)
    asked = {one: given for one, given in sent.items() if re.match("SELECT|INSERT|UPDATE|DELETE", one)}
    assert len(asked) > 40
    async with db.reading() as tx:
        plans = {
            statement: [row.detail for row in await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
            for statement, given in asked.items()
        }
        control = list(await tx.execute(text("EXPLAIN QUERY PLAN SELECT * FROM sessions WHERE revision = 1")))
    await db.close()
    assert [row for row in control if READS_A_TABLE.search(row.detail)]
    assert {one: plan for one, plan in plans.items() if any(map(READS_A_TABLE.search, plan))} == {}


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (3, [4]), (4, [4]), (300, [500]), (500, [500]), (501, [500, 1])]
)
def test_keys_go_in_pieces_of_few_sizes_and_none_is_lost(count: int, sizes: list[int]) -> None:
    cut = list(pieces(range(count)))
    assert [len(piece) for piece in cut] == sizes
    assert {key for piece in cut for key in piece} == set(range(count))
