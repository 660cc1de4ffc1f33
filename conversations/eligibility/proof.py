"""What the figures in the rule files must agree on among themselves."""

from collections.abc import Mapping
from datetime import timedelta

from conversations.eligibility.rules import DISCOUNT, Dated, Rules, RulesError, Tier


def prove(rules: Rules) -> None:
    """RulesError for the first figure that contradicts another."""
    for dated in rules.tables["jkk-tiers"].values:
        _prove_table(dated, rules.number("jkk-rate", dated.first))
    for discount in rules.numbers[DISCOUNT].values:
        _prove_discount(discount, rules)
    for scholarship in rules.figures["benefit-scholarship"].values:
        _prove_scholarship(scholarship.value)


def _prove_table(table: Dated[tuple[Tier, ...]], rate: int) -> None:
    """Every base but the first and last is the middle between two lower bounds, and JKK the rate's part of it."""
    rows = table.value
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        place = f"tier {row.number} from {table.first}"
        if row.number > 1 and following and row.base * 2 != row.lower + following.lower:
            raise RulesError("jkk-tiers.toml", place, "let the base be midway between this `from` and the next")
        if row.jkk * 100 != row.base * rate:
            raise RulesError("jkk-tiers.toml", place, f"let JKK be {rate} % of the base")


def _prove_discount(discount: Dated[int], rules: Rules) -> None:
    """A discount begins and ends with a contribution month and leaves whole rupiah in every tier."""
    place = f"{discount.case} from {discount.first}"
    ends_month = discount.until is None or (discount.until + timedelta(days=1)).day == 1
    if discount.first.day != 1 or not ends_month:
        raise RulesError(f"{DISCOUNT}.toml", place, "let it begin and end with a month")
    jkm = rules.number("jkm", discount.first)
    if any((row.jkk + jkm) * discount.value % 100 for row in rules.tiers(discount.first)):
        raise RulesError(f"{DISCOUNT}.toml", place, "this per cent leaves parts of a rupiah: say how they are rounded")


def _prove_scholarship(figures: Mapping[str, int]) -> None:
    levels = ("kindergarten", "primary", "junior", "senior", "university")
    child = sum(figures[f"{level}_rupiah"] * figures[f"{level}_years"] for level in levels)
    if child * figures["children"] != figures["total_rupiah"]:
        raise RulesError("benefit-scholarship.toml", "total_rupiah", "let it be the sum of the levels for every child")
