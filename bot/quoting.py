"""What someone would pay, on the command line: phrases as typed in a chat, priced by the rules of a day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from conversations.eligibility import (
    Applicant,
    Month,
    Payer,
    Programme,
    Quote,
    Reason,
    Rules,
    Verdict,
    by_month,
    determine,
    load_rules,
    tier_bounds,
    tier_of,
)
from conversations.eligibility.contributions import total
from conversations.eligibility.proof import prove
from conversations.eligibility.table import truth_table
from conversations.understanding import income as incomes
from conversations.understanding import occupation as occupations
from conversations.understanding import region as regions
from conversations.understanding.gazetteer import province_name, regency_name
from conversations.understanding.income import IncomeStatus
from conversations.understanding.occupation import Occupation, WorkClass
from conversations.understanding.region import RegionKind

LONGEST = 24
"""Months that one quote may span, so that a slip of the finger does not fill the screen."""

SENTENCES: Mapping[str, str] = {
    "own-account": "works for their own account, so the scheme is open to them",
    "side-job": "employed, with a side job of their own: the employer covers the main job, this is for the side job",
    "employer-registers": "wage earner: the employer registers them",
    "no-work": "has no work that the scheme could cover",
    "occupation-unclear": "it cannot be told yet whether they work for their own account",
    "already-member": "pays already, so there is nothing to apply for; the price and the deadline are the same",
    "government-pays": "the government pays: nothing is owed, and the discount is not for these contributions",
    "payer-unknown": "it is not known whether the government pays; if it does, nothing is owed",
    "age-unknown": "the age decides and is not known",
    "too-young": "Payung takes applications from age {limit}",
    "too-old": "has reached {limit}, the age limit",
    "contribution": "tier {tier}: JKK Rp{jkk:,} + JKM Rp{jkm:,} = Rp{normal:,} a month",
    "discount-transport": "named as transport: {percent} % off JKK and JKM",
    "discount-other": "not transport: {percent} % off JKK and JKM",
    "discount-unnamed": "{percent} % off JKK and JKM in this month, as transport or not",
    "no-discount": "no discount is certain in this month: Rp{normal:,}",
    "confirm-unnamed": "not named as transport or as anything else: ask 175 whether {month:%Y-%m} is Rp{possible:,}",
    "confirm-uncovered": "employers and unpaid people are not named: ask 175 whether {month:%Y-%m} is Rp{possible:,}",
    "jht-optional": "JHT is optional, Rp{jht:,} a month, never discounted",
    "jht-compulsory": "JHT is compulsory for employers, Rp{jht:,} a month, never discounted",
}
"""Every reason in plain English; people in a chat read those of the catalogues."""


class QuoteError(ValueError):
    """An option could not be understood; says which one and what to write instead, never what was written."""

    def __init__(self, option: str, remedy: str) -> None:
        super().__init__(f"{option}: {remedy}")
        self.option = option
        self.remedy = remedy


@dataclass(frozen=True)
class _Quoted:
    """A verdict with the months that were asked for."""

    applicant: Applicant
    day: date
    verdict: Verdict
    by_month: tuple[Month, ...]

    @property
    def total(self) -> Quote:
        return total(self.by_month)

    @property
    def confirm(self) -> bool:
        """Whether 175 may lower an amount among those asked for."""
        return any(month.possible < month.due for month in self.by_month)


def quote(occupation: str, income: str, region: str, day: date, months: int, payer: str, as_json: bool) -> str:
    """What the person described would pay from the day's month on, as a table or one JSON object; QuoteError."""
    rules = load_rules()
    if not rules.since <= day <= date(9990, 1, 1):
        raise QuoteError("--day", f"write a day from {rules.since} on")
    if not 1 <= months <= LONGEST:
        raise QuoteError("--months", f"write a number of months from 1 to {LONGEST}")
    applicant = Applicant(_occupation(occupation), _tier(income, day, rules), _region(region), _payer(payer))
    quoted = _Quoted(applicant, day, determine(applicant, day, rules), by_month(applicant, day, months, rules))
    return json.dumps(_object(quoted), indent=2) if as_json else "\n".join(_table(quoted, rules))


def check_rules() -> list[str]:
    """The truth table of the rules, line by line; RulesError when a file is wrong or contradicts another."""
    rules = load_rules()
    prove(rules)
    kinds = (rules.numbers, rules.lists, rules.reasons, rules.spans, rules.figures, rules.tables)
    dated = sum(len(rule.values) for kind in kinds for rule in kind.values())
    confirmed = ", ".join(programme.id for programme in rules.confirmed)
    return [
        f"{sum(map(len, kinds))} rules, {dated} dated values, each with its source; days from {rules.since} on",
        f"{len(rules.programmes)} programmes, offered in their confirmed period: {confirmed}",
        "",
        *truth_table(rules),
    ]


