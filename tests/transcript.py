"""Plays a transcript: the `>` lines go in, and the whole file comes out as it should read.

`# ...` heading · `@ 2026-11-22 12:00` or `@ +5 hari` sets the clock (Jakarta) · `kantor: -` makes it a trial ·
`> text` is typed · `>> Label` taps that button of the last reply, `>> Label ^3` of the third last · `= ...` is what is
on record at the end. Everything else is what the bot says.
"""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.app import working
from bot.channels.terminal import lines
from bot.desk import Desk
from bot.house import House
from bot.messages import Inbound, Kind, Reply
from conversations.eligibility import load_rules
from conversations.form import Office
from locales.wording import load
from storage.database import Database, open_database
from storage.sealed import KeyRing, Vault, lookup_key
from storage.tables import consents, determinations, erasures, registrations

JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = Office("Kantor Contoh", "kantor@contoh.example")
ADDRESS = "seseorang"


async def house_at(url: str, office: Office | None = OFFICE) -> House:
    """A house on a new database, with references that are the same at every run."""
    db = await open_database(url, migrate=True)
    ring = KeyRing.parse(KeyRing.fresh()[1])
    async with db.transaction() as tx:
        vault = Vault(ring, await lookup_key(tx, ring))
    choose = random.Random(7).randrange
    return House(db, vault, load(), load_rules(), office, "https://payung.example", choose=choose)


class Player:
    """One person with one phone, whose clock the transcript sets."""

    def __init__(self, house: House) -> None:
        self.now = datetime(2026, 11, 22, 5, tzinfo=UTC)
        self.desk = Desk(replace(house, clock=lambda: self.now))
        self.replies: list[Reply] = []
        self._count = 0

    async def send(self, kind: Kind, text: str = "", tap: str = "") -> list[str]:
        self._count += 1
        self.now += timedelta(seconds=10)
        message = Inbound("terminal", ADDRESS, f"m{self._count}", kind, text=text, tap=tap)
        reply = await self.desk.receive(message)
        self.replies.append(reply)
        return list(lines(reply, self.desk.house.wording))

    def payload(self, label: str, back: int) -> str:
        reply = self.replies[-back]
        return next(option.payload for option in reply.options if option.label == label)

    def set_clock(self, told: str) -> None:
        later = re.fullmatch(r"\+(\d+) (hari|jam)", told)
        if later:
            unit = timedelta(days=1) if later[2] == "hari" else timedelta(hours=1)
            self.now += int(later[1]) * unit
        else:
            self.now = datetime.strptime(told, "%Y-%m-%d %H:%M").replace(tzinfo=JAKARTA).astimezone(UTC)

    async def do(self, line: str) -> list[str]:
        if line.startswith("@ "):
            self.set_clock(line[2:])
            return []
        if line.startswith(">> "):
            label, _, back = line[3:].partition(" ^")
            return await self.send(Kind.TAP, tap=self.payload(label, int(back or 1)))
        return await self.send(Kind.TEXT, text=line[2:])


async def on_record(db: Database) -> list[str]:
    """What the database holds in the end, without anything personal."""
    async with db.reading() as tx:
        rows = (await tx.execute(select(registrations).order_by(registrations.c.submitted_at))).all()
        agreed = (await tx.execute(select(consents).order_by(consents.c.at, consents.c.purpose))).all()
        days = (await tx.execute(select(determinations.c.day).order_by(determinations.c.created_at))).all()
        gone = await tx.scalar(select(func.count()).select_from(erasures))
    found = [
        f"= {row.reference} {row.status} tier={row.tier} {row.sector} {row.region} {row.how} nik={bool(row.nik)}"
        for row in rows
    ]
    found += [
        f"= consent {row.purpose} {row.version} {'yes' if row.given else 'no'}" + " withdrawn" * bool(row.withdrawn_at)
        for row in agreed
    ]
    found += [f"= determined on {row.day}" for row in days]
    return [*found, *([f"= erased {gone}"] if gone else [])] or ["= nothing"]


DIRECTIVE = re.compile(r"(?:#|@|>|>>|kantor:) ")


async def played(path: Path, folder: Path) -> str:
    """The file as it reads when its directives are played afresh."""
    directives = [line for line in path.read_text().split("\n") if DIRECTIVE.match(line)]
    house = await house_at(f"sqlite:///{folder}/payung.db", None if "kantor: -" in directives else OFFICE)
    player = Player(house)
    told: list[str] = []
    async with working(player.desk):
        for line in directives:
            said = [] if line.startswith(("# ", "kantor:")) else await player.do(line)
            told += ([""] if line.startswith((">", "@")) else []) + [line, *said]
    record = await on_record(house.db)
    await house.db.close()
    return "\n".join([*told, "", *record, ""])
