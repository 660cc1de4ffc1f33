"""What a contribution month costs: the table's JKK and JKM, less what PP 50/2025 lets off in that month.

The regulation leaves some people open, so a month has three prices: the normal one, the one that is certain, and the
lowest that 175 may confirm. They differ only where the law as reported does not settle the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from conversations.eligibility.facts import Applicant
from conversations.eligibility.rules import DISCOUNT, Rules
from conversations.understanding.occupation import WorkClass


class Case(StrEnum):
    """How the discount's regulation sees someone's work."""

    TRANSPORT = "transport"
    OTHER = "other"
    UNNAMED = "unnamed"
    UNCOVERED = "uncovered"


@dataclass(frozen=True)
class Month:
    """One contribution month in rupiah; all but `jht` are JKK and JKM together."""

    first: date
    normal: int
    due: int
    possible: int
    jht: int


@dataclass(frozen=True)
class Quote:
    """What several months paid together come to, in rupiah."""

    months: int
    normal: int
    due: int
    possible: int
    jht: int


@dataclass(frozen=True)
class Terms:
    """On what terms someone contributes: the sectors their work may count as, and whether the discount names them.

    No sector: the discount is not for them. Not `named`: it may be, 175 must say. Not `owed`: someone else pays.
    """

    sectors: tuple[Case, ...]
    named: bool
    owed: bool


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_after(first: date, months: int = 1) -> date:
    """The first day of the month that many months on."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def tier_of(monthly: int, rules: Rules, day: date) -> int:
    """The bracket of a monthly income: the highest whose lower bound is not above it, so no income falls in a gap."""
    return max(tier.number for tier in rules.tiers(day) if tier.lower <= max(monthly, 0))


def tier_bounds(tier: int, rules: Rules, day: date | None = None) -> tuple[int, int | None]:
    """The printed bounds of a bracket, rupiah a month; no upper one for the highest, no day: the newest table."""
    row = (rules.tiers(day) if day else rules.tables["jkk-tiers"].values[-1].value)[tier - 1]
    return row.lower, row.upper


def base_of(tier: int, rules: Rules, day: date) -> int:
    """The income that a bracket's benefits and JHT are reckoned on, rupiah a month."""
    return rules.tiers(day)[tier - 1].base


def case_of(applicant: Applicant, day: date, rules: Rules) -> Case:
    """The case the applicant is shown as; whoever the discount does not name comes before what their job is."""
    if not _named(applicant, day, rules):
        return Case.UNCOVERED
    return _sector(applicant, day, rules)


def terms_of(applicant: Applicant, day: date, rules: Rules) -> Terms:
    """The terms the rules of that day give the applicant."""
    owed = applicant.payer not in rules.lists["pp-50-2025-excluded"].on(day).value
    sector = _sector(applicant, day, rules)
    sectors: tuple[Case, ...] = (Case.TRANSPORT, Case.OTHER) if sector is Case.UNNAMED else (sector,)
    if not owed or applicant.occupation.work_class in (WorkClass.PU, WorkClass.NOT_WORKER):
        sectors = ()
    return Terms(sectors, _named(applicant, day, rules), owed)


def _named(applicant: Applicant, day: date, rules: Rules) -> bool:
    return applicant.occupation.standing.name.lower() in rules.lists["pp-50-2025-standings"].on(day).value


def _sector(applicant: Applicant, day: date, rules: Rules) -> Case:
    occupation, jobs = applicant.occupation, rules.lists["pp-50-2025-jobs"]
    if occupation.id in jobs.on(day, Case.TRANSPORT).value:
        return Case.TRANSPORT
    near = occupation.id in jobs.on(day, Case.UNNAMED).value or occupation.sector in ("transport", "unknown", "")
    return Case.UNNAMED if near else Case.OTHER


def percents(terms: Terms, first: date, rules: Rules) -> tuple[int, int]:
    """The per cent let off for certain and at best in the contribution month."""
    found = [rules.numbers[DISCOUNT].find(first, sector) for sector in terms.sectors]
    each = [dated.value if dated else 0 for dated in found] or [0]
    return (min(each) if terms.named else 0), max(each)


@lru_cache(maxsize=8192)
def months_on(terms: Terms, tier: int, first: date, count: int, rules: Rules) -> tuple[Month, ...]:
    """That many contribution months from the first, each priced by its own date."""
    return tuple(_month(terms, tier, month_after(first, ahead), rules) for ahead in range(count))


def _month(terms: Terms, tier: int, first: date, rules: Rules) -> Month:
    row = rules.tiers(first)[tier - 1]
    normal = row.jkk + rules.number("jkm", first)
    certain, best = percents(terms, first, rules)
    due = less(normal, certain) if terms.owed else 0
    possible = less(normal, best) if terms.owed else 0
    return Month(first, normal, due, possible, jht=row.base * rules.number("jht", first) // 100)


def less(rupiah: int, percent: int) -> int:
    """The amount with that per cent let off; whole for every tier, which `payung rules check` proves."""
    return rupiah * (100 - percent) // 100


def month_of(applicant: Applicant, first: date, rules: Rules) -> Month:
    """What the contribution month of that day costs the applicant."""
    first = month_start(first)
    return months_on(terms_of(applicant, first, rules), applicant.tier, first, 1, rules)[0]


def by_month(applicant: Applicant, first: date, months: int, rules: Rules) -> tuple[Month, ...]:
    """What each of that many contribution months costs the applicant."""
    first = month_start(first)
    return months_on(terms_of(applicant, first, rules), applicant.tier, first, months, rules)


def quote(applicant: Applicant, first: date, months: int, rules: Rules) -> Quote:
    """What that many months paid together cost, month by month across the end of a discount."""
    return total(by_month(applicant, first, months, rules))


def total(months: Iterable[Month]) -> Quote:
    """The months' amounts added up."""
    all_ = tuple(months)
    return Quote(
        months=len(all_),
        normal=sum(month.normal for month in all_),
        due=sum(month.due for month in all_),
        possible=sum(month.possible for month in all_),
        jht=sum(month.jht for month in all_),
    )
