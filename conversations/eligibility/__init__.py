"""May this person apply, what would it cost, who might pay it: rules as dated data, and one function that asks them."""

from conversations.eligibility.benefits import Benefits, benefits
from conversations.eligibility.contributions import (
    Case,
    Month,
    Quote,
    base_of,
    by_month,
    month_of,
    quote,
    tier_bounds,
    tier_of,
)
from conversations.eligibility.determination import Verdict, determine
from conversations.eligibility.facts import Answer, Applicant, Payer
from conversations.eligibility.payment import inactive_after, payment_due
from conversations.eligibility.programmes import Programme, Status
from conversations.eligibility.reading import load_rules, read_rules
from conversations.eligibility.reasons import Reason
from conversations.eligibility.rules import Rules, RulesError

__all__ = [
    "Answer",
    "Applicant",
    "Benefits",
    "Case",
    "Month",
    "Payer",
    "Programme",
    "Quote",
    "Reason",
    "Rules",
    "RulesError",
    "Status",
    "Verdict",
    "base_of",
    "benefits",
    "by_month",
    "determine",
    "inactive_after",
    "load_rules",
    "month_of",
    "payment_due",
    "quote",
    "read_rules",
    "tier_bounds",
    "tier_of",
]
