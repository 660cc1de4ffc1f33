"""How the amounts of an answer belong together: ranges, bounds, several sources (CONVENTIONS §1.6-1.10).

A line holds marks for numbers (`A0` money, `B1` bare) and the words that matter; `earned` makes it one sum a month.
"""

import re
from dataclasses import replace
from fractions import Fraction

from conversations.understanding.amounts import Number, exactly
from conversations.understanding.periods import Period, Timing, timed
from conversations.understanding.sources import Doubt, Earnings, Part, one_source, parts_of

LEAST_BARE = 10_000
"""A number without a unit beside a day, trip or week is rupiah from here on."""


_T = r"((?: T\d+)*)"
_BOUND_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bkurang lebih\b|\blebih kurang\b|\b(?:lebih|kurang) sedikit\b|\btidak tentu\b", " "),
        (r"\btidak kurang(?: dari)?\b", "above"),
        (r"\b(?:tidak|belum) (?:lebih|to)(?: dari)?\b", "below"),
        (r"\bpaling banyak\b|\bkurang dari\b|\bkurang (?=[AB]\d)", "below "),
        (r"\bpaling sedikit\b|\blebih dari\b|\blebih (?=[AB]\d)", "above "),
        (r"\bbisa\b(.*)\bbisa\b", r"kadang \1 kadang"),
    )
)
_RANGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\babove{_T} ([AB])(\d+){_T} (?:(?:to|dash|and|or) )?below{_T} ([AB])(\d+)",
        rf"\bbelow{_T} ([AB])(\d+){_T} (?:(?:to|dash|and|or) )?above{_T} ([AB])(\d+)",
        rf"\bantara{_T} ([AB])(\d+){_T} (?:and|to|dash|or){_T} ([AB])(\d+)",
        rf"\bkadang{_T} ([AB])(\d+){_T} (?:(?:and|to|or|dash) )?kadang{_T} ([AB])(\d+)",
        rf"()([AB])(\d+){_T} (?:kadang )?(?:to|dash|or|slash)(?: kadang)?{_T} ([AB])(\d+)",
    )
)
_BELOW = re.compile(rf"\bbelow{_T} A(\d+)|\bA(\d+){_T} (?:down|below)\b(?!(?: T\d+)* A)")
_ABOVE = re.compile(rf"\babove{_T} A(\d+)|\bA(\d+){_T} (?:up|above)\b(?!(?: T\d+)* A)")
_UNSAID = re.compile(
    r"\bdoubt\b|(?:\bto|\btidak|\bbelum|\bbukan)(?: T\d+)* [AB]\d|\bkadang (?:tidak|belum)\b"
    r"|[AT]\d+ kali\b|\b(?:senin|selasa|rabu|kamis|jumat|sabtu)\b"
)
_LABELLED_BARE = re.compile(
    r"\b(?:net|gross|cost|cut|kadang|rata|total|below|above|and|to|or|dash)(?: T\d+)* B\d|\bB\d+ (?:to|or)\b"
)
_STILL_GROSS = re.compile(r"\b(?:belum|bukan|tidak) (?:net|cut|cost)(?: (?:cut|cost))*")
_ALREADY_NET = re.compile(r"\bsudah (?:cut|cost)(?: (?:cut|cost))*( A\d+)?")
_COSTS = re.compile(r"\b(?:dash )?(?:cut|cost)(?: (?:cut|cost))*\b")
_ONE_SOURCE = re.compile(r"\b(?:gross|cost|cut|kadang|rata|total|antara)\b")


def earned(line: str, numbers: tuple[Number, ...]) -> Earnings:
    """One sum a month from a line. Raises Doubt."""
    for pattern, replacement in _BOUND_WORDS:
        line = pattern.sub(replacement, line)
    timing = timed(" ".join(line.split()), list(numbers))
    for pattern in _RANGES:
        timing.rewrite(pattern, lambda found: _range(timing, found))
    timing.rewrite(_BELOW, lambda found: _bound(timing, found, below=True))
    timing.rewrite(_ABOVE, lambda found: _bound(timing, found, below=False))
    timing.rewrite(_STILL_GROSS, lambda _: "gross")
    timing.rewrite(_ALREADY_NET, lambda found: "net" if "A" in timing.line[: found.start()] else f"net{found[1] or ''}")
    timing.rewrite(_COSTS, lambda found: "cost" if set(found[0].split()) == {"cost"} else "cut")
    if _UNSAID.search(timing.line):
        raise Doubt("vague")
    _keep_money(timing)
    return _sum_of_sources(timing)


