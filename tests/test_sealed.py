"""Sealed values open in their place under their key, and everything else is refused without telling what they hold."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from storage import registrations, rotation, sessions
from storage.database import Database
from storage.sealed import CannotOpen, KeyRing, Lookup, Vault, lookup_key
from storage.tables import SEALED

from storage_examples import PRIVATE, applied

SECRET = b64encode(b"thirty-two bytes that are secret").decode()


def ring(text: str = f"k1:{SECRET}") -> KeyRing:
    return KeyRing.parse(text)


@given(st.binary(), st.text())
def test_what_is_sealed_opens_in_its_place(plain: bytes, where: str) -> None:
    keys = ring()
    assert keys.open(keys.seal(plain, where), where) == plain


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert ring().seal(b"x", "here") != ring().seal(b"x", "here")


def test_a_value_moved_to_another_row_stays_shut() -> None:
    with pytest.raises(CannotOpen, match="altered or moved"):
        ring().open(ring().seal(b"x", "registrations.nik:1"), "registrations.nik:2")


def test_an_altered_value_stays_shut() -> None:
    sealed = ring().seal(b"some text", "here")
    for position in range(len(sealed)):
        altered = bytes(byte ^ 1 if at == position else byte for at, byte in enumerate(sealed))
        with pytest.raises(CannotOpen):
            ring().open(altered, "here")
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            ring().open(sealed[:length], "here")


def test_the_first_key_seals_and_all_of_them_open() -> None:
    old, new = KeyRing.fresh()[1], KeyRing.fresh()[1]
    sealed = ring(old).seal(b"x", "here")
    both = ring(f"{new}, {old}")
    assert both.open(sealed, "here") == b"x"
    assert both.seal(b"x", "here").startswith(ring(new).prefix)
    with pytest.raises(CannotOpen, match=f"{ring(old).current!r}, which is not on the ring"):
        ring(new).open(sealed, "here")


def test_a_wrong_key_says_so_without_the_value_or_its_row() -> None:
    sealed = ring().seal(b"Contoh Warga Rekaan", "registrations.answers:row-1")
    other = ring(f"k1:{b64encode(bytes(32)).decode()}")
    with pytest.raises(CannotOpen) as refused:
        other.open(sealed, "registrations.answers:row-1")
    assert "registrations.answers does not open under key 'k1'" in str(refused.value)
    assert "Contoh" not in str(refused.value)
    assert "row-1" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "key 1 has no ID"),
        (SECRET, "key 1 has no ID"),
        (f":{SECRET}", "key 1 has no ID"),
        (f"k1:{SECRET},k1:{SECRET}", "key 2 repeats"),
        (f"k1:{SECRET[:-3]}", "key 1 is not base64"),
        (f"k1:{SECRET[:-4]}", "not 32 bytes"),
        (f"k 1:{SECRET}", "letters or digits"),
        (f"{'k' * 33}:{SECRET}", "letters or digits"),
    ],
)
def test_a_ring_that_does_not_read_says_what_to_mend_and_no_key(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as refused:
        ring(text)
    assert SECRET[:10] not in str(refused.value)


def test_no_secret_shows_when_printed() -> None:
    shown = repr(Vault(ring(), Lookup(b"thirty-two bytes that are secret")))
    assert "secret" not in shown
    assert SECRET not in shown


def test_digests_depend_on_kind_value_and_key() -> None:
    one = Lookup(b"a" * 32)
    digests = {
        one.digest("nik", "1"),
        one.digest("nik", "2"),
        one.digest("name", "1"),
        Lookup(b"b" * 32).digest("nik", "1"),
    }
    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {32}
    assert one.digest("nik", "1") in digests


async def test_the_lookup_key_is_made_once(db: Database, ring: KeyRing) -> None:
    async with db.transaction() as tx:
        first = await lookup_key(tx, ring)
    async with db.transaction() as tx:
        assert await lookup_key(tx, ring) == first


async def test_a_wrong_ring_fails_at_the_lookup_key(db: Database, vault: Vault) -> None:
    async with db.reading() as tx:
        with pytest.raises(CannotOpen, match="not on the ring"):
            await lookup_key(tx, KeyRing.parse(KeyRing.fresh()[1]))


async def sealed_values(db: Database) -> list[bytes]:
    async with db.reading() as tx:
        found = [list(await tx.scalars(select(column).where(column.is_not(None)))) for column in SEALED]
    assert all(found), "the example fills every sealed column"
    return [value for values in found for value in values]


async def test_no_sealed_column_holds_what_was_told_in_the_open(db: Database, vault: Vault) -> None:
    await applied(db, vault)
    for value in await sealed_values(db):
        assert not [word for word in PRIVATE if word.encode() in value]


async def test_rotation_seals_everything_again_and_loses_nothing(db: Database, vault: Vault, ring: KeyRing) -> None:
    address, _ = await applied(db, vault)
    name, text = KeyRing.fresh()
    both = KeyRing({**ring.keys, **KeyRing.parse(text).keys}, name)
    steps: list[tuple[int, int]] = []
    assert await rotation.rotate(db, both, lambda done, total: steps.append((done, total))) == len(SEALED)
    assert steps[-1] == (len(SEALED), len(SEALED))
    assert await rotation.rotate(db, both) == 0
    only = KeyRing.parse(text)
    assert all(value.startswith(only.prefix) for value in await sealed_values(db))
    async with db.reading() as tx:
        fresh = Vault(only, await lookup_key(tx, only))
        assert fresh.lookup == vault.lookup
        assert await sessions.load(tx, fresh, [address.id]) != {}
        (found,) = (await registrations.of_addresses(tx, fresh, [address.id]))[address.id]
    assert found.answers["name"] in PRIVATE
    assert found.nik in PRIVATE


async def test_a_rotation_that_was_stopped_goes_on_where_it_was(db: Database, vault: Vault, ring: KeyRing) -> None:
    await applied(db, vault)
    name, text = KeyRing.fresh()
    both = KeyRing({**ring.keys, **KeyRing.parse(text).keys}, name)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rotation.rotate(db, both, stop)
    async with db.reading() as tx:
        assert await lookup_key(tx, both) == vault.lookup
    assert await rotation.rotate(db, both) == len(SEALED) - 2
    assert all(value.startswith(both.prefix) for value in await sealed_values(db))


async def test_a_rotation_without_the_old_key_is_refused_and_changes_nothing(db: Database, vault: Vault) -> None:
    await applied(db, vault)
    before = await sealed_values(db)
    with pytest.raises(CannotOpen, match="not on the ring"):
        await rotation.rotate(db, KeyRing.parse(KeyRing.fresh()[1]))
    assert await sealed_values(db) == before
