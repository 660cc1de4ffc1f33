"""The web channel over its routes: what it takes, what it refuses, and what every answer carries."""

import gzip
import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.lookups import Looks, Lookups
from bot.channels.pages import BODY_BYTES, CHAT_WORDS, Office
from bot.channels.web import create_app
from bot.messages import Kind

from browser import GREETING, OTHER_REFERENCE, PNG, REFERENCE, ROOT, ScriptedDesk, catalogue, lookups, say, site

OFFICE = Office("Dinas Contoh", "dinas@contoh.example", "https://payung.example")
TEMPLATES = ROOT / "bot" / "channels" / "templates"
STATIC = ROOT / "bot" / "channels" / "static"


def client_of(app: Any, **more: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, **more)
    return httpx.AsyncClient(transport=transport, base_url="http://payung.test")


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
async def web(desk: ScriptedDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(site(desk)) as client:
        yield client


def sent(**what: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), **what}


async def test_a_visitor_gets_a_cookie_that_only_the_server_reads(web: httpx.AsyncClient) -> None:
    header = (await web.get("/")).headers["set-cookie"]
    assert re.match(r"payung=[\w-]{43};", header)
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=2592000"} <= set(header.split("; "))
    assert "Secure" not in header


async def test_the_cookie_is_secure_where_the_public_url_is_https(desk: ScriptedDesk) -> None:
    async with client_of(site(desk, OFFICE)) as web:
        assert "Secure" in (await web.get("/")).headers["set-cookie"]


async def test_the_cookie_stays_the_same_and_is_the_address(web: httpx.AsyncClient, desk: ScriptedDesk) -> None:
    await web.get("/")
    token = web.cookies["payung"]
    await web.get("/")
    await web.post("/chat", json=sent(start=True))
    assert web.cookies["payung"] == token == desk.received[0].address


async def test_a_cookie_that_is_none_of_ours_is_replaced(web: httpx.AsyncClient) -> None:
    response = await web.get("/", headers={"Cookie": "payung=admin"})
    assert re.match(r"payung=[\w-]{43};", response.headers["set-cookie"])


async def test_a_new_person_has_nothing_open_and_is_greeted_when_the_page_starts(web: httpx.AsyncClient) -> None:
    await web.get("/")
    assert (await web.get("/chat")).json() == {"replies": []}
    reply = (await web.post("/chat", json=sent(start=True))).json()["reply"]
    assert reply["text"] == GREETING
    assert reply["options"][0] == {"label": "Mulai", "payload": "answer:begin:yes"}
    assert (reply["picture"], reply["calendar"], reply["progress"], reply["language"]) == (None, None, None, "id")
    assert (await web.get("/chat")).json() == {"replies": [reply]}


async def test_text_taps_and_starts_arrive_in_fields_of_their_own(web: httpx.AsyncClient, desk: ScriptedDesk) -> None:
    for what in ({"start": True}, {"tap": "job:ojek"}, {"text": "2 juta\0 sebulan"}):
        assert (await web.post("/chat", json=sent(**what))).status_code == 200
    assert [(each.channel, each.kind, each.tap, each.text) for each in desk.received] == [
        ("web", Kind.START, "", ""),
        ("web", Kind.TAP, "job:ojek", ""),
        ("web", Kind.TEXT, "", "2 juta  sebulan"),
    ]


async def test_the_same_message_again_gets_the_same_reply_and_counts_once(
    web: httpx.AsyncClient, desk: ScriptedDesk
) -> None:
    message = sent(text="penjahit")
    first, again = [(await web.post("/chat", json=message)).json() for _ in range(2)]
    assert first == again
    assert (len(desk.received), desk.repeated) == (1, 1)


async def test_the_id_of_a_strangers_message_gives_nothing_of_theirs(
    web: httpx.AsyncClient, desk: ScriptedDesk
) -> None:
    message = sent(text="rahasia saya")
    await web.post("/chat", json=message)
    async with client_of(site(desk)) as stranger:
        reply = (await stranger.post("/chat", json=message | {"text": "halo"})).json()["reply"]
    assert reply["text"] == "Tercatat: halo"


