"""What the tests of the web channel share: a scripted desk, the site on a real port, and a browser to look at it."""

import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import uvicorn
from babel.messages.pofile import read_po
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from starlette.applications import Starlette

from bot.channels.lookups import Looks, Lookups, NikOutcome, NikState
from bot.channels.pages import Office
from bot.channels.web import create_app
from bot.messages import Button, Inbound, Kind, Reply
from conversations.say import Value
from locales.wording import load
from storage.registrations import PublicStatus

ROOT = Path(__file__).parent.parent
SCREENSHOTS = Path(__file__).parent / "screenshots"
CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

REFERENCE = "9YX6-KTYM-C"
OTHER_REFERENCE = "C9W2-K937-8"


def _picture() -> bytes:
    card = BytesIO()
    Image.linear_gradient("L").resize((800, 480)).save(card, "PNG")
    return card.getvalue()


PNG = _picture()

GREETING = (
    "Halo! Saya *Payung*. Saya bantu Anda mendaftar perlindungan kerja, pelan-pelan, lewat obrolan.\n\n"
    "Gratis, kira-kira 5 menit. Boleh berhenti kapan saja dan lanjut lagi nanti.\n\nMulai sekarang?"
)
START = (Button("Mulai", "answer:begin:yes"), Button("Tanya dulu", "answer:begin:ask"), Button("Basa Jawa", "lang:jv"))
JOBS = (Button("Ojek online", "job:ojek"), Button("Penjahit", "job:tailor"), Button("Yang lain", "job:other"))


def catalogue(language: str) -> dict[str, str]:
    """The web pages' words by id."""
    with (ROOT / "locales" / language / "LC_MESSAGES" / "web.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def say(language: str, id: str, values: Mapping[str, Value]) -> str:
    return load().text(language, id, **values)


class ScriptedDesk:
    """A desk with a short script, in memory: it knows ids again and gives a repeated message its first reply."""

    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self.repeated = 0
        self._replies: dict[str, Reply] = {}
        self._latest: dict[str, Reply] = {}

    async def receive(self, inbound: Inbound) -> Reply:
        if inbound.provider_id in self._replies:
            self.repeated += 1
            return self._replies[inbound.provider_id]
        reply = self._answer(inbound, f"r{len(self.received)}")
        self.received.append(inbound)
        self._replies[inbound.provider_id] = self._latest[inbound.address] = reply
        return reply

    async def last(self, channel: str, address: str) -> Reply | None:
        return self._latest.get(address)

    async def language(self, channel: str, address: str) -> str:
        reply = self._latest.get(address)
        return reply.language if reply else "id"

    def texts(self) -> list[str]:
        """What people wrote or tapped, in order, without the opening of the chat."""
        return [inbound.text or inbound.tap for inbound in self.received if inbound.kind is not Kind.START]

    def _answer(self, inbound: Inbound, id: str) -> Reply:
        if inbound.kind is Kind.START:
            return Reply(id, GREETING, START, trial=True)
        if inbound.kind is Kind.TAP:
            return Reply(id, f"Baik, *{inbound.tap}*. Pekerjaan Anda apa?", JOBS, progress=(1, 8))
        if inbound.text == "rusak":
            raise RuntimeError("a bug")
        if inbound.text == "kartu":
            words = f"Nomor pengajuan Anda *{REFERENCE}*.\nIni pengajuan, belum kepesertaan. Cek: /cek/{REFERENCE}."
            return Reply(id, words, card=REFERENCE, progress=(8, 8))
        if inbound.text == "english":
            return Reply(id, "Hello!", language="en")
        return Reply(id, f"Tercatat: {inbound.text}", JOBS, progress=(3, 8))


def lookups(owner: list[str] | None = None) -> Lookups:
    """Look-ups over one application that `owner[0]` made (anybody, when no owner is given)."""

    async def file(content: bytes, address: str, reference: str) -> bytes | None:
        return content if reference == REFERENCE and (owner is None or address in owner) else None

    async def card(address: str, reference: str) -> bytes | None:
        return await file(PNG, address, reference)

    async def calendar(address: str, reference: str) -> bytes | None:
        return await file(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", address, reference)

    async def status(reference: str) -> PublicStatus | None:
        # 18.00 UTC is already the next day in Jakarta.
        return PublicStatus("submitted", datetime(2026, 11, 21, 18, tzinfo=UTC)) if reference == REFERENCE else None

    async def everything(address: str) -> bytes | None:
        return b"{}" if owner is None or address in owner else None

    async def submit_nik(token: str, text: str) -> NikOutcome:
        if token != "open":
            return NikOutcome(NikState.GONE)
        return NikOutcome(NikState.OK) if len(text) == 16 else NikOutcome(NikState.INVALID, "length")

    return Lookups(card, calendar, status, everything, submit_nik)


def site(desk: ScriptedDesk, office: Office | None = None, owner: list[str] | None = None) -> Starlette:
    return create_app(desk, office or Office(), say, lookups(owner), Looks())


class Served:
    """The site on a port of this machine, which can go down and come back like a server that is restarted."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"

    def up(self) -> None:
        config = uvicorn.Config(
            self._app, "127.0.0.1", self._port, log_config=None, lifespan="off", ws="none", loop="asyncio"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def down(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@contextmanager
def served(app: Starlette) -> Iterator[Served]:
    server = Served(app)
    server.up()
    try:
        yield server
    finally:
        server.down()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; skips where there is none, but not in CI, where it must be."""
    if not CHROMIUM.exists():
        reason = f"no browser at {CHROMIUM}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()
