"""What the bot says: ids of messages and the values in them; the words are the catalogue's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True)
class Money:
    """Whole rupiah, written as people write it: Rp16.800."""

    rupiah: int


@dataclass(frozen=True)
class MonthName:
    """A month by its first day, written as Desember 2026."""

    first: date


@dataclass(frozen=True)
class Text:
    """One message of the catalogue by its id, with the values that stand in its places."""

    id: str
    values: Mapping[str, "Value"] = field(default_factory=dict)


@dataclass(frozen=True)
class Several:
    """Values one after another: on lines of their own, or in a row with a mark between them."""

    values: tuple["Value", ...]
    between: str = "\n"


Value: TypeAlias = str | int | date | Money | MonthName | Text | Several


def text(id: str, **values: Value) -> Text:
    """A `Text`, written shortly."""
    return Text(id, values)


@dataclass(frozen=True)
class Option:
    """Something to choose: what choosing it does, and its label."""

    action: str
    """"answer:<question>:<option>", "edit:<question>" or "command:<INTENT>"; at most 50 bytes."""
    label: Value


@dataclass(frozen=True)
class Say:
    """All that one turn says, as one message."""

    parts: tuple[Text, ...]
    """Paragraphs, in order."""
    options: tuple[Option, ...] = ()
    numbered: bool = True
    """Whether a typed number chooses an option; not where numbers mean lines of a list (the review)."""
    card: str = ""
    """A reference whose card goes along, "" for none."""
    progress: tuple[int, int] | None = None
