"""What people tell us is written encrypted, and each value opens only in the row it was written for.

AES-256-GCM under one of a ring of keys: the first seals, all of them open, so a key can be replaced while the house is
open. What must be found again by equality (a chat id, a NIK) stands beside it as a keyed digest, whose own key is
random, lives in the database sealed by the ring, and so stays the same when the ring changes.
"""

import hmac
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.tables import keys

VERSION = 1
KEY_LENGTH = 32
NONCE_LENGTH = 12
LOOKUP = "lookup"
SHAPE = (
    "each key is written ID:KEY, the ID 1 to 32 letters or digits, the KEY 32 random bytes in base64; the first seals"
)


class CannotOpen(Exception):
    """A sealed value stays shut: its key is not on the ring, or it was altered or moved to another row."""


def place(column: Column[Any], *key: str) -> str:
    """Where a sealed value stands, "registrations.answers:<row id>"; it opens nowhere else."""
    return f"{column}:" + "\x1f".join(key)


@dataclass(frozen=True)
class KeyRing:
    """The keys that open what is sealed, by id, and the id of the one that seals."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    _ciphers: Mapping[str, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError(f"the current key {self.current!r} is not on the ring")
        if not all(name.isascii() and name.isalnum() and len(name) <= 32 for name in self.keys):
            raise ValueError(SHAPE)
        if any(len(key) != KEY_LENGTH for key in self.keys.values()):
            raise ValueError(f"a key is not {KEY_LENGTH} bytes long: {SHAPE}")
        object.__setattr__(self, "_ciphers", {name: AESGCM(key) for name, key in self.keys.items()})

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """The ring "k2:BASE64,k1:BASE64", the current key first; ValueError says what to mend and shows no key."""
        ring: dict[str, bytes] = {}
        for number, entry in enumerate(text.split(","), 1):
            name, colon, encoded = entry.strip().partition(":")
            if not colon or not name:
                raise ValueError(f"key {number} has no ID: {SHAPE}")
            if name in ring:
                raise ValueError(f"key {number} repeats the ID of an earlier one: give it an ID of its own")
            try:
                ring[name] = b64decode(encoded, validate=True)
            except NotBase64:
                raise ValueError(f"key {number} is not base64: {SHAPE}") from None
        return cls(ring, current=next(iter(ring)))

    @staticmethod
    def fresh() -> tuple[str, str]:
        """A new random key: its id and its text for `parse`."""
        name = "k" + token_hex(4)
        return name, f"{name}:{b64encode(os.urandom(KEY_LENGTH)).decode()}"

    @property
    def prefix(self) -> bytes:
        """How every value begins that the current key has sealed."""
        return _head(self.current)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Version byte, length of the key id, key id, nonce, ciphertext."""
        nonce = os.urandom(NONCE_LENGTH)
        return self.prefix + nonce + self._ciphers[self.current].encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed at this place; CannotOpen says which key is missing, never what was sealed."""
        if len(sealed) < 2 or sealed[0] != VERSION:
            raise CannotOpen(f"{place.partition(':')[0]} holds a value in a form that this release does not know")
        end = 2 + sealed[1]
        name = sealed[2:end].decode("ascii", "replace")
        if name not in self._ciphers:
            raise CannotOpen(
                f"{place.partition(':')[0]} is sealed under key {name!r}, which is not on the ring: add it again"
            )
        nonce, ciphertext = sealed[end : end + NONCE_LENGTH], sealed[end + NONCE_LENGTH :]
        try:
            return self._ciphers[name].decrypt(nonce, ciphertext, place.encode())
        except (InvalidTag, ValueError):
            raise CannotOpen(
                f"{place.partition(':')[0]} does not open under key {name!r}: the key is another one of that ID, "
                "or the value was altered or moved"
            ) from None


def _head(name: str) -> bytes:
    return bytes((VERSION, len(name))) + name.encode()


@dataclass(frozen=True)
class Lookup:
    """Finds a value by equality without holding it."""

    key: bytes = field(repr=False)

    def digest(self, kind: str, value: str) -> bytes:
        """32 bytes, the same for the same kind and value, and meaningless without the key."""
        return hmac.digest(self.key, f"{kind}\0{value}".encode(), "sha256")


@dataclass(frozen=True)
class Vault:
    """Both secrets that reading and writing people's words takes."""

    ring: KeyRing
    lookup: Lookup

    def seal(self, plain: bytes | None, column: Column[Any], *key: str) -> bytes | None:
        """The value sealed for this column of the row with this key; nothing stays nothing."""
        return None if plain is None else self.ring.seal(plain, place(column, *key))

    def open(self, sealed: bytes | None, column: Column[Any], *key: str) -> bytes | None:
        """What stands sealed in this column of the row with this key."""
        return None if sealed is None else self.ring.open(sealed, place(column, *key))


async def lookup_key(tx: AsyncConnection, ring: KeyRing) -> Lookup:
    """The lookup's key, made at the first call; the first thing that fails (CannotOpen) when the ring is wrong."""
    where = place(keys.c.sealed, LOOKUP)
    found = select(keys.c.sealed).where(keys.c.name == LOOKUP)
    sealed = await tx.scalar(found)
    if sealed is None:
        made = ring.seal(os.urandom(KEY_LENGTH), where)
        await tx.execute(insert(tx, keys).on_conflict_do_nothing(), {"name": LOOKUP, "sealed": made})
        sealed = (await tx.execute(found)).scalar_one()
    return Lookup(ring.open(sealed, where))
