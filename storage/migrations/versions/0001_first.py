"""The first tables: people and addresses, conversations, registrations, consents, erasures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(36)
WORD = sa.String(64)
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _people()
    _conversations()
    _registrations()
    _decisions()
    _house()


def _required(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _people() -> None:
    op.create_table("persons", sa.Column("id", ID, primary_key=True), _required("created_at", INSTANT))
    op.create_table(
        "addresses",
        sa.Column("id", ID, primary_key=True),
        _required("channel", WORD),
        sa.Column("digest", sa.LargeBinary),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        _required("created_at", INSTANT),
        sa.Column("last_inbound_at", INSTANT),
        sa.UniqueConstraint("digest", "channel"),
    )
    _index("addresses", "person_id")


def _conversations() -> None:
    op.create_table(
        "sessions",
        sa.Column("address_id", ID, sa.ForeignKey("addresses.id"), primary_key=True),
        _required("revision", sa.Integer()),
        sa.Column("state", sa.LargeBinary),
        _required("updated_at", INSTANT),
        sa.Column("forgotten_at", INSTANT),
        _required("language", WORD),
    )
    op.create_table(
        "inbound",
        _required("channel", WORD),
        _required("sender", sa.String(200)),
        _required("provider_id", sa.String(200)),
        sa.Column("address_id", ID, sa.ForeignKey("addresses.id")),
        _required("received_at", INSTANT),
        sa.Column("reply", sa.LargeBinary),
        _required("revision", sa.Integer()),
        sa.PrimaryKeyConstraint("channel", "sender", "provider_id"),
    )
    _index("inbound", "address_id")
    _index("inbound", "received_at")
    for name, table, column, kept in (
        ("ix_sessions_remembered", "sessions", "updated_at", "state IS NOT NULL"),
        ("ix_inbound_answered", "inbound", "received_at", "reply IS NOT NULL"),
    ):
        op.create_index(name, table, [column], sqlite_where=sa.text(kept), postgresql_where=sa.text(kept))


def _registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("reference", WORD, nullable=False, unique=True),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("address_id", ID, sa.ForeignKey("addresses.id"), nullable=False),
        _required("status", WORD),
        sa.Column("tier", sa.Integer),
        sa.Column("sector", WORD),
        sa.Column("occupation", sa.String(200)),
        sa.Column("region", WORD),
        sa.Column("how", WORD),
        sa.Column("answers", sa.LargeBinary),
        sa.Column("nik", sa.LargeBinary),
        sa.Column("nik_digest", sa.LargeBinary),
        sa.Column("name_digest", sa.LargeBinary),
        _required("channel", WORD),
        _required("submitted_at", INSTANT),
        _required("updated_at", INSTANT),
        _required("revision", sa.Integer()),
    )
    for column in ("person_id", "address_id", "nik_digest", "name_digest"):
        _index("registrations", column)
    op.create_table(
        "registration_events",
        sa.Column("registration_id", ID, sa.ForeignKey("registrations.id"), nullable=False),
        _required("revision", sa.Integer()),
        _required("status", WORD),
        sa.Column("reason", sa.String(200)),
        _required("source", WORD),
        _required("at", INSTANT),
        sa.PrimaryKeyConstraint("registration_id", "revision"),
    )


def _decisions() -> None:
    op.create_table(
        "determinations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("registration_id", ID, sa.ForeignKey("registrations.id")),
        _required("day", sa.Date()),
        *(_required(name, sa.Text()) for name in ("inputs", "versions", "result", "reasons")),
        _required("created_at", INSTANT),
    )
    _index("determinations", "registration_id")
    op.create_table(
        "consents",
        sa.Column("id", ID, primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id")),
        sa.Column("registration_id", ID, sa.ForeignKey("registrations.id")),
        *(_required(name, WORD) for name in ("purpose", "version", "text_digest", "language")),
        _required("given", sa.Boolean()),
        _required("how", WORD),
        _required("at", INSTANT),
        sa.Column("withdrawn_at", INSTANT),
    )
    _index("consents", "person_id")
    _index("consents", "registration_id")


def _house() -> None:
    op.create_table(
        "links",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        _required("purpose", WORD),
        sa.Column("address_id", ID, sa.ForeignKey("addresses.id"), nullable=False),
        _required("expires_at", INSTANT),
        sa.Column("used_at", INSTANT),
    )
    _index("links", "address_id")
    _index("links", "expires_at")
    op.create_table(
        "erasures", sa.Column("subject", ID, primary_key=True), _required("what", WORD), _required("at", INSTANT)
    )
    op.create_table("keys", sa.Column("name", WORD, primary_key=True), _required("sealed", sa.LargeBinary()))