async def test_a_card_comes_with_a_described_picture_and_a_calendar(web: httpx.AsyncClient) -> None:
    reply = (await web.post("/chat", json=sent(text="kartu"))).json()["reply"]
    assert reply["picture"]["src"] == f"/kartu/{REFERENCE}.png"
    assert REFERENCE in reply["picture"]["alt"]
    assert reply["calendar"] == f"/kalender/{REFERENCE}.ics"
    assert reply["progress"] == [8, 8]


JSON = {"Content-Type": "application/json"}
ID = '"id": "6c1f0e3a-31f5-4f0e-9d3f-0a3c5c3d9b10"'


@pytest.mark.parametrize(
    ("headers", "body", "status", "reason"),
    [
        ({"Content-Type": "text/plain"}, "{" + ID + ', "text": "a"}', 415, "type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "text=a", 415, "type"),
        ({}, "{" + ID + ', "text": "a"}', 415, "type"),
        (JSON, "{", 400, "shape"),
        (JSON, b"\xff\xfe", 400, "shape"),
        (JSON, '"text"', 400, "shape"),
        (JSON, '{"text": "a"}', 400, "shape"),
        (JSON, '{"id": "1", "text": "a"}', 400, "shape"),
        (JSON, "{" + ID + "}", 400, "shape"),
        (JSON, "{" + ID + ', "text": 5}', 400, "shape"),
        (JSON, "{" + ID + ', "text": "a", "tap": "b"}', 400, "shape"),
        (JSON, "{" + ID + ', "text": "a", "start": true}', 400, "shape"),
        (JSON, "{" + ID + ', "text": "a", "admin": true}', 400, "shape"),
        (JSON, "{" + ID + ', "text": " \\n "}', 400, "empty"),
        (JSON, "{" + ID + ', "text": "\\ud800"}', 400, "shape"),
        (JSON, "{" + ID + ', "text": "' + "a" * 4_001 + '"}', 400, "long"),
        (JSON, "{" + ID + ', "tap": "' + "a" * 201 + '"}', 400, "shape"),
        (JSON, "{" + ID + ', "text": "' + "a" * BODY_BYTES + '"}', 413, "size"),
        (JSON | {"Origin": "https://evil.example"}, "{" + ID + ', "text": "a"}', 403, "origin"),
        (JSON | {"Origin": "null"}, "{" + ID + ', "text": "a"}', 403, "origin"),
    ],
)
async def test_what_is_no_message_of_the_page_is_refused_in_plain_words(
    web: httpx.AsyncClient, desk: ScriptedDesk, headers: dict[str, str], body: str | bytes, status: int, reason: str
) -> None:
    response = await web.post("/chat", content=body, headers=headers)
    assert response.status_code == status
    assert response.json() == {"error": say("id", f"web.refused.{reason}", {"most": 4_000})}
    assert desk.received == []


async def test_a_body_without_an_end_is_refused_before_it_is_held(web: httpx.AsyncClient) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"a" * 16_384

    assert (await web.post("/chat", content=endless(), headers=JSON)).status_code == 413
    assert read <= 6


@pytest.mark.parametrize(
    ("origin", "public_url", "status"),
    [
        ("http://payung.test", "", 200),
        ("http://[", "", 403),
        ("", "", 403),
        ("https://payung.test", "", 200),
        ("https://payung.example", "https://payung.example/", 200),
        ("http://payung.example", "https://payung.example", 403),
        ("https://payung.example.evil.example", "https://payung.example", 403),
    ],
)
async def test_only_this_site_may_post(desk: ScriptedDesk, origin: str, public_url: str, status: int) -> None:
    async with client_of(site(desk, Office(public_url=public_url))) as web:
        response = await web.post("/chat", json=sent(text="a"), headers={"Origin": origin})
    assert response.status_code == status


async def test_4000_characters_are_taken_whole(web: httpx.AsyncClient, desk: ScriptedDesk) -> None:
    assert (await web.post("/chat", json=sent(text="é" * 4_000))).status_code == 200
    assert len(desk.received[0].text) == 4_000


async def test_a_bug_is_told_as_such_without_a_traceback(web: httpx.AsyncClient) -> None:
    response = await web.post("/chat", json=sent(text="rusak"))
    assert response.status_code == 500
    assert response.json() == {"error": catalogue("id")["web.error.broken"]}


async def test_a_page_with_a_bug_says_that_the_answers_are_safe(desk: ScriptedDesk) -> None:
    async def broken(*_: str) -> Any:
        raise RuntimeError("a bug")

    whole = lookups()
    faulty = Lookups(whole.card, whole.calendar, broken, broken, broken)
    async with client_of(create_app(desk, Office(), say, faulty)) as web:
        response = await web.get(f"/cek/{REFERENCE}")
    assert response.status_code == 500
    assert catalogue("id")["web.error.broken"] in response.text


PATHS = {
    "/": 200,
    "/privasi": 200,
    "/cek": 200,
    f"/cek/{REFERENCE}": 200,
    "/nik/open": 200,
    "/robots.txt": 200,
    "/favicon.svg": 200,
    "/static/payung.css": 200,
    "/static/../web.py": 404,
    "/static/none.js": 404,
    "/chat": 200,
    "/tidak-ada": 404,
}


@pytest.mark.parametrize(("path", "status"), PATHS.items())
async def test_every_answer_carries_the_house_headers(web: httpx.AsyncClient, path: str, status: int) -> None:
    response = await web.get(path)
    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    kept = "no-cache" if path.startswith(("/static/p", "/favicon")) else "no-store"
    assert response.headers["Cache-Control"] == kept


@pytest.mark.parametrize("path", [path for path, status in PATHS.items() if status == 200 and "." not in path])
async def test_no_page_asks_another_site_for_anything_or_scripts_inline(web: httpx.AsyncClient, path: str) -> None:
    text = (await web.get(path)).text
    assert not re.search(r"(?:src|action)=\"(?!/)|<link[^>]+href=\"(?!/)|style=\"|\son\w+=\"|<script>", text)


async def test_static_files_are_kept_for_a_year_by_their_hash(web: httpx.AsyncClient) -> None:
    page = (await web.get("/")).text
    addresses = re.findall(r"/static/[\w.]+\?v=[0-9a-f]{16}", page)
    assert len(addresses) == 4
    for address in addresses:
        assert "immutable" in (await web.get(address)).headers["Cache-Control"]
    assert (await web.get("/static/chat.js?v=old")).headers["Cache-Control"] == "no-cache"


async def test_the_chat_weighs_less_than_60_kb_in_all(web: httpx.AsyncClient) -> None:
    page = await web.get("/")
    files = [await web.get(address) for address in re.findall(r"/static/[\w.]+\?v=\w+", page.text)]
    weight = sum(len(each.content) for each in (page, *files, await web.get("/favicon.svg")))
    assert weight < 60_000
    assert sum(len(gzip.compress(each.content)) for each in (page, *files)) < 20_000


async def test_the_page_says_uji_coba_only_while_no_office_stands_behind_it(desk: ScriptedDesk) -> None:
    for office, badge in ((Office(), True), (OFFICE, False)):
        async with client_of(site(desk, office)) as web:
            for path in ("/", "/privasi", "/cek"):
                assert ("UJI COBA" in (await web.get(path)).text) is badge


async def test_the_pages_follow_the_language_of_the_last_reply(web: httpx.AsyncClient) -> None:
    assert '<html lang="id">' in (await web.get("/")).text
    await web.post("/chat", json=sent(text="english"))
    for path, words in (("/", "Write a message"), ("/privasi", "Who is responsible"), ("/cek", "Application number")):
        page = (await web.get(path)).text
        assert '<html lang="en">' in page
        assert words in page


FILES = [(f"/kartu/{REFERENCE}.png", "image/png"), (f"/kalender/{REFERENCE}.ics", "text/calendar; charset=utf-8")]


@pytest.mark.parametrize(("path", "media_type"), FILES)
async def test_a_card_and_a_calendar_are_shown_to_their_owner_only(
    desk: ScriptedDesk, path: str, media_type: str
) -> None:
    owner: list[str] = []
    async with client_of(site(desk, owner=owner)) as mine, client_of(site(desk, owner=owner)) as theirs:
        for each in (mine, theirs):
            await each.get("/")
        owner.append(mine.cookies["payung"])
        found = await mine.get(path)
        assert (found.status_code, found.headers["Content-Type"]) == (200, media_type)
        assert found.headers["Cache-Control"] == "no-store"
        assert found.content == PNG or found.text.startswith("BEGIN:VCALENDAR")
        assert (await theirs.get(path)).status_code == 404
        assert (await mine.get(path.replace(REFERENCE, OTHER_REFERENCE))).status_code == 404
        mine.cookies.clear()
        assert (await mine.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (REFERENCE, "Pengajuan sudah diterima"),
        (REFERENCE.lower().replace("-", ""), "Pengajuan sudah diterima"),
        (REFERENCE[:-1] + "H", "Sepertinya nomor ini salah ketik"),
        ("<script>alert(1)</script>", "Sepertinya nomor ini salah ketik"),
        ("a/b", "Sepertinya nomor ini salah ketik"),
        ("K" * 500, "Sepertinya nomor ini salah ketik"),
    ],
)
async def test_the_check_page_tells_a_status_or_a_slip(web: httpx.AsyncClient, typed: str, words: str) -> None:
    response = await web.get("/cek", params={"nomor": typed}, follow_redirects=False)
    assert response.status_code == 303
    page = (await web.get(response.headers["Location"])).text
    assert words in page
    assert "<script>" not in page


