"""Why a verdict is what it is: an id that the catalogues put into words, its figures, and the article behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from conversations.eligibility.contributions import (
    Case,
    Month,
    Terms,
    case_of,
    month_after,
    percents,
    terms_of,
)
from conversations.eligibility.facts import Answer, Applicant, Payer, ages
from conversations.eligibility.rules import DISCOUNT, Dated, Rules
from conversations.understanding.occupation import WorkClass

_LONGEST_DISCOUNT = 60
"""Months looked ahead for the end of a discount; one that runs longer has no end yet."""


@dataclass(frozen=True)
class Reason:
    """One reason; amounts among its values are rupiah, months their first day."""

    id: str
    values: Mapping[str, int | str | date] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class Finding:
    """What one condition says about applying; `need` names what must be known first."""

    answer: Answer
    reason: Reason | None = None
    need: str = ""


def _cited(dated: Dated[str], **values: int | str | date) -> Reason:
    return Reason(dated.value, values, dated.source)


def finding_on_work(applicant: Applicant, day: date, rules: Rules) -> Finding:
    """Own account or a side job yes, an employer's people or no work no."""
    occupation, classes = applicant.occupation, rules.reasons["work-classes"]
    if occupation.work_class is WorkClass.BPU:
        return Finding(Answer.YES, _cited(classes.on(day, "side-job" if occupation.also_employed else "bpu")))
    reason = _cited(classes.on(day, occupation.work_class.name.lower()))
    if occupation.work_class is WorkClass.UNCLEAR:
        return Finding(Answer.UNKNOWN, reason, "occupation")
    return Finding(Answer.NO, reason)


def finding_on_payer(applicant: Applicant, day: date, rules: Rules) -> Finding:
    """Nobody pays yet: yes; a member already, by whoever's money: nothing to apply for."""
    if applicant.payer is Payer.NOBODY:
        return Finding(Answer.YES)
    reason = _cited(rules.reasons["payers"].on(day, applicant.payer))
    if applicant.payer is Payer.UNKNOWN:
        return Finding(Answer.UNKNOWN, reason, "payer")
    return Finding(Answer.NO, reason)


def finding_on_age(applicant: Applicant, day: date, rules: Rules) -> Finding:
    """Decided wherever every birthday that is still possible decides alike."""
    youngest = rules.numbers["age-minimum"].on(day)
    limit = rules.numbers["age-limit"].on(day)
    if applicant.born is None:
        return Finding(Answer.UNKNOWN, Reason("age-unknown", {"limit": limit.value}, limit.source), "age")
    least, most = ages(applicant.born, day)
    if most < youngest.value:
        return Finding(Answer.NO, Reason("too-young", {"limit": youngest.value}, youngest.source))
    if least >= limit.value:
        return Finding(Answer.NO, Reason("too-old", {"limit": limit.value}, limit.source))
    if least >= youngest.value and most < limit.value:
        return Finding(Answer.YES)
    near = youngest if least < youngest.value else limit
    return Finding(Answer.UNKNOWN, Reason("age-unknown", {"limit": near.value}, near.source), "age")


@lru_cache(maxsize=1024)
def discount_end(terms: Terms, first: date, rules: Rules) -> tuple[date | None, date | None]:
    """The last month of the discount that is certain now and the first after it; None where none runs or none ends."""
    months = [month_after(first, ahead) for ahead in range(_LONGEST_DISCOUNT)]
    full = next((month for month in months if not terms.owed or not percents(terms, month, rules)[0]), None)
    return (None, None) if full in (None, first) else (month_after(full, -1), full)


def price_reasons(applicant: Applicant, months: tuple[Month, ...], rules: Rules) -> tuple[Reason, ...]:
    """Why the first month costs what it does, what may be lower, and whether JHT may be left out."""
    first = months[0]
    row = rules.tables["jkk-tiers"].on(first.first)
    tier = row.value[applicant.tier - 1]
    jkm = rules.number("jkm", first.first)
    price: dict[str, int | str | date] = {
        "tier": tier.number,
        "base": tier.base,
        "jkk": tier.jkk,
        "jkm": jkm,
        "normal": first.normal,
    }
    duty = rules.reasons["jht-duty"].on(first.first, applicant.occupation.standing.name.lower())
    return (
        Reason("contribution", price, row.source),
        *_discount_reasons(applicant, months, rules),
        _cited(duty, jht=first.jht),
    )


def _discount_reasons(applicant: Applicant, months: tuple[Month, ...], rules: Rules) -> tuple[Reason, ...]:
    first = months[0]
    terms = terms_of(applicant, first.first, rules)
    if not terms.sectors:
        return ()
    case = case_of(applicant, first.first, rules)
    found = [_of_discount(case, terms, first, rules)]
    unsettled = [month for month in months if month.possible < month.due]
    if unsettled:
        source = _not_settled(case, first.first, rules)
        values: dict[str, int | str | date] = {
            "month": unsettled[0].first,
            "due": unsettled[0].due,
            "possible": unsettled[0].possible,
        }
        found.append(Reason(f"confirm-{case}", values, source))
    return tuple(found)


def _of_discount(case: Case, terms: Terms, first: Month, rules: Rules) -> Reason:
    dated = next(
        (found for sector in terms.sectors if (found := rules.numbers[DISCOUNT].find(first.first, sector))), None
    )
    certain, _ = percents(terms, first.first, rules)
    if not dated or not certain:
        return Reason("no-discount", {"normal": first.normal}, rules.numbers[DISCOUNT].values[-1].source)
    last, full_from = discount_end(terms, first.first, rules)
    values: dict[str, int | str | date] = {"percent": certain, "normal": first.normal, "due": first.due}
    if last and full_from:
        values |= {"last_discounted": last, "full_from": full_from}
    return Reason(f"discount-{case}", values, dated.source)


def _not_settled(case: Case, day: date, rules: Rules) -> str:
    if case is Case.UNCOVERED:
        return rules.lists["pp-50-2025-standings"].on(day).source
    return rules.lists["pp-50-2025-jobs"].on(day, Case.UNNAMED).source
