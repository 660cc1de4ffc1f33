"""Everything wired together: one process that serves the web chat on one database."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from errno import EADDRINUSE, EADDRNOTAVAIL
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from socket import AF_INET, AF_INET6, create_server, socket

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from bot import papers
from bot.channels import pages, web
from bot.channels.lookups import Lookups, NikOutcome, NikState
from bot.desk import Desk
from bot.house import House
from bot.recording import JAKARTA
from bot.settings import DevelopmentKey, Problem, Settings, SettingsError, development_key
from conversations.draft import Heard
from conversations.eligibility import load_rules
from conversations.form import Known, Moment, Office
from conversations.session import Session
from conversations.turn import turn
from conversations.understanding import nik
from locales.wording import load
from storage import journal
from storage.database import Database, open_database
from storage.sealed import KeyRing, Vault, lookup_key

log = logging.getLogger(__name__)

TIDY_EVERY = 3600.0
"""Seconds between two rounds of forgetting what is past its time."""


def key_text(settings: Settings) -> DevelopmentKey:
    """The data keys in force: those of the settings, or the development key beside the SQLite database."""
    file = settings.development_key_file
    return DevelopmentKey(settings.data_key, created=False) if file is None else development_key(file)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[House]:
    """The house for as long as it is needed: database open and up to date, keys checked, words and rules loaded."""
    ring = KeyRing.parse(key_text(settings).text)
    with in_use(settings):
        async with _opened(settings, ring) as house:
            yield house


@asynccontextmanager
async def _opened(settings: Settings, ring: KeyRing) -> AsyncIterator[House]:
    db = await open_database(settings.database_url, migrate=True)
    try:
        async with db.transaction() as tx:
            lookup = await lookup_key(tx, ring)
        await journal.follow(db)
        yield house_of(settings, db, Vault(ring, lookup))
    finally:
        await db.close()


@contextmanager
def in_use(settings: Settings, *, alone: bool = False) -> Iterator[None]:
    """Hold an SQLite database beside others that use it, or alone; SettingsError where somebody else holds it."""
    if settings.sqlite_file is None:
        yield
        return
    settings.sqlite_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with settings.sqlite_file.with_name(f"{settings.sqlite_file.name}.lock").open("a") as file:
        try:
            flock(file, (LOCK_EX if alone else LOCK_SH) | LOCK_NB)
        except BlockingIOError:
            wrong = "names a database that is in use" if alone else "names a database that is being worked on"
            raise SettingsError(Problem("PAYUNG_DATABASE_URL", wrong, "stop Payung, then try again")) from None
        yield


async def prepare(settings: Settings) -> None:
    """Make the database and the keys where there are none yet."""
    async with opened(settings):
        pass


def house_of(settings: Settings, db: Database, vault: Vault) -> House:
    """What the desk works with, by these settings."""
    office = None if settings.trial else Office(settings.office_name, settings.office_contact)
    return House(db, vault, load(), load_rules(), office, settings.public_url)


@asynccontextmanager
async def working(desk: Desk) -> AsyncIterator["asyncio.Task[None]"]:
    """A desk at work, as its task; on leaving it first answers what it has taken in."""
    task = asyncio.create_task(desk.run())
    try:
        yield task
    finally:
        if not task.done():
            await desk.close()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _tidy(desk: Desk) -> None:
    while True:
        try:
            await desk.tidy()
        except (SQLAlchemyError, OSError) as error:
            log.warning("tidy-failed", extra={"error": type(error).__name__})
        await asyncio.sleep(TIDY_EVERY)


@dataclass(frozen=True)
class Shelf:
    """What the pages fetch for the owner of an application."""

    desk: Desk

    async def _owned(self, address: str, reference: str) -> Known | None:
        mine = await self.desk.mine(web.CHANNEL, address)
        return next((known for known in mine if known.reference == reference), None)

    async def card(self, address: str, reference: str) -> bytes | None:
        """The card as a PNG; None unless the application was made from this address."""
        known = await self._owned(address, reference)
        if known is None:
            return None
        return await asyncio.to_thread(papers.card, self.desk.house, known, await self._language(address))

    async def calendar(self, address: str, reference: str) -> bytes | None:
        """The deadlines as an .ics file; None unless the application was made from this address."""
        known = await self._owned(address, reference)
        if known is None:
            return None
        return await asyncio.to_thread(papers.calendar, self.desk.house, known, await self._language(address))

    async def everything(self, address: str) -> bytes | None:
        """All that is held about this address, as JSON."""
        held = await self.desk.everything(web.CHANNEL, address)
        return json.dumps(held, ensure_ascii=False, indent=1, default=str).encode() if held else None

    async def _language(self, address: str) -> str:
        return await self.desk.language(web.CHANNEL, address)

    async def nik(self, token: str, text: str) -> NikOutcome:
        """What becomes of a NIK typed on the one-time page: checked first, so that a slip does not use the page up."""
        said = nik.read(text, self.desk.house.clock().astimezone(JAKARTA).date())
        if not said.valid:
            return NikOutcome(NikState.INVALID, said.reason.lower().replace("_", "-"))
        return NikOutcome(NikState.OK if await self.desk.take_nik(token, said.number) else NikState.GONE)


def application(desk: Desk, settings: Settings) -> Starlette:
    """The web application on a desk that is at work."""
    office = pages.Office(settings.office_name, settings.office_contact, settings.public_url)
    wording = desk.house.wording
    site = web.pages_for(desk, office, lambda language, id, values: wording.text(language, id, **values))
    shelf = Shelf(desk)
    lookups = Lookups(
        card=shelf.card, calendar=shelf.calendar, status=desk.status, everything=shelf.everything, submit_nik=shelf.nik
    )
    app = Starlette(
        routes=web.routes(desk, site, lookups), exception_handlers={HTTPException: site.missing, 500: site.broken}
    )
    app.router.redirect_slashes = False  # its redirects trust the Host header
    return app


def warm(house: House) -> None:
    """Load what the first message would otherwise wait for: places, occupations, commands."""
    turn(Session(), Heard(text="penata rias di kota kupang, 2 juta"), Moment(house.clock(), house.rules))


async def serve(settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until told to stop; `ready` is called once people can be answered."""
    listening = _listen(settings)
    async with opened(settings) as house:
        desk = Desk(house)
        await asyncio.to_thread(warm, house)
        async with working(desk) as task:
            tidy = asyncio.create_task(_tidy(desk))
            server = Announcing(_configuration(application(desk, settings), settings), ready)
            task.add_done_callback(lambda _: server.stop())  # no server that takes messages in and answers none
            await server.serve(sockets=[listening])
            tidy.cancel()


def _listen(settings: Settings) -> socket:
    """The port, taken before anything else is opened; SettingsError where that cannot be."""
    family = AF_INET6 if ":" in settings.host else AF_INET
    try:
        return create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        name, wrong = "PAYUNG_PORT", "cannot be listened on"
        if error.errno == EADDRINUSE:
            wrong = f"({settings.port}) is in use by another program"
        elif error.errno == EADDRNOTAVAIL:
            name, wrong = "PAYUNG_HOST", "is no address of this machine"
        raise SettingsError(Problem(name, wrong, "choose another one, as PAYUNG_PORT=8081 make run")) from None


def _configuration(app: Starlette, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


class Announcing(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def stop(self) -> None:
        """Stop as if told to."""
        self.should_exit = True

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
