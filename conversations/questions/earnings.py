"""The income as people say it; on file is only the contribution band."""

from conversations.eligibility import load_rules, tier_bounds, tier_of
from conversations.question import Asking, Json, Question, Unclear
from conversations.say import Money, Text, Value, text
from conversations.understanding import income
from conversations.understanding.income import IncomeStatus

PAGE = 9
"""Bands on one page of choices: ten rows, with the one that leads on, fit every channel's list."""


def last_tier() -> int:
    """The highest band of the newest table."""
    return len(load_rules().tables["jkk-tiers"].values[-1].value)


def bands(first: int) -> tuple[str, ...]:
    """The options of one page of bands."""
    page = tuple(f"tier-{tier}" for tier in range(first, min(first + PAGE, last_tier() + 1)))
    return (*page, f"more-{first + PAGE}") if first + PAGE <= last_tier() else page


def read_income(answer: str, asking: Asking) -> int:
    """The band of the income that the answer says; the figure is not kept."""
    said = income.read(answer)
    if said.status is IncomeStatus.OK and said.monthly is not None:
        return tier_of(said.monthly, load_rules(), asking.today)
    if said.status is not IncomeStatus.UNCLEAR:
        raise Unclear(said.status.value.lower(), bands(1))
    if said.suggestion is not None:
        raise Unclear("no-unit", (f"tier-{tier_of(said.suggestion, load_rules(), asking.today)}",))
    raise Unclear(said.reason or "unknown", bands(1) if said.reason in ("vague", "minimum-wage", "no-unit") else ())


def choose_income(option: str, asking: Asking) -> int:
    """The band that was chosen, or the next page of bands."""
    kind, _, number = option.partition("-")
    if kind == "more":
        raise Unclear("bands", bands(int(number)))
    return load_tier(int(number))


def offers_income(option: str) -> bool:
    """Whether it is a band, or leads to a page of bands."""
    kind, _, number = option.partition("-")
    if not number.isdecimal() or len(number) > 2:
        return False
    if kind == "more":
        return int(number) % PAGE == 1 and 1 < int(number) <= last_tier()
    return kind == "tier" and 1 <= int(number) <= last_tier()


def load_tier(value: Json) -> int:
    """The band, 1 to 33, from its stored form."""
    if not isinstance(value, int) or not 1 <= value <= last_tier():
        raise ValueError("no such band")
    return value


def show_income(tier: int) -> Text:
    """The band in rupiah."""
    low, high = _bounds(tier)
    if high is None:
        return text("income.band-above", low=Money(low))
    if low == 0:
        return text("income.band-below", high=Money(high))
    return text("income.band", low=Money(low), high=Money(high))


def label_income(option: str) -> Value:
    """The band as an option; shorter than in a sentence."""
    kind, _, number = option.partition("-")
    low, high = _bounds(int(number))
    if low == 0 and high is not None:
        return text("income.option-below", high=Money(high))
    if kind == "more" or high is None:
        return text("income.option-above", low=Money(low))
    return text("income.option", low=Money(low), high=Money(high))


def _bounds(tier: int) -> tuple[int, int | None]:
    return tier_bounds(tier, load_rules())


def find_income(message: str, asking: Asking) -> int | None:
    """The band where a longer message names an amount of money."""
    said = income.mention(message)
    return tier_of(said.monthly, load_rules(), asking.today) if said and said.monthly is not None else None


INCOME = Question(
    id="income",
    step=2,
    read=read_income,
    load=load_tier,
    choose=choose_income,
    offers=offers_income,
    words={"tier-1": ("paling kecil", "yang paling kecil", "yg paling kecil", "terkecil", "paling rendah", "smallest")},
    label=label_income,
    find=find_income,
    along=("region",),
    show=show_income,
    fallback=bands(1),
    samples=(6, 33),
)
