"""What comes in and what goes out, in the same shape for every channel."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a person did: wrote, tapped, opened the chat, sent what is no text, or filled in our page."""

    TEXT = "text"
    TAP = "tap"
    START = "start"
    OTHER = "other"
    NIK = "nik"


@dataclass(frozen=True)
class Inbound:
    """One message of one person, as a channel received it."""

    channel: str
    """"web", "terminal", "telegram" or "whatsapp"."""
    address: str = field(repr=False)
    """The channel's own name for the person: cookie token, chat id, phone number."""
    provider_id: str
    """Unique per channel: the same id is the same message, delivered again."""
    kind: Kind = Kind.TEXT
    text: str = field(default="", repr=False)
    tap: str = ""
    """The payload of the tapped button, as it was given out in `Button.payload`."""


@dataclass(frozen=True)
class Button:
    """One option under a reply; tapping it sends the payload, typing its number or its words does the same."""

    label: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What one turn says, already in words: one message on every channel."""

    id: str
    text: str
    options: tuple[Button, ...] = ()
    numbered: bool = True
    """Whether typing 1, 2, 3 chooses the option of that place; otherwise its words do."""
    card: str = ""
    """The reference whose card picture goes along, "" for none."""
    progress: tuple[int, int] | None = None
    """Step and number of steps, as (3, 8)."""
    language: str = "id"
    erased: bool = False
    """Whether all that was said before is to be forgotten, on the person's own screen too."""
    trial: bool = False
    """Whether this is UJI COBA: no office stands behind it yet."""