def _new(timing: Timing, number: Number) -> str:
    timing.numbers.append(number)
    return f"{'A' if number.money else 'B'}{len(timing.numbers) - 1}"


def _range(timing: Timing, found: re.Match[str]) -> str:
    before, first_kind, first, middle, late, second_kind, second = found.groups()
    low, high = timing.numbers[int(first)], timing.numbers[int(second)]
    if second_kind == "A" and low.scale == 1 and (first_kind == "B" or low.value < LEAST_BARE):
        low = _carried(low, high)
    elif first_kind == "A" and second_kind == "B" and (low.scale > 1 or high.value < LEAST_BARE):
        return "doubt"
    if low.value <= 0 or (low.value > high.value and first_kind != second_kind):
        return "doubt"
    ends = sorted((low.value, high.value))
    number = Number(sum(ends) / Fraction(2), ends[0], ends[1], high.scale, high.lead, low.money or high.money)
    return f"{_new(timing, number)} {before or ''} {middle or ''} {late or ''}"


def _carried(bare: Number, second: Number) -> Number:
    """The first number of a range with the unit of the second ("500 sampai 800 ribu", "dua sampai tiga ratus ribu")."""
    unit = second.unit_for(bare)
    if unit == 1 and bare.value < LEAST_BARE:
        return exactly(Fraction(0))
    return exactly(bare.value * unit, second.scale, second.lead, explicit=True)


def _bound(timing: Timing, found: re.Match[str], below: bool) -> str:
    before, first, second, after = found.groups()
    number = timing.numbers[int(first or second)]
    if number.low != number.high:
        return "doubt"
    bounded = replace(number, low=Fraction(0)) if below else replace(number, high=None)
    return f"{_new(timing, bounded)} {before or ''} {after or ''}"


def _keep_money(timing: Timing) -> None:
    """Take out the numbers that are no money, and raise Doubt where one without a unit may be."""
    if timing.times or any(period.kind in ("day", "piece") or period.months > 1 for period in timing.periods):
        timing.rewrite(re.compile(r"\bB(\d+)"), lambda found: _promoted(timing, found))
    if "A" not in timing.line or _LABELLED_BARE.search(timing.line):
        raise Doubt("no-unit")
    timing.rewrite(re.compile(r"\bB\d+"), lambda _: "")


def _promoted(timing: Timing, found: re.Match[str]) -> str:
    return f"A{found[1]}" if timing.numbers[int(found[1])].low >= LEAST_BARE else found[0]


def _sum_of_sources(timing: Timing) -> Earnings:
    whole = _ONE_SOURCE.search(timing.line)
    pieces = [timing.line] if whole else re.split(r"\band\b", timing.line)
    sources = [parts_of(timing, piece) for piece in pieces if "A" in piece]
    if len(sources) == 1:
        return one_source(timing, sources[0])
    each = [one_source(timing, _shared(parts, sources)) for parts in sources]
    highs = [earnings.high for earnings in each if earnings.high is not None]
    high = sum(highs, Fraction(0)) if len(highs) == len(each) else None
    return Earnings(sum((one.value for one in each), Fraction(0)), sum((one.low for one in each), Fraction(0)), high)


def _shared(parts: list[Part], sources: list[list[Part]]) -> list[Part]:
    """A source without a period takes that of another when the amounts are alike ("50rb tambah 20rb sehari")."""
    timed_ones = [part for source in sources for part in source if part.periods]
    if not timed_ones or any(part.periods for part in parts):
        return parts
    if len({part.periods for part in timed_ones}) > 1:
        raise Doubt("vague")
    ratio = parts[0].number.value / timed_ones[0].number.value
    if ratio >= 10 or timed_ones[0].periods[0] == Period("month"):
        return parts
    if ratio > 3:
        raise Doubt("vague")
    return [replace(part, periods=timed_ones[0].periods) for part in parts]
