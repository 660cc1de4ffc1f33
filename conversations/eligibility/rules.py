"""The law as dated data: every figure of the scheme has its days, the article it comes from, and how sure we are.

What is asked for a day gives the value of that day with its source, so whatever is told to a person can be cited, and a
determination can say which dated values it used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from conversations.eligibility.programmes import Programme, Status

T = TypeVar("T")


class RulesError(Exception):
    """A rules file is wrong; says which file, which line or key in it, and what to do."""

    def __init__(self, file: str, place: str, remedy: str) -> None:
        super().__init__(f"{file}: {place}: {remedy}")
        self.file = file
        self.place = place
        self.remedy = remedy


@dataclass(frozen=True)
class Dated(Generic[T]):
    """One value of a rule and the days it holds on, both included; no `until`: until further notice."""

    rule: str
    case: str
    first: date
    until: date | None
    value: T
    source: str
    confidence: str

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day <= self.until)

    @property
    def version(self) -> str:
        """What a determination keeps to say that this value was used: 'pp-50-2025@2026-04-01'."""
        return f"{self.rule}@{self.first.isoformat()}"


@dataclass(frozen=True)
class Rule(Generic[T]):
    """All values one rule ever had, oldest first in each case."""

    id: str
    about: str
    unit: str
    values: tuple[Dated[T], ...]

    def find(self, day: date, case: str = "") -> Dated[T] | None:
        """The value that holds on the day, if the rule says anything about it."""
        return next((value for value in self.values if value.case == case and value.covers(day)), None)

    def on(self, day: date, case: str = "") -> Dated[T]:
        """The value that holds on the day; LookupError before `Rules.since` or for a case the rule does not have."""
        found = self.find(day, case)
        if found is None:
            raise LookupError(f"{self.id}: no value for case {case!r} on {day}")
        return found

    def version_on(self, day: date) -> str:
        """The version of the value that holds on the day, in whatever case."""
        return next(value.version for value in reversed(self.values) if value.covers(day))


@dataclass(frozen=True)
class Tier:
    """A row of the contribution table, rupiah a month; `upper` is the printed bound, None for the highest."""

    number: int
    lower: int
    upper: int | None
    base: int
    jkk: int


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything the package's rule files say, by kind of value and rule id."""

    numbers: Mapping[str, Rule[int]]
    lists: Mapping[str, Rule[tuple[str, ...]]]
    reasons: Mapping[str, Rule[str]]
    spans: Mapping[str, Rule[tuple[int, ...]]]
    figures: Mapping[str, Rule[Mapping[str, int]]]
    tables: Mapping[str, Rule[tuple[Tier, ...]]]
    programmes: tuple[Programme, ...]

    def number(self, rule: str, day: date) -> int:
        return self.numbers[rule].on(day).value

    def tiers(self, day: date) -> tuple[Tier, ...]:
        return self.tables["jkk-tiers"].on(day).value

    @cached_property
    def confirmed(self) -> tuple[Programme, ...]:
        """The programmes that may ever be offered."""
        return tuple(programme for programme in self.programmes if programme.status is Status.CONFIRMED)

    @cached_property
    def since(self) -> date:
        """The first day that every rule has a value for: nothing before it can be answered."""
        kinds = (self.numbers, self.lists, self.reasons, self.spans, self.figures, self.tables)
        ids = ((id_, rule.values[0].first) for kind in kinds for id_, rule in kind.items())
        return max(first for id_, first in ids if id_ != DISCOUNT)


DISCOUNT = "pp-50-2025"
"""The one rule that may say nothing about a month: without a value there is no discount."""
