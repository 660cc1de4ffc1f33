"""`payung talk`: a person at the keyboard, or a script of lines, on the very desk that serves everyone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime
from getpass import getuser
from pathlib import Path
from uuid import uuid4

from bot import papers
from bot.app import opened, working
from bot.channels.terminal import CHANNEL, lines, say
from bot.desk import Desk
from bot.messages import Reply
from bot.settings import Settings


async def play(
    settings: Settings, script: Path | None, clock: Callable[[], datetime] | None, cards: Path | None
) -> None:
    """Talk until the script or the person ends. A script is somebody new; at the keyboard one is known again."""
    address = f"script-{uuid4().hex}" if script else f"keyboard-{getuser()}"
    async with opened(settings) as house:
        desk = Desk(replace(house, clock=clock) if clock else house)
        async with working(desk):
            async for line in _typed() if script is None else _scripted(_lines(script)):
                if script:
                    print(f"> {line}")
                reply = await say(desk, address, line)
                print("\n".join(lines(reply, house.wording)), end="\n\n")
                if cards and reply.card:
                    await _save(desk, address, reply, cards)


def _lines(script: Path) -> list[str]:
    told = script.read_text(encoding="utf-8", errors="replace").split("\n")
    return [line.removesuffix("\r") for line in told if line.strip()]


async def _scripted(lines: list[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def _typed() -> AsyncIterator[str]:
    yield "/start"
    while True:
        try:
            line = await asyncio.to_thread(input, "> ")
        except EOFError:
            return
        if not line.strip():
            return
        yield line


async def _save(desk: Desk, address: str, reply: Reply, folder: Path) -> None:
    known = next(one for one in await desk.mine(CHANNEL, address) if one.reference == reply.card)
    for ending, drawn in (("png", papers.card), ("ics", papers.calendar)):
        print(f"  -> {_put(folder / f'{reply.card}.{ending}', drawn(desk.house, known, reply.language))}")


def _put(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file
