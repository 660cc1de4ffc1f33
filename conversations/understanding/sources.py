"""What one source of earnings comes to in a month when several amounts are said about it (CONVENTIONS §1.5-1.9)."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from conversations.understanding.amounts import Number
from conversations.understanding.numerals import listed
from conversations.understanding.periods import Period, Timing


class Doubt(Exception):
    """The amounts can be read in more than one way, or not at all; carries the reason's id and never what was typed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Earnings:
    """Rupiah a month, not yet rounded; a `high` of None is open upwards."""

    value: Fraction
    low: Fraction
    high: Fraction | None


@dataclass(frozen=True)
class Part:
    """One amount with the periods and labels that stand beside it."""

    number: Number
    periods: tuple[Period, ...]
    labels: frozenset[str]


_LABELS = listed("net gross cost cut personal rata total now past")


def parts_of(timing: Timing, line: str) -> list[Part]:
    """The amounts of a line, each with what was said about it."""
    gaps: list[list[str]] = [[]]
    numbers: list[Number] = []
    for word in line.split():
        if word[0] == "A":
            numbers.append(timing.numbers[int(word[1:])])
            gaps.append([])
        else:
            gaps[-1].append(word)
    periods = _beside([[word for word in gap if word[0] == "T"] for gap in gaps], forward=False)
    labels = _beside([[word for word in gap if word in _LABELS] for gap in gaps], forward=True)
    return [
        Part(number, tuple(dict.fromkeys(timing.periods[int(mark[1:])] for mark in marks)), frozenset(names))
        for number, marks, names in zip(numbers, periods, labels, strict=True)
    ]


def _beside(gaps: list[list[str]], forward: bool) -> list[list[str]]:
    """Which words belong to which amount: all before ("kotor 3jt bersih 2jt") or all after ("3jt kotor 2jt bersih")."""
    owned = [list(gaps[0])] + [[] for _ in gaps[2:]]
    for place in range(1, len(gaps) - 1):
        gap, before, postfix = gaps[place], bool(owned[place - 1]), bool(gaps[place + 1])
        if len(gap) == 1:
            to_next = before or (forward and not postfix)
            owned[place if to_next else place - 1].extend(gap)
        else:
            owned[place - 1].extend([] if before else gap[:1])
            owned[place].extend(gap if before else gap[1:])
    if len(gaps) > 1:
        owned[-1].extend(gaps[-1])
    return owned


def one_source(timing: Timing, parts: list[Part]) -> Earnings:
    """What is earned from one kind of work: an average wins, then a total, then net, then gross less its costs."""
    if any({"personal", "cut"} <= part.labels for part in parts):
        raise Doubt("gross-only")
    everything, parts = parts, [part for part in parts if "personal" not in part.labels]
    for label in ("rata", "total", "net"):
        if chosen := [part for part in parts if label in part.labels]:
            if any({"net", "gross"} <= part.labels for part in chosen):
                raise Doubt("gross-only")
            return _alike(timing, _inheriting(chosen, everything))
    costs = [part for part in parts if part.labels & {"cost", "cut"}]
    gross = [part for part in parts if "gross" in part.labels]
    if not costs and not gross:
        return _alike(timing, _inheriting(parts, everything))
    others = [part for part in parts if part not in costs and part not in gross]
    if not gross and any("cut" in part.labels for part in costs):
        gross, others = others, []
    if others or len(gross) != 1 or not costs:
        raise Doubt("gross-only")
    return _less_costs(timing, _inheriting(gross, everything)[0], _inheriting(costs, everything))


def _less_costs(timing: Timing, gross: Part, costs: list[Part]) -> Earnings:
    if any(cost.periods != gross.periods or cost.number.low != cost.number.high for cost in costs):
        raise Doubt("gross-only")
    cost = sum((part.number.value for part in costs), Fraction(0))
    whole = gross.number
    if whole.low < cost <= whole.value:
        raise Doubt("gross-only")
    high = None if whole.high is None else whole.high - cost
    return _monthly(
        timing, replace(gross, number=replace(whole, value=whole.value - cost, low=whole.low - cost, high=high))
    )


def _inheriting(chosen: list[Part], parts: list[Part]) -> list[Part]:
    """The parts, with the only period said where they have none of their own; a total of millions is for a month."""
    said = {part.periods for part in parts if part.periods}
    shared = said.pop() if len(said) == 1 else ()
    monthly = [part.periods or ("total" in part.labels and part.number.value >= 1_000_000) for part in chosen]
    return [part if own else replace(part, periods=shared) for part, own in zip(chosen, monthly, strict=True)]


def _alike(timing: Timing, parts: list[Part]) -> Earnings:
    """One amount out of those that stand for the same earnings. Raises Doubt when they contradict each other."""
    present = [part for part in parts if "now" in part.labels] or [part for part in parts if "past" not in part.labels]
    distinct = list({(part.number.value, part.periods): part for part in present}.values())
    single = all(part.number.low == part.number.high for part in distinct)
    alternating = re.search(r"\b(?:kadang|antara)\b", timing.line) and single
    if len(distinct) == 2 and alternating and distinct[0].periods == distinct[1].periods:
        low, high = sorted(part.number.value for part in distinct)
        return _monthly(timing, replace(distinct[0], number=Number((low + high) / 2, low, high)))
    if len(distinct) > 1:
        distinct = [part for part in distinct if part.periods == (Period("month"),)]
    averaged = "rata" in timing.line or "net" in timing.line
    if len(distinct) != 1 or (alternating and not averaged):
        raise Doubt("vague")
    return _monthly(timing, distinct[0])


def _monthly(timing: Timing, part: Part) -> Earnings:
    factor, number = _factor(timing, part), part.number
    return Earnings(number.value * factor, number.low * factor, None if number.high is None else number.high * factor)


def _factor(timing: Timing, part: Part) -> Fraction:
    """How many times a month an amount is earned. Raises Doubt."""
    firm = [period for period in part.periods if not period.loose] or list(part.periods)
    if len(firm) > 1:
        raise Doubt("no-period-frequency" if any(period.kind == "piece" for period in firm) else "vague")
    if not firm:
        return _unsaid_factor(timing, part)
    if firm[0].loose and part.number.value >= 1_000_000:
        raise Doubt("vague")
    factor = timing.in_a_month(firm[0])
    if factor is None:
        raise Doubt("no-period-frequency")
    return factor


def _unsaid_factor(timing: Timing, part: Part) -> Fraction:
    """A month, unless the line hints at something shorter."""
    line, times = timing.line, timing.times_a_month
    if timing.times:
        if times is None or not re.search(r"\bA\d+ after\b|\b(?:before|after kali) A\d|\b(?:panen|borongan)\b", line):
            raise Doubt("no-period-frequency")
        return times
    if re.search(r"\b(?:panen|borongan)\b|\bjob A\d|A\d+ job\b", line):
        raise Doubt("no-period-frequency")
    if re.search(r"\b(?:hari|minggu)\b", line) or ("undated" in line and part.number.value < 1_000_000):
        raise Doubt("vague")
    return Fraction(1)
