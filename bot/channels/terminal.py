"""The same conversation in a terminal: numbers for options, one message a line."""

from collections.abc import Iterator
from uuid import uuid4

from bot.desk import Desk
from bot.messages import Inbound, Kind, Reply
from locales.wording import Wording

CHANNEL = "terminal"


def lines(reply: Reply, wording: Wording) -> Iterator[str]:
    """A reply as lines of text; options as numbers where a number chooses them, as words otherwise."""
    yield from reply.text.replace("*", "").split("\n")
    if reply.options:
        yield ""
    for number, option in enumerate(reply.options, start=1):
        yield f"  {number}. {option.label}" if reply.numbered else f"  [{option.label}]"
    if reply.card:
        yield f"  ({wording.text(reply.language, 'terminal.card', reference=reply.card)})"
    if reply.progress:
        step, steps = reply.progress
        yield f"  ({wording.text(reply.language, 'progress', step=step, steps=steps)})"


async def say(desk: Desk, address: str, line: str) -> Reply:
    """One line typed, and its reply; a line of "/start" opens the chat without a word."""
    kind = Kind.START if line == "/start" else Kind.TEXT
    return await desk.receive(Inbound(CHANNEL, address, uuid4().hex, kind, text="" if kind is Kind.START else line))
