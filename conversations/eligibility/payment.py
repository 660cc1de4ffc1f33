"""When a contribution must be paid."""

from datetime import date

from conversations.eligibility.reading import load_rules
from conversations.eligibility.rules import Rules


def payment_due(month: date) -> date:
    """The last day to pay the contribution month of that day.

    A holiday may move it to a later working day, which is never promised to anyone.
    """
    return month.replace(day=load_rules().number("due-day", month.replace(day=1)))


def inactive_after(day: date, rules: Rules) -> int:
    """The number of consecutive unpaid months after which membership is inactive."""
    return rules.number("unpaid-months", day)
