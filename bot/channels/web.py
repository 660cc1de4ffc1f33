"""The chat on a web page: one cookie is one person, one POST is one message, the page keeps what could not be sent."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.lookups import Looks, LookupPages, Lookups, client_of
from bot.channels.pages import (
    LONGEST_TEXT,
    Office,
    Pages,
    Say,
    address_of,
    body_of,
    guarded,
    new_address,
    refusal,
    remembered,
)
from bot.messages import Inbound, Kind, Reply
from conversations.reference import normal

CHANNEL = "web"
_LONGEST_TAP = 200

Answer = Callable[[Request], Awaitable[Response]]


class Chat(Protocol):
    """What the web channel needs of the desk."""

    async def receive(self, inbound: Inbound) -> Reply:
        """The reply to one message; the same provider id gets the same reply, and counts once."""

    async def last(self, channel: str, address: str) -> Reply | None:
        """The last reply given to this address, None if it never wrote."""

    async def language(self, channel: str, address: str) -> str:
        """The language this address last chose, "id" if it never wrote."""


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page posts: an id of its own making and exactly one of text, tap and start."""

    id: UUID
    text: str | None = None
    tap: str | None = None
    start: bool = False

    @property
    def single(self) -> bool:
        return [self.text is not None, self.tap is not None, self.start].count(True) == 1


class Refusal(Exception):
    """A request that is answered with a plain sentence instead of a reply."""

    def __init__(self, status: int, id: str) -> None:
        super().__init__(id)
        self.status, self.id = status, id


@dataclass(frozen=True)
class ChatPages:
    """The chat page and the two addresses its script talks to."""

    chat: Chat
    pages: Pages
    looks: Looks

    def routes(self) -> list[Route]:
        return [
            Route("/", self.page),
            Route("/chat", self.last, methods=["GET"]),
            Route("/chat", self.post, methods=["POST"]),
            Route("/privasi", self.privacy),
            Route("/robots.txt", _robots),
            Route("/favicon.svg", self._static),
            Route("/static/{name}", self._static),
        ]

    async def page(self, request: Request) -> Response:
        language = await self.pages.spoken(request)
        words = self.pages.chat_words(language)
        page = self.pages.paint(language, "chat.html", words=words, longest=LONGEST_TEXT)
        return remembered(page, address_of(request) or new_address(), self.pages.office)

    async def last(self, request: Request) -> Response:
        """The question that is open for this visitor, so that a new tab or a reload shows it."""
        address = address_of(request)
        reply = await self.chat.last(CHANNEL, address) if address else None
        return guarded(JSONResponse({"replies": [self.drawn(reply)] if reply else []}))

    async def post(self, request: Request) -> Response:
        address = address_of(request) or new_address()
        try:
            inbound = _inbound(address, await self._sent(request))
        except Refusal as wrong:
            words = self.pages.text(await self.pages.spoken(request), wrong.id, most=LONGEST_TEXT)
            return refusal(wrong.status, words)
        if asks_for_reference(inbound.text) and not self.looks.allow(client_of(request)):
            return refusal(429, self.pages.text(await self.pages.spoken(request), "web.refused.looks"))
        reply = await self.chat.receive(inbound)
        return remembered(guarded(JSONResponse({"reply": self.drawn(reply)})), address, self.pages.office)

    async def privacy(self, request: Request) -> Response:
        return await self.pages.show(request, "privasi.html")

    def drawn(self, reply: Reply) -> dict[str, object]:
        """A reply as the page's script reads it; a card brings its calendar along."""
        alt = self.pages.text(reply.language, "web.card.alt", reference=reply.card)
        return {
            "id": reply.id,
            "text": reply.text,
            "options": [{"label": option.label, "payload": option.payload} for option in reply.options],
            "picture": {"src": f"/kartu/{reply.card}.png", "alt": alt} if reply.card else None,
            "calendar": f"/kalender/{reply.card}.ics" if reply.card else None,
            "progress": reply.progress,
            "erased": reply.erased,
            "language": reply.language,
        }

    async def _sent(self, request: Request) -> Sent:
        """What the page posted; raises `Refusal` for what another site or a broken client sends."""
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refusal(415, "web.refused.type")
        origin = request.headers.get("origin")
        if origin is not None and not self.pages.office.owns(origin, request.headers.get("host", "")):
            raise Refusal(403, "web.refused.origin")
        body = await body_of(request)
        if body is None:
            raise Refusal(413, "web.refused.size")
        try:
            sent = msgspec.json.decode(body, type=Sent)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            # `from None`: the decoder's message quotes what was sent.
            raise Refusal(400, "web.refused.shape") from None
        return _checked(sent)

    async def _static(self, request: Request) -> Response:
        return self.pages.static(request)


def _checked(sent: Sent) -> Sent:
    if not sent.single or len(sent.tap or "") > _LONGEST_TAP:
        raise Refusal(400, "web.refused.shape")
    if sent.text is not None and not sent.text.strip():
        raise Refusal(400, "web.refused.empty")
    if len(sent.text or "") > LONGEST_TEXT:
        raise Refusal(400, "web.refused.long")
    return sent


def _inbound(address: str, sent: Sent) -> Inbound:
    """The page's id is made one of this address, so that nobody gets a stranger's reply by repeating an id."""
    provider_id = hashlib.sha256(f"{address}:{sent.id}".encode()).hexdigest()
    if sent.start:
        return Inbound(CHANNEL, address, provider_id, Kind.START)
    if sent.tap is not None:
        return Inbound(CHANNEL, address, provider_id, Kind.TAP, tap=sent.tap)
    # PostgreSQL holds no NUL, and no keyboard types one.
    return Inbound(CHANNEL, address, provider_id, Kind.TEXT, text=(sent.text or "").replace("\0", " "))


def asks_for_reference(text: str) -> bool:
    """Whether the message holds a reference: guessing is limited by network here as on the page for it."""
    return len(text) < 80 and any(normal(word) for word in text.split())


async def _robots(request: Request) -> Response:
    return guarded(PlainTextResponse("User-agent: *\nDisallow: /\n"))


def pages_for(chat: Chat, office: Office, say: Say) -> Pages:
    """Pages that speak the language of the last reply the visitor got."""

    async def spoken(request: Request) -> str:
        address = address_of(request)
        return await chat.language(CHANNEL, address) if address else "id"

    return Pages(office, say, spoken)


def routes(chat: Chat, pages: Pages, lookups: Lookups, looks: Looks | None = None) -> list[Route]:
    """All addresses of the web channel; an app that uses them shows `pages.missing` and `pages.broken` itself."""
    shared = looks or Looks()
    return [*ChatPages(chat, pages, shared).routes(), *LookupPages(pages, lookups, shared).routes()]


def create_app(chat: Chat, office: Office, say: Say, lookups: Lookups, looks: Looks | None = None) -> Starlette:
    """The web channel alone, as the tests and a machine without other channels run it."""
    pages = pages_for(chat, office, say)
    handlers = {HTTPException: pages.missing, 500: pages.broken}
    return Starlette(routes=routes(chat, pages, lookups, looks), exception_handlers=handlers)
