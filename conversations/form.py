"""A form runs a flow's script again from the top: `ask` returns the answer on file or stops the run there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from conversations.eligibility import Applicant, Rules, Verdict
from conversations.question import Json, Question
from conversations.say import Text, Value

A = TypeVar("A")


@dataclass(frozen=True)
class Office:
    """Who is responsible for the data, by name and contact."""

    name: str
    contact: str


@dataclass(frozen=True)
class Known:
    """A registration made from this address, as the person may see it."""

    reference: str
    status: str
    submitted: date
    answers: Mapping[str, Json] = field(repr=False)
    reminders: bool = False
    agreed: date | None = None
    """The day of the consent to process it."""
    stopped: bool = False
    """Whether reminders were agreed to and then stopped."""
    nik: str = field(default="", repr=False)
    id: str = ""


@dataclass(frozen=True)
class Moment:
    """What the world brings to a turn: the time, the rules, fresh random values, and what is already known."""

    now: datetime
    rules: Rules
    reference: str = "AAAA-AAAA-A"
    """A fresh reference number, used if this turn submits."""
    link: str = ""
    """The address of a fresh one-time page for the NIK, for channels of another company."""
    office: Office | None = None
    own_channel: bool = True
    """Whether what is typed here reaches only our own server, so that a NIK may be typed."""
    known: tuple[Known, ...] = ()
    languages: Mapping[str, str] = field(default_factory=lambda: {"id": "Bahasa Indonesia"})
    """The languages there are, by code, each in its own words."""
    looked_up: Mapping[str, tuple[str, date] | None] = field(default_factory=dict)
    """Public status and day by reference, for the references named in the message."""


@dataclass(frozen=True)
class Outcome:
    """How a flow ended, and what the person is told then."""

    id: str
    telling: tuple[Text, ...] = ()
    forget: bool = False
    """Whether nothing of the answers may be kept."""
    card: str = ""
    """The reference whose card goes along."""


class Effect:
    """Something that a turn causes beside its reply; the desk writes it in the same transaction."""


class Asked(Exception):
    """The script asked a question that has no answer yet."""

    def __init__(self, question: Question[Any], telling: tuple[Text, ...], values: Mapping[str, Value]) -> None:
        super().__init__(question.id)
        self.question = question
        self.telling = telling
        self.values = values


JAKARTA = ZoneInfo("Asia/Jakarta")


class Form:
    """The answers on file during one run of a script."""

    def __init__(
        self,
        answers: Mapping[str, Json],
        moment: Moment,
        reference: str = "",
        begun: datetime | None = None,
    ) -> None:
        self._answers = answers
        self.moment = moment
        self.begun = begun or moment.now
        """When this application was begun."""
        self.reference = reference
        """The application that is being changed, "" for a new one."""
        self.path: list[Question[Any]] = []
        """The questions whose answers this run used, in the order of the script."""
        self.blank: list[Question[Any]] = []
        """Optional questions without an answer, which the review offers."""
        self.verdict: Verdict | None = None
        """What this run determined, for who asks where it is written."""
        self.applicant: Applicant | None = None
        """For whom."""
        self.bounds: dict[str, Json] = {}
        """What the answers given on a verdict are bound to, by question id, in this run."""
        self.effects: list[Effect] = []
        """What this run causes, if it is the one that is answered with."""

    def ask(self, question: Question[A], *, bound_to: Json = None, telling: Sequence[Text] = (), **values: Value) -> A:
        """The answer on file, or a stop with the question open.

        bound_to: amounts or answers on which the reply is given; once they differ it counts as not given.
        """
        if bound_to is not None:
            self.bounds[question.id] = bound_to
        answer = self.on_file(question, bound_to)
        if answer is None:
            raise Asked(question, tuple(telling), values)
        self.path.append(question)
        return answer

    def optional(self, question: Question[A]) -> A | None:
        """The answer if it was given; asked only of those who chose to give it in the review."""
        if question.id in self._answers:
            return self.ask(question)
        self.blank.append(question)
        return None

    def on_file(self, question: Question[A], bound_to: Json = None) -> A | None:
        """The answer as a value; None where there is none, it no longer reads, or it was given on something else."""
        entry = self._answers.get(question.id)
        if not isinstance(entry, dict) or "value" not in entry or entry.get("bound") != bound_to:
            return None
        try:
            return question.load(entry["value"])
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return None

    def was_bound(self, question: Question[Any]) -> Json:
        """What an earlier answer to this question was bound to; None where there was none."""
        entry = self._answers.get(question.id)
        return entry.get("bound") if isinstance(entry, dict) else None

    def fingerprint(self, *more: Json) -> str:
        """A digest of all answers used so far, and more: what was given on them counts no longer once they differ."""
        used = [[one.id, self._answers[one.id].get("value")] for one in self.path]
        return sha256(json.dumps([used, more], sort_keys=True).encode()).hexdigest()

    def used(self, without: Sequence[str] = ()) -> dict[str, Json]:
        """The stored forms of the answers that this run used, by question id."""
        return {one.id: self._answers[one.id] for one in self.path if one.id not in without}

    def cause(self, effect: Effect) -> None:
        """Let this happen when this run ends a flow, or shows the question that it stops at."""
        self.effects.append(effect)

    def day(self, zone: str = "") -> date:
        """Today where the person lives; in Jakarta while that is unknown."""
        return self.moment.now.astimezone(ZoneInfo(zone) if zone else JAKARTA).date()
