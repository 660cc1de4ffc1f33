"""What a person fetches or hands in by a link: the card, the calendar, the state of an application, the NIK."""

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, quote
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.pages import Pages, address_of, body_of, guarded
from conversations.reference import normal
from storage.registrations import PublicStatus

NIK_REASONS = frozenset({"empty", "non-digit", "length", "region", "date", "serial"})
"""Reasons with words of their own, as `web.nik.<reason>`; any other is told as `web.nik.other`."""

STATUSES = frozenset({"submitted", "handed-over", "erased"})
"""States with words of their own, as `web.status.<state>`; any other is told as `web.status.other`."""

_ZONE = ZoneInfo("Asia/Jakarta")

_LONGEST_REFERENCE = 40
_LOOKS_A_MINUTE = 20


class NikState(StrEnum):
    OK = "ok"
    INVALID = "invalid"
    GONE = "gone"


@dataclass(frozen=True)
class NikOutcome:
    """What became of a NIK typed on a one-time page; a gone page was used or its 10 minutes are over."""

    state: NikState
    reason: str = ""
    """One of `NIK_REASONS` when invalid."""


@dataclass(frozen=True)
class Lookups:
    """What the pages ask of the rest of the house."""

    card: Callable[[str, str], Awaitable[bytes | None]]
    """PNG of (address, reference), None unless that address owns it."""
    calendar: Callable[[str, str], Awaitable[bytes | None]]
    """iCalendar of (address, reference), None unless that address owns it."""
    status: Callable[[str], Awaitable[PublicStatus | None]]
    """State of a reference in its written form, None when there is no such application."""
    everything: Callable[[str], Awaitable[bytes | None]]
    """JSON of all that is held about an address, None for one that never wrote."""
    submit_nik: Callable[[str, str], Awaitable[NikOutcome]]
    """Takes (token, what was typed); the token is used up by the first valid NIK."""


class Looks:
    """How often each client looked in the last minute; keeps the latest 10,000 clients and nothing else."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, clients: int = 10_000) -> None:
        self._clock, self._clients = clock, clients
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allow(self, client: str) -> bool:
        now = self._clock()
        looks = self._seen.setdefault(client, deque(maxlen=_LOOKS_A_MINUTE))
        self._seen.move_to_end(client)
        if len(self._seen) > self._clients:
            self._seen.popitem(last=False)
        if len(looks) == _LOOKS_A_MINUTE and now - looks[0] < 60:
            return False
        looks.append(now)
        return True


def client_of(request: Request) -> str:
    """The caller's network: an IPv6 household owns a whole /64."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


@dataclass(frozen=True)
class LookupPages:
    """The pages over `Lookups`."""

    pages: Pages
    lookups: Lookups
    looks: Looks

    def routes(self) -> list[Route]:
        return [
            Route("/kartu/{reference}.png", self.card),
            Route("/kalender/{reference}.ics", self.calendar),
            Route("/data-saya.json", self.everything),
            Route("/cek", self.check),
            Route("/cek/{reference:path}", self.check),
            Route("/nik/{token}", self.nik, methods=["GET", "POST"]),
        ]

    async def card(self, request: Request) -> Response:
        return await self._owned(request, self.lookups.card, "image/png")

    async def calendar(self, request: Request) -> Response:
        response = await self._owned(request, self.lookups.calendar, "text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="payung.ics"'
        return response

    async def everything(self, request: Request) -> Response:
        """All that is held about the visitor, as a file."""
        address = address_of(request)
        content = await self.lookups.everything(address) if address else None
        if content is None:
            raise HTTPException(404)
        response = guarded(Response(content, media_type="application/json"))
        response.headers["Content-Disposition"] = 'attachment; filename="data-saya.json"'
        return response

    async def check(self, request: Request) -> Response:
        """The form, and under it what is known of the reference in the path."""
        if typed := request.query_params.get("nomor", "").strip()[:_LONGEST_REFERENCE]:
            return guarded(RedirectResponse(f"/cek/{quote(typed, safe='')}", 303))
        typed = request.path_params.get("reference", "").strip()[:_LONGEST_REFERENCE]
        if not typed:
            return await self.pages.show(request, "cek.html", typed="", kind="form")
        if not self.looks.allow(client_of(request)):
            response = await self.pages.show(request, "cek.html", 429, typed=typed, kind="busy")
            response.headers["Retry-After"] = "60"
            return response
        return await self._known(request, typed)

    async def _known(self, request: Request, typed: str) -> Response:
        reference = normal(typed)
        if reference is None:
            return await self.pages.show(request, "cek.html", typed=typed, kind="mistyped")
        found = await self.lookups.status(reference)
        if found is None:
            return await self.pages.show(request, "cek.html", typed=reference, kind="unknown")
        word = found.status if found.status in STATUSES else "other"
        since = found.at.astimezone(_ZONE).date()
        return await self.pages.show(request, "cek.html", typed=reference, kind="known", word=word, since=since)

    async def nik(self, request: Request) -> Response:
        """A plain form, posted to itself, so that the number is never in an address line."""
        if request.method != "POST":
            return await self.pages.show(request, "nik.html", kind="form", typed="")
        body = await body_of(request)
        if body is None:
            raise HTTPException(413)
        typed = parse_qs(body.decode("utf-8", "replace")).get("nik", [""])[0]
        outcome = await self.lookups.submit_nik(request.path_params["token"], typed)
        if outcome.state is NikState.INVALID:
            reason = outcome.reason if outcome.reason in NIK_REASONS else "other"
            return await self.pages.show(request, "nik.html", 422, kind="form", typed=typed[:40], reason=reason)
        gone = outcome.state is NikState.GONE
        return await self.pages.show(request, "nik.html", 410 if gone else 200, kind=outcome.state.value)

    async def _owned(
        self, request: Request, fetch: Callable[[str, str], Awaitable[bytes | None]], media_type: str
    ) -> Response:
        """A file of the visitor's own; whether a stranger's exists is not told."""
        address = address_of(request)
        content = await fetch(address, request.path_params["reference"]) if address else None
        if content is None:
            raise HTTPException(404)
        return guarded(Response(content, media_type=media_type))