def _occupation(phrase: str) -> Occupation:
    found = occupations.read(phrase)
    if found.work_class is WorkClass.UNCLEAR:
        raise QuoteError("--occupation", "name the work itself, like 'ojol', 'jualan gorengan' or 'penata rias'")
    return found


def _tier(phrase: str, day: date, rules: Rules) -> int:
    found = incomes.read(phrase)
    if found.status is not IncomeStatus.OK or found.monthly is None:
        raise QuoteError("--income", "write an amount with its unit and period, like '2jt' or '80rb sehari'")
    return tier_of(found.monthly, rules, day)


def _region(phrase: str) -> str:
    found = regions.read(phrase)
    if found.kind is RegionKind.AMBIGUOUS:
        raise QuoteError("--region", f"write which one: {', '.join(map(_place, found.codes))}")
    if found.kind is RegionKind.NONE:
        raise QuoteError("--region", "write a kabupaten or kota of Indonesia, like 'kota kupang'")
    return found.codes[0]


def _payer(word: str) -> Payer:
    if word not in tuple(Payer):
        raise QuoteError("--payer", f"write one of: {', '.join(Payer)}")
    return Payer(word)


def _place(code: str) -> str:
    return regency_name(code) if "." in code else province_name(code)


def _object(quoted: _Quoted) -> dict[str, object]:
    verdict = quoted.verdict
    return {
        "day": quoted.day.isoformat(),
        "months": len(quoted.by_month),
        "case": verdict.case,
        "tier": verdict.tier,
        "payer": quoted.applicant.payer,
        "may_apply": verdict.may_apply,
        "needs": verdict.needs,
        "confirm": quoted.confirm,
        "month": _rupiah(quoted.by_month[0]),
        "total": _rupiah(quoted.total),
        "by_month": [{"month": f"{month.first:%Y-%m}"} | _rupiah(month) for month in quoted.by_month],
        "reasons": [{"id": reason.id, "source": reason.source} for reason in verdict.reasons],
        "programmes": [programme.id for programme in verdict.programmes],
        "versions": verdict.versions,
    }


def _rupiah(amounts: Month | Quote) -> dict[str, int]:
    return {
        "jkk_jkm": amounts.due,
        "jkk_jkm_normal": amounts.normal,
        "jkk_jkm_possible": amounts.possible,
        "jht": amounts.jht,
    }


def _table(quoted: _Quoted, rules: Rules) -> Iterable[str]:
    applicant, verdict = quoted.applicant, quoted.verdict
    lower, upper = tier_bounds(applicant.tier, rules, quoted.day)
    yield f"{applicant.occupation.id or applicant.occupation.sector}, {_place(applicant.region)}, on {quoted.day}"
    bounds = f"Rp{lower:,} to Rp{upper:,}" if upper else f"Rp{lower:,} and above"
    yield f"case {verdict.case}, payer {applicant.payer}, tier {applicant.tier} ({bounds} a month)"
    yield f"may apply: {verdict.may_apply}" + (f", needs {', '.join(verdict.needs)}" if verdict.needs else "")
    yield ""
    yield _line("month", "normal", "due", "possible", "JHT apart")
    for month in quoted.by_month:
        yield _line(f"{month.first:%Y-%m}", *_cells(month))
    yield _line("total", *_cells(quoted.total))
    yield ""
    if quoted.confirm:
        yield "`possible` is lower where only 175 can confirm the discount."
    if verdict.last_discounted and verdict.full_from:
        yield f"The discount ends with {verdict.last_discounted:%Y-%m}; full price from {verdict.full_from:%Y-%m}."
    yield "Reasons:"
    yield from (f"  {sentence(reason)} [{reason.source}]" for reason in verdict.reasons)
    yield from ("Programmes, possibly:", *map(_programme, verdict.programmes)) if verdict.programmes else ()


def _cells(amounts: Month | Quote) -> tuple[str, ...]:
    return tuple(f"{rupiah:,}" for rupiah in (amounts.normal, amounts.due, amounts.possible, amounts.jht))


def _line(first: str, *cells: str) -> str:
    return f"{first:<8}" + "".join(f"{cell:>12}" for cell in cells)


def sentence(reason: Reason) -> str:
    """The reason in plain English with its figures."""
    return SENTENCES[reason.id].format_map(reason.values)


def _programme(programme: Programme) -> str:
    check = "" if programme.months_known else " (months not known: check)"
    return f"  {programme.id}: {programme.name}{check}; ask at: {programme.where_to_ask} [{programme.source}]"
