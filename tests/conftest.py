"""What tests share: a database of either kind, empty and migrated, and a vault for it."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from storage.database import Database, open_database
from storage.sealed import KeyRing, Vault, lookup_key

from postgres import server

_numbers = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="Write the transcripts anew; then read the diff.")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with server() as url:
        yield url


@asynccontextmanager
async def _empty_postgresql(server: str) -> AsyncIterator[str]:
    name = f"payung_{next(_numbers)}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


@pytest.fixture
async def postgresql_url(postgresql_server: str) -> AsyncIterator[str]:
    """The address of a database of its own, without tables."""
    async with _empty_postgresql(postgresql_server) as url:
        yield url


@pytest.fixture
async def second_postgresql_url(postgresql_server: str) -> AsyncIterator[str]:
    """The address of one more, for what goes from one to another."""
    async with _empty_postgresql(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/payung.db"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url, migrate=True)
    yield opened
    await opened.close()


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.parse(KeyRing.fresh()[1])


@pytest.fixture
async def vault(db: Database, ring: KeyRing) -> Vault:
    async with db.transaction() as tx:
        return Vault(ring, await lookup_key(tx, ring))
