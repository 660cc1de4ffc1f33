"""What the rules of a day say to one applicant: whether they may apply, what each month costs, and why.

Three-valued throughout: yes, no, or not to be told before something more is known; then it says what.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from conversations.eligibility.contributions import (
    Case,
    Month,
    Quote,
    base_of,
    case_of,
    month_after,
    month_start,
    months_on,
    terms_of,
    total,
)
from conversations.eligibility.facts import Answer, Applicant
from conversations.eligibility.programmes import Programme, offered
from conversations.eligibility.reasons import (
    Finding,
    Reason,
    discount_end,
    finding_on_age,
    finding_on_payer,
    finding_on_work,
    price_reasons,
)
from conversations.eligibility.rules import DISCOUNT, Rules


@dataclass(frozen=True)
class Verdict:
    """A determination: amounts in rupiah, months as their first day.

    `confirm`: some amount shown is lower if 175 confirms. `full_from`: the first month without a discount after the
    one that runs now. `versions`: every dated value that was used, as 'rule@from'.
    """

    may_apply: Answer
    needs: tuple[str, ...]
    case: Case
    tier: int
    base: int
    first: Month
    full_from: date | None
    last_discounted: date | None
    confirm: bool
    owed: bool
    quotes: tuple[Quote, ...]
    programmes: tuple[Programme, ...]
    reasons: tuple[Reason, ...]
    versions: tuple[str, ...]

    def amounts(self) -> tuple[int, ...]:
        """Every rupiah figure shown to the person: what a consent is bound to.

        The base; the first month's normal, due, possible and JHT; the same four of every quote, the shortest first.
        """
        shown = (self.base, self.first.normal, self.first.due, self.first.possible, self.first.jht)
        return shown + tuple(
            amount for each in self.quotes for amount in (each.normal, each.due, each.possible, each.jht)
        )


def determine(applicant: Applicant, day: date, rules: Rules) -> Verdict:
    """What the rules say to the applicant on the day; the first month is the day's own contribution month."""
    first = month_start(day)
    terms = terms_of(applicant, first, rules)
    spans = rules.spans["prepay"].on(day).value
    months = months_on(terms, applicant.tier, first, max(spans), rules)
    last_discounted, full_from = discount_end(terms, first, rules)
    findings = _deciding(
        finding_on_work(applicant, day, rules),
        finding_on_age(applicant, day, rules),
        finding_on_payer(applicant, day, rules),
    )
    programmes = _programmes(applicant, day, rules)
    used = _versions(terms.sectors, day, max(spans), rules) | {programme.version for programme in programmes}
    return Verdict(
        may_apply=_together(findings),
        needs=tuple(finding.need for finding in findings if finding.need),
        case=case_of(applicant, first, rules),
        tier=applicant.tier,
        base=base_of(applicant.tier, rules, first),
        first=months[0],
        full_from=full_from,
        last_discounted=last_discounted,
        confirm=any(month.possible < month.due for month in months),
        owed=terms.owed,
        quotes=tuple(total(months[:span]) for span in spans),
        programmes=programmes,
        reasons=_said(findings) + price_reasons(applicant, months, rules),
        versions=tuple(sorted(used)),
    )


def _deciding(*findings: Finding) -> tuple[Finding, ...]:
    """The findings that make the answer: what refuses settles it alone, whatever else is unknown."""
    return tuple(finding for finding in findings if finding.answer is Answer.NO) or findings


def _together(findings: tuple[Finding, ...]) -> Answer:
    answers = {finding.answer for finding in findings}
    return next((answer for answer in (Answer.NO, Answer.UNKNOWN) if answer in answers), Answer.YES)


def _said(findings: tuple[Finding, ...]) -> tuple[Reason, ...]:
    return tuple(finding.reason for finding in findings if finding.reason)


def _programmes(applicant: Applicant, day: date, rules: Rules) -> tuple[Programme, ...]:
    """Programmes to ask about; none for someone the scheme itself does not take or whose contributions are paid."""
    refused = Answer.NO in (finding_on_work(applicant, day, rules).answer, finding_on_age(applicant, day, rules).answer)
    if refused or not terms_of(applicant, month_start(day), rules).owed:
        return ()
    return offered(rules.confirmed, applicant.region, day)


@lru_cache(maxsize=1024)
def _versions(sectors: tuple[Case, ...], day: date, months: int, rules: Rules) -> frozenset[str]:
    """The dated values behind a verdict: those of the day, of its month's law, and of every month priced."""
    first = month_start(day)
    of_day = (rules.numbers["age-limit"], rules.numbers["age-minimum"], rules.reasons["work-classes"])
    used = {rule.version_on(day) for rule in (*of_day, rules.reasons["payers"], rules.spans["prepay"])}
    used |= {rules.lists[id_].version_on(first) for id_ in ("pp-50-2025-jobs", "pp-50-2025-standings")}
    used |= {rules.lists["pp-50-2025-excluded"].version_on(first), rules.reasons["jht-duty"].version_on(first)}
    for month in (month_after(first, ahead) for ahead in range(months)):
        used |= {rules.tables["jkk-tiers"].version_on(month)}
        used |= {rules.numbers[id_].version_on(month) for id_ in ("jkm", "jht")}
        discounts = (rules.numbers[DISCOUNT].find(month, sector) for sector in sectors)
        used |= {discount.version for discount in discounts if discount}
    return frozenset(used)
