"""What a member's family or a member gets, in rupiah, where the figures are sure; the discount never lowers it."""

from dataclasses import dataclass
from datetime import date

from conversations.eligibility.contributions import base_of
from conversations.eligibility.rules import Rules


@dataclass(frozen=True)
class Benefits:
    """The benefits of a bracket.

    `death` is paid in full after `death_after_months` consecutive paid months, before that `death_before`.
    `absence` is a month's money while a work accident keeps someone from work: for `absence_months`, after that it is
    `absence_later`.
    """

    accident_death: int
    death: int
    death_before: int
    death_after_months: int
    absence: int
    absence_months: int
    absence_later: int
    scholarship: int
    scholarship_children: int


def benefits(tier: int, day: date, rules: Rules) -> Benefits:
    """The benefits of that bracket on the day."""
    base = base_of(tier, rules, day)
    accident = rules.figures["benefit-accident"].on(day).value
    death = rules.figures["benefit-death"].on(day).value
    scholarship = rules.figures["benefit-scholarship"].on(day).value
    return Benefits(
        accident_death=accident["death_times_base"] * base + accident["periodic_rupiah"] + accident["funeral_rupiah"],
        death=death["grant_rupiah"] + death["periodic_rupiah"] + death["funeral_rupiah"],
        death_before=death["funeral_rupiah"],
        death_after_months=death["paid_months_needed"],
        absence=base * accident["absence_first_percent"] // 100,
        absence_months=accident["absence_first_months"],
        absence_later=base * accident["absence_later_percent"] // 100,
        scholarship=scholarship["total_rupiah"],
        scholarship_children=scholarship["children"],
    )
