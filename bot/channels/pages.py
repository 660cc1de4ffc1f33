"""Every page of the site is made here: its words from the catalogue, its headers, its cookie and its static files."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from conversations.say import Value

Say = Callable[[str, str, Mapping[str, Value]], str]
"""Words of one catalogue id in one language: `say("id", "web.send", {})`."""

COOKIE = "payung"
COOKIE_SECONDS = 30 * 24 * 3600
BODY_BYTES = 64 * 1024
BODY_SECONDS = 30
LONGEST_TEXT = 4_000
"""Characters of one message; more is refused kindly, never cut."""

CHAT_WORDS = (
    *("bot", "me", "progress", "save", "calendar", "connecting", "cookies", "too-long"),
    *("sending", "waiting", "retrying", "sent", "failed"),
)
"""What the chat's script says, as `web.<name>`."""

_HERE = Path(__file__).parent
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class Office:
    """Who answers for what people write here; without a name and a contact it is a trial (UJI COBA)."""

    name: str = ""
    contact: str = ""
    public_url: str = ""
    """Where people reach the site, as "https://payung.example", "" when only the Host header tells."""

    @property
    def trial(self) -> bool:
        return not (self.name and self.contact)

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https:")

    def owns(self, origin: str, host: str) -> bool:
        """Whether a browser's Origin header is this site; "null" never is."""
        public = urlsplit(self.public_url)
        return origin == f"{public.scheme}://{public.netloc}" or (bool(host) and origin.partition("://")[2] == host)


class Pages:
    """The site's paper: templates filled with words, in the language the visitor last spoke."""

    def __init__(self, office: Office, say: Say, spoken: Callable[[Request], Awaitable[str]]) -> None:
        self.office, self.say, self.spoken = office, say, spoken
        self._env = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._env.globals.update(office=office, asset=self._asset)

    async def show(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        return self.paint(await self.spoken(request), template, status, **values)

    def paint(self, language: str, template: str, status: int = 200, **values: object) -> Response:
        """A finished page; never kept by the browser, never framed, never a referrer."""
        words = partial(self.text, language)
        page = self._env.get_template(template).render(t=words, lang=language, **values)
        return guarded(HTMLResponse(page, status))

    def text(self, language: str, id: str, **values: Value) -> str:
        return self.say(language, id, values)

    def chat_words(self, language: str) -> dict[str, str]:
        """The script's own words; it fills {count} and the like itself."""
        blanks = {name: "{" + name + "}" for name in ("step", "steps", "count", "most")}
        return {name: self.text(language, f"web.{name}", **blanks) for name in CHAT_WORDS}

    def static(self, request: Request) -> Response:
        """One file of ours; kept for a year when asked for by its hash, never otherwise."""
        name = request.path_params.get("name") or request.url.path.strip("/")
        if name not in self._files:
            raise HTTPException(404)
        kind = _TYPES[Path(name).suffix]
        known = request.query_params.get("v") == self._hashes[name]
        response = guarded(Response(self._files[name], media_type=kind))
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if known else "no-cache"
        return response

    async def missing(self, request: Request, error: Exception) -> Response:
        """The house's own page for 404, 405 and the like."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self.paint("id", "error.html", status, kind="missing")

    async def broken(self, request: Request, error: Exception) -> Response:
        """Answer to a bug of ours: what was answered is safe, try again."""
        if request.url.path == "/chat":
            return refusal(500, self.text("id", "web.error.broken"))
        return self.paint("id", "error.html", 500, kind="broken")

    def _asset(self, name: str) -> str:
        return f"/static/{name}?v={self._hashes[name]}"

    @cached_property
    def _files(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in (_HERE / "static").iterdir() if file.suffix in _TYPES}

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return {name: hashlib.sha256(content).hexdigest()[:16] for name, content in self._files.items()}


def guarded(response: Response) -> Response:
    """The response with the headers that every answer of the site carries."""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def refusal(status: int, words: str) -> Response:
    """A JSON answer that says in plain words why something was not taken."""
    return guarded(JSONResponse({"error": words}, status))


def address_of(request: Request) -> str | None:
    """The visitor's token, None for a new visitor or a cookie that is none of ours."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def remembered(response: Response, address: str, office: Office) -> Response:
    """The response with the visitor's token kept for another 30 days."""
    response.set_cookie(
        COOKIE, address, max_age=COOKIE_SECONDS, path="/", secure=office.secure, httponly=True, samesite="lax"
    )
    return response


def new_address() -> str:
    return secrets.token_urlsafe(32)


async def body_of(request: Request) -> bytes | None:
    """The request's body, None when it is longer than 64 kB, broke off or never ended; no more than that is held."""
    body = bytearray()
    with suppress(ClientDisconnect, TimeoutError):
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_BYTES:
                    return None
            return bytes(body)
    return None
