"""What Payung keeps: every table and index, once, for both databases.

Columns named in `SEALED` hold what people told us, encrypted; digests stand beside them where equality must be found.
The migrations build these tables step by step; a test keeps the two equal.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def fresh_id() -> str:
    """An id of ours: random, so that it can be made before the row is and tells nothing."""
    return uuid4().hex


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC; on SQLite text of one width, so that order is the order of time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        stored: TypeEngine[Any] = String(32) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(stored)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if isinstance(value, str) else value


ID = String(36)
WORD = String(64)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

persons = Table("persons", metadata, Column("id", ID, primary_key=True), Column("created_at", Instant, nullable=False))

# An erased address loses its digest too: who comes back gets a new one, which a repeated erasure does not touch.
addresses = Table(
    "addresses",
    metadata,
    Column("id", ID, primary_key=True),
    Column("channel", WORD, nullable=False),
    Column("digest", LargeBinary),
    Column("sealed", LargeBinary),
    Column("person_id", ID, ForeignKey("persons.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("last_inbound_at", Instant),
    UniqueConstraint("digest", "channel"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("address_id", ID, ForeignKey("addresses.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", LargeBinary),
    Column("updated_at", Instant, nullable=False),
    Column("forgotten_at", Instant),
    Column("language", WORD, nullable=False),
)
Index(
    "ix_sessions_remembered",
    sessions.c.updated_at,
    sqlite_where=sessions.c.state.is_not(None),
    postgresql_where=sessions.c.state.is_not(None),
)

inbound = Table(
    "inbound",
    metadata,
    Column("channel", WORD, nullable=False),
    Column("sender", String(200), nullable=False),
    Column("provider_id", String(200), nullable=False),
    Column("address_id", ID, ForeignKey("addresses.id"), index=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("reply", LargeBinary),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("channel", "sender", "provider_id"),
)
Index(
    "ix_inbound_answered",
    inbound.c.received_at,
    sqlite_where=inbound.c.reply.is_not(None),
    postgresql_where=inbound.c.reply.is_not(None),
)

registrations = Table(
    "registrations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("reference", WORD, nullable=False, unique=True),
    Column("person_id", ID, ForeignKey("persons.id"), nullable=False, index=True),
    Column("address_id", ID, ForeignKey("addresses.id"), nullable=False, index=True),
    Column("status", WORD, nullable=False),
    Column("tier", Integer),
    Column("sector", WORD),
    Column("occupation", String(200)),
    Column("region", WORD),
    Column("how", WORD),
    Column("answers", LargeBinary),
    Column("nik", LargeBinary),
    Column("nik_digest", LargeBinary, index=True),
    Column("name_digest", LargeBinary, index=True),
    Column("channel", WORD, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
)

# Numbered within its registration: the revision that the change produced.
registration_events = Table(
    "registration_events",
    metadata,
    Column("registration_id", ID, ForeignKey("registrations.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", WORD, nullable=False),
    Column("reason", String(200)),
    Column("source", WORD, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("registration_id", "revision"),
)

determinations = Table(
    "determinations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("registration_id", ID, ForeignKey("registrations.id"), index=True),
    Column("day", Date, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("versions", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("persons.id"), index=True),
    Column("registration_id", ID, ForeignKey("registrations.id"), index=True),
    Column("purpose", WORD, nullable=False),
    Column("version", WORD, nullable=False),
    Column("text_digest", WORD, nullable=False),
    Column("language", WORD, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("how", WORD, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
)

links = Table(
    "links",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("purpose", WORD, nullable=False),
    Column("address_id", ID, ForeignKey("addresses.id"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)

erasures = Table(
    "erasures",
    metadata,
    Column("subject", ID, primary_key=True),
    Column("what", WORD, nullable=False),
    Column("at", Instant, nullable=False),
)

keys = Table("keys", metadata, Column("name", WORD, primary_key=True), Column("sealed", LargeBinary, nullable=False))

SEALED = (
    addresses.c.sealed,
    sessions.c.state,
    inbound.c.reply,
    registrations.c.answers,
    registrations.c.nik,
    keys.c.sealed,
)
"""Every encrypted column; whoever adds one adds it here, and key rotation reaches it."""
