"""The chat in a real browser: what a person with a phone, a bad line, a keyboard or a screen reader meets."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser import JOBS, REFERENCE, SCREENSHOTS, START, ScriptedDesk, Served, chromium, served, site

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
ATTACK = '<img src=x onerror="document.title=1"> *tebal* <b>b</b>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
def server(desk: ScriptedDesk) -> Iterator[Served]:
    with served(site(desk)) as server:
        yield server


class Visitor:
    """A person in front of one browser, who notices every error and every request that leaves the house."""

    def __init__(self, browser: Browser, url: str, **more: Any) -> None:
        self.context: BrowserContext = browser.new_context(viewport=more.pop("viewport", PHONE), **more)
        self.url = url
        self.wrong: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if "Content Security" in said.text else None)
        page.on("request", lambda request: None if request.url.startswith(self.url) else self.wrong.append(request.url))
        page.goto(self.url)
        return page

    def write(self, text: str) -> None:
        self.page.locator("#text").fill(text)
        self.page.locator("#text").press("Enter")

    def tap(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def hears(self, words: str) -> None:
        expect(self.page.locator(".bubble.bot:not(.typing)").last).to_contain_text(words, timeout=15_000)

    def sees(self, *bubbles: str) -> None:
        """The whole conversation, bubble by bubble."""
        expect(self.page.locator("#log .words")).to_contain_text(list(bubbles), timeout=15_000)

    def states(self, *states: str) -> None:
        expect(self.page.locator(".state")).to_have_class([f"state {each}" for each in states], timeout=20_000)

    def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture
def visitor(browser: Browser, server: Served) -> Iterator[Visitor]:
    person = Visitor(browser, server.url)
    yield person
    person.context.close()
    assert person.wrong == []


def test_a_new_person_is_greeted_at_once_with_buttons(visitor: Visitor) -> None:
    visitor.hears("Halo! Saya Payung.")
    assert visitor.page.locator(".options button").all_text_contents() == [option.label for option in START]
    assert visitor.page.locator(".bubble.bot strong").text_content() == "Payung"
    expect(visitor.page.locator("#typing")).to_be_hidden()
    expect(visitor.page.get_by_text("UJI COBA")).to_be_visible()
    visitor.picture("greeting")


def test_a_tap_goes_out_once_however_often_it_is_tapped(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Mulai sekarang?")
    visitor.page.get_by_role("button", name="Mulai").dblclick()
    visitor.hears("Pekerjaan Anda apa?")
    assert desk.texts() == [START[0].payload]
    expect(visitor.page.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "1 dari 8")
    visitor.states("sent")
    visitor.picture("tapped")


def test_an_old_button_stays_and_is_sent_too(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Mulai sekarang?")
    visitor.tap("Mulai")
    visitor.hears("Pekerjaan Anda apa?")
    visitor.tap("Tanya dulu")
    visitor.sees("Halo!", "Mulai", "Baik,", "Tanya dulu", "Baik,")
    assert desk.texts() == [START[0].payload, START[1].payload]


def test_enter_sends_and_shift_enter_makes_a_line(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    box = visitor.page.get_by_label("Tulis pesan Anda")
    box.fill("penata rias")
    box.press("Shift+Enter")
    box.press_sequentially("di Kupang")
    box.press("Enter")
    visitor.hears("Tercatat: penata rias\ndi Kupang")
    expect(box).to_have_value("")
    assert desk.texts() == ["penata rias\ndi Kupang"]


def test_what_is_written_is_never_markup(visitor: Visitor) -> None:
    visitor.hears("Halo!")
    visitor.write(f"{ATTACK} https://contoh.example/a?b=1&c=<d>, /cek, dan/cek javascript:alert(1) 2*3*4")
    visitor.hears("Tercatat: <img")
    said = visitor.page.locator(".bubble.bot .words").last
    assert said.locator("img, b").count() == 0
    assert said.locator("strong").all_text_contents() == ["tebal"]
    links = said.locator("a").evaluate_all("all => all.map(a => [a.getAttribute('href'), a.rel])")
    assert links == [["https://contoh.example/a?b=1&c=", "noopener noreferrer"], ["/cek", ""]]
    assert visitor.page.locator(".bubble.me .words").last.locator("*").count() == 0


def test_a_long_reply_is_shown_from_its_first_line(visitor: Visitor) -> None:
    visitor.hears("Halo!")
    visitor.write("baris\n" * 60)
    visitor.hears("Tercatat: baris")
    top = "e => e.getBoundingClientRect().top - document.querySelector('#scroll').getBoundingClientRect().top"
    assert 0 <= visitor.page.locator(".bubble.bot:not(.typing)").last.evaluate(top) < 40


def test_a_card_is_a_described_picture_to_keep_and_a_calendar(visitor: Visitor) -> None:
    visitor.hears("Halo!")
    visitor.write("kartu")
    visitor.hears(REFERENCE)
    picture = visitor.page.get_by_role("img", name=re.compile(REFERENCE))
    expect(picture).to_have_js_property("naturalWidth", 800)
    with visitor.page.expect_download() as saved:
        visitor.page.get_by_role("link", name="Simpan gambar").click()
    assert saved.value.suggested_filename == f"{REFERENCE}.png"
    with visitor.page.expect_download() as saved:
        visitor.page.get_by_role("link", name="Simpan ke kalender").click()
    assert saved.value.suggested_filename == "payung.ics"
    visitor.picture("card")


def test_a_reload_keeps_the_conversation_and_asks_nothing_twice(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    visitor.write("penjahit")
    visitor.hears("Tercatat: penjahit")
    visitor.page.locator("#text").fill("belum selesai")
    visitor.page.reload()
    visitor.sees("Halo!", "penjahit", "Tercatat: penjahit")
    expect(visitor.page.locator("#text")).to_have_value("belum selesai")
    visitor.states("sent")
    visitor.write("2 juta")
    visitor.sees("Halo!", "penjahit", "Tercatat: penjahit", "2 juta", "Tercatat: 2 juta")
    assert len(desk.received) == 3


def test_a_new_tab_shows_what_is_open_but_not_what_was_said(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    visitor.write("penjahit")
    visitor.hears("Tercatat: penjahit")
    visitor.page = visitor.tab()
    visitor.sees("Tercatat: penjahit")
    visitor.tap(JOBS[1].label)
    visitor.sees("Tercatat: penjahit", JOBS[1].label, "Baik,")
    assert len(desk.received) == 3


def test_what_is_written_without_signal_is_sent_once_when_it_is_back(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    visitor.context.set_offline(True)
    visitor.write("tukang ojek")
    visitor.write("di Kupang")
    visitor.states("waiting", "waiting")
    expect(visitor.page.get_by_text("menunggu sinyal").first).to_be_visible()
    visitor.picture("no-signal")
    assert desk.texts() == []
    visitor.context.set_offline(False)
    visitor.sees("Halo!", "tukang ojek", "di Kupang", "Tercatat: tukang ojek", "Tercatat: di Kupang")
    visitor.states("sent", "sent")
    assert (desk.texts(), desk.repeated) == (["tukang ojek", "di Kupang"], 0)


def test_an_answer_lost_on_its_way_back_is_asked_for_again_and_counts_once(
    visitor: Visitor, desk: ScriptedDesk
) -> None:
    visitor.hears("Halo!")
    lost: list[int] = []

    def lose_once(route: Any) -> None:
        response = route.fetch()
        if route.request.method == "POST" and not lost:
            lost.append(response.status)
            route.abort()
        else:
            route.fulfill(response=response)

    visitor.page.route("**/chat", lose_once)
    visitor.write("petani")
    visitor.sees("Halo!", "petani", "Tercatat: petani")
    assert (desk.texts(), desk.repeated, lost) == (["petani"], 1, [200])


def test_what_is_written_while_the_server_is_down_is_sent_once_when_it_is_up(
    visitor: Visitor, desk: ScriptedDesk, server: Served
) -> None:
    visitor.hears("Halo!")
    server.down()
    visitor.write("nelayan")
    visitor.states("waiting")
    server.up()
    visitor.hears("Tercatat: nelayan")
    visitor.states("sent")
    assert (desk.texts(), desk.repeated) == (["nelayan"], 0)


def test_an_unsent_message_outlives_its_tab(visitor: Visitor, desk: ScriptedDesk, server: Served) -> None:
    visitor.hears("Halo!")
    visitor.context.set_offline(True)
    visitor.write("pemulung")
    visitor.states("waiting")
    visitor.page.close()
    visitor.context.set_offline(False)
    visitor.page = visitor.tab()
    visitor.hears("Tercatat: pemulung")
    visitor.states("sent")
    assert (desk.texts(), desk.repeated) == (["pemulung"], 0)


def test_two_tabs_send_what_waits_in_both_once(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    first, second = visitor.page, visitor.tab()
    visitor.context.set_offline(True)
    visitor.write("satu")
    visitor.page = second
    visitor.write("dua")
    visitor.context.set_offline(False)
    for page in (first, second):
        visitor.page = page
        visitor.states("sent")
        visitor.hears("Tercatat: ")
    assert (sorted(desk.texts()), desk.repeated) == (["dua", "satu"], 0)


def test_a_server_in_trouble_is_asked_again_and_a_refusal_is_shown(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    answers = [503, 429, 400]

    def troubled(route: Any) -> None:
        if answers:
            route.fulfill(status=answers.pop(0), json={"error": "Tolong dipendekkan, ya."})
        else:
            route.fallback()

    visitor.page.route("**/chat", troubled)
    visitor.write("pedagang")
    visitor.states("failed")
    expect(visitor.page.locator(".state.failed")).to_contain_text("Tolong dipendekkan, ya.")
    visitor.write("pedagang sayur")
    visitor.hears("Tercatat: pedagang sayur")
    assert desk.texts() == ["pedagang sayur"]


def test_too_long_a_message_is_told_kindly_and_kept(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    visitor.write("a" * 4_001)
    expect(visitor.page.get_by_role("status")).to_contain_text("4001 huruf, paling banyak 4000")
    assert len(visitor.page.locator("#text").input_value()) == 4_001
    assert desk.texts() == []


def test_the_page_follows_a_change_of_language(visitor: Visitor) -> None:
    visitor.hears("Halo!")
    visitor.write("english")
    expect(visitor.page.locator("#text")).to_have_attribute("placeholder", "Write a message…")
    visitor.sees("Halo!", "english", "Hello!")


def test_everything_works_by_keyboard_alone(visitor: Visitor, desk: ScriptedDesk) -> None:
    visitor.hears("Halo!")
    keys = visitor.page.keyboard
    focus = "document.activeElement.textContent.trim() || document.activeElement.id"

    def reach(name: str) -> None:
        for _ in range(20):
            if visitor.page.evaluate(focus) == name:
                return
            keys.press("Tab")
        raise AssertionError(f"{name} is out of the keyboard's reach")

    reach("Mulai")
    outline = visitor.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    visitor.hears("Pekerjaan Anda apa?")
    assert visitor.page.evaluate(focus) == JOBS[0].label
    reach("text")
    keys.type("penjahit")
    keys.press("Enter")
    visitor.hears("Tercatat: penjahit")
    assert desk.texts() == [START[0].payload, "penjahit"]


def test_a_screen_reader_hears_who_says_what_as_it_comes(visitor: Visitor) -> None:
    visitor.hears("Halo!")
    visitor.write("penjahit")
    visitor.hears("Tercatat: penjahit")
    log = visitor.page.get_by_role("log", name="Isi obrolan")
    expect(log).to_have_attribute("aria-live", "polite")
    assert log.locator(".bubble > .unseen").all_text_contents() == ["Payung: ", "Anda: ", "Payung: "]
    expect(log.locator(".state")).to_have_text("terkirim")
    unnamed = "all => all.filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"
    assert visitor.page.locator("button, a, textarea").evaluate_all(unnamed) == 0


CONTRAST = """([selector, over]) => {
  const linear = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const parse = (c) => c.match(/[\\d.]+/g).slice(0, 3).map((v) => linear(v / 255));
  const light = (c) => { const [r, g, b] = parse(c); return .2126 * r + .7152 * g + .0722 * b; };
  const [a, b] = [getComputedStyle(document.querySelector(selector)).color,
    getComputedStyle(document.querySelector(over)).backgroundColor].map(light).sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}"""
INKS = [
    (".bubble.bot", ".bubble.bot"),
    (".bubble.me", ".bubble.me"),
    (".me .state", ".bubble.me"),
    (".bubble.bot a", ".bubble.bot"),
    (".turn:not(.old) .options button", ".turn:not(.old) .options button"),
    (".turn.old .options button", "body"),
    (".never", ".never"),
    (".never a", ".never"),
    (".sub", ".top"),
    (".badge", ".badge"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["360", "1280"])
def test_it_reads_well_light_and_dark_on_a_phone_and_a_desk(
    browser: Browser, server: Served, scheme: Any, viewport: Any
) -> None:
    person = Visitor(browser, server.url, viewport=viewport, color_scheme=scheme)
    person.hears("Halo!")
    person.write("Lihat /cek dan " + "panjangsekali" * 12)
    person.hears("Tercatat: Lihat")
    for selector, over in INKS:
        assert person.page.evaluate(CONTRAST, [selector, over]) >= 4.5, (selector, scheme)
    small = (
        "all => all.filter(e => e.offsetWidth && Math.min(e.offsetWidth, e.offsetHeight) < 44).map(e => e.outerHTML)"
    )
    assert person.page.locator("button, .top a, .never a, .files a").evaluate_all(small) == []
    for path in ("", "/cek", f"/cek/{REFERENCE}", "/privasi", "/nik/open", "/tidak-ada"):
        if path:
            person.page.goto(person.url + path)
        assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        name = path.strip("/").replace("/", "-") or "chat"
        person.picture(f"{name}-{scheme}-{viewport['width']}")
    grounds = person.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (grounds == "rgb(11, 24, 29)") is (scheme == "dark")
    person.context.close()
    assert person.wrong == []


def test_the_nik_page_needs_no_script_and_keeps_the_number_out_of_addresses(browser: Browser, server: Served) -> None:
    person = Visitor(browser, f"{server.url}/nik/open", java_script_enabled=False)
    person.url = server.url
    for typed in ("537101", "5371014101909001"):
        person.page.get_by_label("NIK, 16 angka").fill(typed)
        person.page.get_by_role("button", name="Simpan NIK").click()
        assert person.page.url == f"{server.url}/nik/open"
        if len(typed) < 16:
            expect(person.page.get_by_role("alert")).to_contain_text("16 angka")
    expect(person.page.get_by_role("status")).to_contain_text("NIK sudah tersimpan")
    person.context.close()


def test_a_phone_without_random_uuid_sends_all_the_same(browser: Browser, server: Served, desk: ScriptedDesk) -> None:
    person = Visitor(browser, server.url)
    person.context.add_init_script("delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks")
    person.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    person.page = person.tab()
    person.write("porter")
    person.hears("Tercatat: porter")
    person.states("sent")
    person.context.close()
    assert desk.texts() == ["porter"]