async def test_the_check_page_tells_the_day_in_jakarta_and_that_it_is_no_membership(web: httpx.AsyncClient) -> None:
    page = (await web.get(f"/cek/{REFERENCE}")).text
    assert "22 November 2026" in page
    assert "belum kepesertaan" in page
    for words in ("OTP", "PIN", "Kata sandi", "Uang", "175", "JMO", "bpjsketenagakerjaan.go.id"):
        assert words in page


async def test_a_right_reference_nobody_has_is_told_apart_from_a_slip(web: httpx.AsyncClient) -> None:
    assert catalogue("id")["web.check.unknown"] in (await web.get(f"/cek/{OTHER_REFERENCE}")).text


async def test_a_client_may_look_20_times_a_minute(desk: ScriptedDesk) -> None:
    now = [100.0]
    app = create_app(desk, Office(), say, lookups(), Looks(lambda: now[0]))
    async with client_of(app, client=("198.51.100.7", 1)) as web, client_of(app, client=("198.51.100.8", 1)) as other:
        for _ in range(20):
            assert (await web.get(f"/cek/{REFERENCE}")).status_code == 200
        refused = await web.get(f"/cek/{REFERENCE}")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert catalogue("id")["web.check.busy"] in refused.text
        assert (await web.get("/cek")).status_code == 200
        assert (await other.get(f"/cek/{REFERENCE}")).status_code == 200
        now[0] += 60
        assert (await web.get(f"/cek/{REFERENCE}")).status_code == 200


