"""What a turn causes beside its reply; the desk writes it in the transaction of the message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from conversations.eligibility import Applicant, Verdict
from conversations.form import Effect
from conversations.question import Json
from conversations.say import Text


@dataclass(frozen=True)
class Consented(Effect):
    """A consent was given or refused."""

    purpose: str
    """"process" or "reminders"."""
    version: str
    """The id of the question, which changes with the meaning of its text."""
    given: bool
    shown: Text
    """The words that were agreed to."""


@dataclass(frozen=True)
class Submitted(Effect):
    """An application was handed in, or an earlier one handed in again with changes."""

    reference: str
    again: bool
    since: datetime
    """When it was begun: the consents since then are for it."""
    answers: Mapping[str, Json] = field(repr=False)
    """Stored forms by question id: those that the script used, without the NIK."""
    nik: str = field(repr=False)
    name: str = field(repr=False)
    applicant: Applicant = field(repr=False)
    verdict: Verdict = field(repr=False)
    day: date
    how: str


@dataclass(frozen=True)
class Determined(Effect):
    """An answer about price and rules was given to someone who applies for nothing."""

    applicant: Applicant = field(repr=False)
    verdict: Verdict = field(repr=False)
    day: date


@dataclass(frozen=True)
class Discarded(Effect):
    """The answers are not kept, so the replies that repeat them go too."""


@dataclass(frozen=True)
class Erased(Effect):
    """Everything about the person behind this address is to go, but for what the law wants kept."""


@dataclass(frozen=True)
class MessagesWanted(Effect):
    """Whether the person wants messages that they did not ask for."""

    wanted: bool


@dataclass(frozen=True)
class LinkShown(Effect):
    """The one-time page of this moment was offered."""
