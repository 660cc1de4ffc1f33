"""The whole way in a real browser on the real server: from the first greeting to the card and the calendar."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import SCREENSHOTS, chromium

pytestmark = pytest.mark.browser


class Server:
    """`payung run` as its user starts it, in a folder of its own; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        office = {"PAYUNG_OFFICE_NAME": "Kantor Contoh", "PAYUNG_OFFICE_CONTACT": "kantor@contoh.example"}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PAYUNG_")}
        self._environment = clean | office | {"PAYUNG_PORT": str(self.port)}

    def start(self) -> None:
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,
                env=self._environment | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUNBUFFERED": "1"},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout
        assert any("Payung is ready" in line for line in self.process.stdout)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path)
    one.start()
    yield one
    one.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def write(page: Page, words: str, answer: str) -> None:
    """Type a message and wait for what the reply must hold."""
    page.locator("#text").fill(words)
    page.locator("#text").press("Enter")
    expect(page.get_by_role("log")).to_contain_text(answer)


@pytest.mark.parametrize("width", [360, 1280])
def test_from_greeting_to_card(browser: Browser, server: Server, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 780})
    page = context.new_page()
    page.goto(server.url)
    expect(page.get_by_role("log")).to_contain_text("Apa pekerjaan Anda")
    page.screenshot(path=SCREENSHOTS / f"greeting-{width}.png")
    write(page, "MUA di Kupang, 2jt an kak", "Yang mana?")
    page.get_by_role("button", name="Kota Kupang").click()
    expect(page.get_by_role("log")).to_contain_text("Siapa yang membayar iuran")
    server.kill()
    page.locator("#text").fill("belum ada")
    page.locator("#text").press("Enter")
    server.start()
    expect(page.get_by_role("log")).to_contain_text("Boleh pengajuan Anda kami proses?", timeout=30_000)
    page.screenshot(path=SCREENSHOTS / f"answer-{width}.png")
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("Boleh pengajuan Anda kami proses?")
    write(page, "setuju", "Siapa nama Anda")
    write(page, "Sri Contoh, 12 Mei 1990, 0812 0000 0000", "Pendaftaran resminya")
    write(page, "petugas", "Berapa NIK Anda?")
    write(page, "5304015205909001", "Periksa dulu sebelum dikirim")
    expect(page.get_by_role("log")).not_to_contain_text("5304015205909001")
    page.screenshot(path=SCREENSHOTS / f"review-{width}.png")
    page.get_by_role("button", name="Kirim", exact=True).last.click()
    card = page.get_by_role("log").locator("img")
    expect(card).to_be_visible()
    expect(card).to_have_js_property("complete", True)
    assert card.evaluate("image => image.naturalWidth") == 720
    reference = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", page.get_by_role("log").inner_text())
    assert reference
    page.screenshot(path=SCREENSHOTS / f"card-{width}.png")
    assert page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")
    answer = context.request.get(f"{server.url}/kalender/{reference[0]}.ics")
    assert answer.ok
    assert answer.text().count("BEGIN:VEVENT") == 12
    stranger = browser.new_context()
    assert stranger.request.get(f"{server.url}/kartu/{reference[0]}.png").status == 404
    status = stranger.new_page()
    status.goto(f"{server.url}/cek/{reference[0]}")
    expect(status.locator("body")).to_contain_text(reference[0])
    expect(status.locator("body")).not_to_contain_text("Sri")
    write(page, "ya", "nanti saya ingatkan")
    log = (server.folder / "log").read_text()
    for planted in ("5304015205909001", "Sri", "Contoh,", "belum ada", "MUA"):
        assert planted not in log