async def test_one_ipv6_household_counts_as_one_client(desk: ScriptedDesk) -> None:
    app = create_app(desk, Office(), say, lookups(), Looks())
    statuses = []
    for last in range(21):
        async with client_of(app, client=(f"2001:db8::{last:x}", 1)) as web:
            statuses.append((await web.get(f"/cek/{REFERENCE}")).status_code)
    assert statuses == [200] * 20 + [429]


def test_the_memory_of_looks_is_bounded() -> None:
    looks = Looks(lambda: 0.0, clients=3)
    for _ in range(20):
        looks.allow("first")
    assert not looks.allow("first")
    for other in ("second", "third", "fourth"):
        looks.allow(other)
    assert looks.allow("first")


async def test_a_nik_is_taken_once_and_told_what_is_wrong_with_it(web: httpx.AsyncClient) -> None:
    form = await web.get("/nik/open")
    assert 'method="post"' in form.text
    assert 'inputmode="numeric"' in form.text
    wrong = await web.post("/nik/open", data={"nik": '537101"><b>'})
    assert wrong.status_code == 422
    assert catalogue("id")["web.nik.length"] in wrong.text
    assert "<b>" not in wrong.text
    taken = await web.post("/nik/open", data={"nik": "5371014101909001"}, headers={"Origin": "null"})
    assert taken.status_code == 200
    assert "5371014101909001" not in taken.text
    assert (await web.post("/nik/used", data={"nik": "5371014101909001"})).status_code == 410
    assert (await web.post("/nik/open", content=b"nik=" + b"1" * BODY_BYTES)).status_code == 413


