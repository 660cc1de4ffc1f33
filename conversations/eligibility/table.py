"""All that the rules say, as one table an official can read: every combination determined, like rows put together."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from conversations.eligibility.contributions import month_after, month_start
from conversations.eligibility.determination import determine
from conversations.eligibility.facts import Applicant, Payer
from conversations.eligibility.rules import DISCOUNT, Rules
from conversations.understanding.birth import Birth
from conversations.understanding.occupation import Occupation, Standing, WorkClass

Row = tuple[tuple[str, ...], ...]
"""For each dimension, the values for which the row holds."""

WORK = {
    "transport": ("transport", "ojol", Standing.OWN),
    "unnamed": ("transport", "becak", Standing.OWN),
    "other": ("creative", "penata_rias", Standing.OWN),
    "employer": ("trade", "warung", Standing.EMPLOYER),
    "employer-transport": ("transport", "sopir", Standing.EMPLOYER),
    "unpaid": ("trade", "warung", Standing.UNPAID),
}
"""One example of each kind of work that the rules tell apart."""


def truth_table(rules: Rules) -> list[str]:
    """The lines of the table: work, month, payer, class, band and age, then the answer and the month's rupiah.

    A `*` stands for every value of its column. The months go from before the first discount to after the last.
    """
    dimensions = _dimensions(rules)
    applying: dict[Row, str] = {}
    pricing: dict[Row, str] = {}
    for combination in product(*dimensions):
        day = date.fromisoformat(f"{combination[1]}-01")
        verdict = determine(_applicant(combination, day), day, rules)
        row = tuple((value,) for value in combination)
        price = verdict.first
        applying[row] = " ".join((verdict.may_apply, *verdict.needs))
        pricing[row] = f"{price.due:>7,} {price.possible:>8,} {price.normal:>7,}"
    columns = ("work", "month", "payer", "class", "band", "age")
    return [
        *_lines((*columns, "may apply"), _merged(applying, dimensions), dimensions),
        "",
        *_lines((*columns, "    due possible  normal"), _merged(pricing, dimensions), dimensions),
    ]


def _dimensions(rules: Rules) -> tuple[tuple[str, ...], ...]:
    first = month_after(min(value.first for value in rules.numbers[DISCOUNT].values), -1)
    last = month_after(month_start(max(value.until or value.first for value in rules.numbers[DISCOUNT].values)))
    months = [first]
    while months[-1] < last:
        months.append(month_after(months[-1]))
    tiers = len(rules.tiers(first))
    least, limit = rules.number("age-minimum", first), rules.number("age-limit", first)
    ages = (least - 1, least, limit - 1, limit, "unknown")
    return (
        tuple(WORK),
        tuple(f"{month:%Y-%m}" for month in months),
        tuple(Payer),
        tuple(WorkClass),
        tuple(map(str, (1, tiers // 2, tiers))),
        tuple(map(str, ages)),
    )


def _applicant(combination: Sequence[str], day: date) -> Applicant:
    work, _, payer, work_class, band, age = combination
    sector, id_, standing = WORK[work]
    born = None if age == "unknown" else Birth(day.year - int(age), day.replace(year=day.year - int(age)))
    return Applicant(Occupation(WorkClass(work_class), sector, id_, standing), int(band), "", Payer(payer), born)


def _merged(results: Mapping[Row, str], dimensions: Sequence[Sequence[str]]) -> dict[Row, str]:
    """The same results in fewer rows: rows that differ in one dimension only become one, dimension by dimension."""
    rows = dict(results)
    for index in reversed(range(len(dimensions))):
        together: dict[tuple[Row, Row, str], tuple[str, ...]] = {}
        for row, result in rows.items():
            key = (row[:index], row[index + 1 :], result)
            together[key] = together.get(key, ()) + row[index]
        rows = {(*before, values, *after): result for (before, after, result), values in together.items()}
    return rows


def _lines(heads: Sequence[str], rows: Mapping[Row, str], dimensions: Sequence[Sequence[str]]) -> list[str]:
    cells = [list(heads)]
    for row, result in rows.items():
        cells.append([_cell(values, every) for values, every in zip(row, dimensions, strict=True)] + [result])
    widths = [max(len(line[index]) for line in cells) for index in range(len(heads))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def _cell(values: Sequence[str], every: Sequence[str]) -> str:
    """The values as runs: 'a..c' for neighbours in the dimension, '*' for all of it."""
    if len(values) == len(every):
        return "*"
    if len(every) <= len(WORK):
        return "|".join(values)
    runs: list[list[str]] = []
    for value in values:
        if runs and every.index(value) == every.index(runs[-1][-1]) + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return "|".join(run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs)