async def test_the_privacy_notice_names_the_office_or_says_that_there_is_none(desk: ScriptedDesk) -> None:
    async with client_of(site(desk, OFFICE)) as web:
        page = (await web.get("/privasi")).text
        assert OFFICE.name in page
        assert OFFICE.contact in page
    async with client_of(site(desk)) as web:
        page = (await web.get("/privasi")).text
        assert catalogue("id")["privacy.who.trial"] in page
    for words in ("DATA SAYA", "HAPUS DATA", "UBAH", "BERHENTI", "3 x 24 jam", "30 hari", "8 hari", "UU 27/2022"):
        assert words in page


async def test_without_scripts_the_chat_page_says_so(web: httpx.AsyncClient) -> None:
    assert f'<noscript><p class="never loud">{catalogue("id")["web.noscript"]}' in (await web.get("/")).text


async def test_robots_stay_out(web: httpx.AsyncClient) -> None:
    assert (await web.get("/robots.txt")).text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("path", ["/chat", "/", "/privasi"])
async def test_other_methods_get_the_house_page(web: httpx.AsyncClient, path: str) -> None:
    response = await web.delete(path)
    assert response.status_code == 405
    assert "Halaman ini tidak ada" in response.text


def test_both_catalogues_say_the_same_ids_with_the_same_places() -> None:
    indonesian, english = catalogue("id"), catalogue("en")
    places = re.compile(r"{(\w+)}")
    assert {id: sorted(places.findall(words)) for id, words in indonesian.items()} == {
        id: sorted(places.findall(words)) for id, words in english.items()
    }
    assert all(indonesian.values())
    assert all(english.values())


def test_every_id_is_used_somewhere() -> None:
    source = "".join(
        file.read_text()
        for folder in (TEMPLATES, STATIC.parent, STATIC)
        for file in folder.iterdir()
        if file.suffix in {".html", ".py", ".js"}
    )
    computed = ("web.nik.", "web.status.", "web.check.", "web.error.", "privacy.")
    spoken = {f"web.{name}" for name in CHAT_WORDS}
    unused = [
        id for id in catalogue("id") if id not in spoken and not id.startswith(computed) and f'"{id}"' not in source
    ]
    assert unused == []


def test_the_script_never_makes_markup_of_text() -> None:
    for file in STATIC.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", file.read_text())


async def test_guessing_references_in_the_chat_is_limited_by_network_whatever_the_cookie(desk: ScriptedDesk) -> None:
    codes = []
    async with client_of(create_app(desk, Office(), say, lookups(), Looks())) as web:
        for _ in range(25):
            web.cookies.clear()
            codes.append((await web.post("/chat", json=sent(text=f"status {REFERENCE}"))).status_code)
        assert (await web.post("/chat", json=sent(text="nelayan"))).status_code == 200
    assert codes == [200] * 20 + [429] * 5
