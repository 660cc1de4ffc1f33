"""What an amount is paid for (a day, a week, a trip, a harvest) and how many of those a month has (CONVENTIONS §1.5).

Every period in a line of words becomes a mark `T0`; days worked and frequencies are taken out of it.
`doubt` is left where the time said cannot be told, `undated` where working days were said without a daily amount.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from conversations.understanding.amounts import Number

USUAL_DAYS = 25
DAYS_A_MONTH = {1: 4, 2: 8, 3: 13, 4: 17, 5: 21, 6: 25, 7: 30}
"""Working days a week to working days a month (PP 36/2021 Art. 17; else N x 52/12 rounded down)."""

A_WEEK = 300_000
"""Below it "100rb seminggu 6 hari" may be for a day as well as for a week."""

IN_A_MONTH = {"minggu": Fraction(52, 12), "bulan": Fraction(1), "tahun": Fraction(1, 12)}

_WEEK = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_DAY = f"({'|'.join(_WEEK)})"
_NOUN = "(?:job|panen|borongan|orang)"
_TIMES = f"B(\\d+) (?:kali|jam|{_NOUN})(?: {_NOUN})?"
_PER = "(?:per|tiap)"

_SPAN = re.compile(
    rf"(libur |kecuali |tiap )?(?:(?<!per )(?<!tiap )hari )?\b(?!minggu){_DAY} "
    rf"((?:to|dash) )?(?:hari )?{_DAY}( libur)?\b(?! (?:{'|'.join(_WEEK)}))"
)
_OFF = re.compile(
    r"libur (?:B(\d+) (?:hari|kali)|per hari)(?: per minggu)?(?! per bulan)|per minggu libur (?:per hari|B(\d+) hari)"
    r"|libur (?:sekali )?per minggu(?: sekali| B(\d+) (?:hari|kali))?|per minggu (?:sekali libur|libur sekali)"
    rf"|(?:libur|kecuali) (?:tiap )?(?:hari )?{_DAY}|(?<!per )(?<!tiap )(?:hari )?\b{_DAY} libur"
)
_NEVER_OFF = re.compile(
    r"(?:tidak|tanpa|belum) (?:ada )?(?:hari )?libur|(?:\bper minggu )?\bfull(?: per (?:minggu|bulan))?\b"
)
_NAMED_DAY = re.compile(rf"{_PER} (?:hari {_DAY}|(?!minggu|hari){_DAY})")
_RANGE_OF_TIMES = re.compile(r"B\d+ (?:to|dash|or) B\d+ (?:hari|kali|job|jam|bulan|minggu|tahun)\b")
_WORKED = re.compile(
    rf"B(\d+) hari {_PER} (minggu|bulan)\b|{_PER} (minggu|bulan(?! B\d+ hari {_PER} minggu)) B(\d+) hari\b(?! sekali)"
    rf"|(?<!per )(?<!tiap )(?:(?<!B\d )\bkali )?B(\d+) hari\b(?! sekali)"
)
_OFTEN = re.compile(
    rf"{_PER} (hari|minggu|bulan|tahun)(?: {_NOUN})? {_TIMES}\b(?! {_PER} (?:hari|minggu|bulan|tahun)\b(?! B))"
    rf"|{_TIMES} {_PER} (hari|minggu|bulan|tahun)\b"
)
_TIMED = re.compile(
    rf"\b(?:per|tiap|kali|sekali|hari|bulan|tahun|jam|masing|full|libur|\w+an|job|orang|panen|{_DAY})\b"
)
_HALF = re.compile(rf"(?:{_PER} )?setengah (bulan|tahun|minggu|hari|jam)\b")
_EVERY = re.compile(
    rf"(?:(?:{_PER}|dalam) )?(?:B(\d+) )?(hari|minggu|bulan|tahun) sekali\b|\bsekali {_PER} (hari|minggu|bulan|tahun)\b"
    rf"|(?:{_PER}|dalam) B(\d+) (hari|minggu|bulan|tahun)\b|B(\d+) (minggu|bulan|tahun)an\b"
)
_PIECE = re.compile(
    rf"(?:(?:per|tiap|sekali)(?: sekali)?) (?:{_NOUN}|kali|jam)(?: {_NOUN})?\b|sekali(?= A\d)|(?<=A\d) sekali\b"
)
_EACH = re.compile(r"\bmasing(?: dash)?(?: masing)?\b")
_ONE = re.compile(rf"(A\d+ )?B(\d+) (?:kali |{_NOUN} )*(?:kali|{_NOUN})\b(?: (A\d+))?")
_LOOSE = re.compile(r"pekerja harian(?: lepas)?|harian lepas|per hari (?:dash )?hari\b")
_PLAIN = re.compile(rf"(?:{_PER} |dalam )?{_PER} (hari|minggu|bulan|tahun)\b|\b(har|minggu|bulan|tahun)i?an\b")
_COUNT = re.compile(r"(A\d+ )?B(\d+) (minggu|bulan|tahun|jam|hari)\b(?: (A\d+))?")


@dataclass(frozen=True)
class Period:
    """Something an amount is paid for; `months` is how many of it a month has. Kinds: day, month, every, piece."""

    kind: str
    months: Fraction = Fraction(1)
    loose: bool = False


@dataclass
class Timing:
    """A line whose periods are marks, with the working days and frequencies that were said in it."""

    line: str
    numbers: list[Number]
    periods: list[Period] = field(default_factory=list)
    days: int | None = None
    times: list[tuple[Fraction, str]] = field(default_factory=list)

    def rewrite(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> None:
        """Replace what a pattern finds and keep single spaces."""
        if pattern.search(self.line):
            self.line = " ".join(pattern.sub(lambda found: f" {replacement(found)} ", self.line).split())

    def whole(self, *marks: str | None) -> int:
        """The whole number behind the first bare mark there is: 1 without a mark, 0 when it is no whole number."""
        given = next((mark for mark in marks if mark), None)
        value = self.numbers[int(given)].value if given else Fraction(1)
        return int(value) if value.denominator == 1 and value < 1_000 else 0

    def mark(self, kind: str, months: Fraction = Fraction(1), loose: bool = False) -> str:
        """Note a period and give its mark."""
        self.periods.append(Period(kind, months, loose))
        return f"T{len(self.periods) - 1}"

    def in_a_month(self, period: Period) -> Fraction | None:
        """How many of a period a month has, None when that was not said."""
        if period.kind == "day":
            return Fraction(self.days_a_month)
        return period.months if period.kind != "piece" else self.times_a_month

    @property
    def days_a_month(self) -> int:
        """Working days a month, 25 when nothing was said."""
        return USUAL_DAYS if self.days is None else self.days

    @property
    def times_a_month(self) -> Fraction | None:
        """How often what is paid by the piece happens in a month, None when it was not said or said twice."""
        if len(self.times) != 1:
            return None
        count, unit = self.times[0]
        return count * IN_A_MONTH.get(unit, Fraction(self.days_a_month))


def timed(line: str, numbers: list[Number]) -> Timing:
    """Read the times in a line; longer patterns first, so that "tiap 2 minggu" is never read as a week."""
    timing = Timing(line, numbers)
    if not _TIMED.search(line):
        return timing
    timing.rewrite(_RANGE_OF_TIMES, lambda _: "doubt")
    _days_worked(timing)
    timing.rewrite(_OFTEN, lambda found: _often(timing, found))
    timing.rewrite(_HALF, lambda found: _half(timing, found[1]))
    timing.rewrite(_EVERY, lambda found: _every(timing, found))
    timing.rewrite(_PIECE, lambda _: timing.mark("piece"))
    timing.rewrite(_EACH, lambda _: timing.mark("piece") if timing.times else "")
    timing.rewrite(_ONE, lambda found: _one(timing, found))
    timing.rewrite(_LOOSE, lambda _: timing.mark("day", loose=True))
    timing.rewrite(_PLAIN, lambda found: _plain(timing, found))
    timing.rewrite(_COUNT, lambda found: _count(timing, found))
    _frequencies(timing)
    return timing


def _days_worked(timing: Timing) -> None:
    daily = (
        re.search(r"\b(?:per|tiap) hari|harian|per (?:job|panen|jam|kali)|sekali|kali B\d+ hari", timing.line)
        is not None
    )
    timing.rewrite(_SPAN, lambda found: _span(timing, found, daily))
    timing.rewrite(_OFF, lambda found: _working(timing, 7 - timing.whole(*found.groups()[:3]), "minggu", daily))
    timing.rewrite(_NEVER_OFF, lambda _: _working(timing, 7, "minggu", daily))
    timing.rewrite(_NAMED_DAY, lambda _: "per minggu")
    timing.rewrite(_WORKED, lambda found: _worked(timing, found, daily))


def _span(timing: Timing, found: re.Match[str], daily: bool) -> str:
    """A span of weekdays ("senin-jumat"); two days named without "sampai" are clear only when one opens the week."""
    before, first, joined, last, after = found.groups()
    days = (_WEEK.index(last) - _WEEK.index(first)) % 7 + 1
    if before == "tiap " or not (joined or days > 4 or days == 2):
        return "doubt"
    return _working(timing, 7 - days if before or after else days, "minggu", daily)


def _working(timing: Timing, count: int, unit: str, daily: bool) -> str:
    if not daily:
        return "undated"
    days = DAYS_A_MONTH.get(count) if unit == "minggu" else count if 1 <= count <= 31 else None
    if days is None or timing.days not in (None, days):
        return "doubt"
    timing.days = days
    return ""


def _worked(timing: Timing, found: re.Match[str], daily: bool) -> str:
    first, after, before, second, alone = found.groups()
    count = timing.whole(first, second, alone)
    if alone and count == 1:
        return "per hari"
    unit = after or before or ("minggu" if count <= 7 else "bulan")
    if not daily and before and (paid := re.search(r"A(\d+) $", timing.line[: found.start()])):
        return f"per {before}" if timing.numbers[int(paid[1])].value >= A_WEEK else "undated"
    multiplied = found[0].startswith("kali ") and not re.search(r"\b(?:per|tiap) hari|harian", timing.line)
    return _working(timing, count, unit, daily) + (" per hari" if multiplied else "")


def _often(timing: Timing, found: re.Match[str]) -> str:
    """A frequency; what is left of it says whether the amount beside it may be multiplied by it."""
    before, first, second, after = found.groups()
    count, unit = timing.whole(first, second), before or after
    if not count:
        return "doubt"
    hours = " jam" in found[0]
    if hours and "per jam" not in timing.line:
        return f"per {unit}" if before else ""
    if not hours and unit == "minggu" and re.search(r"\b(?:per|tiap) hari|harian", timing.line.replace(found[0], "")):
        return _working(timing, count, unit, daily=True)
    timing.times.append((Fraction(count), unit))
    return "before" if before else "after"


def _half(timing: Timing, unit: str) -> str:
    halves = {"bulan": Fraction(2), "tahun": Fraction(1, 6)}
    return timing.mark("month", halves[unit]) if unit in halves else "doubt"


def _every(timing: Timing, found: re.Match[str]) -> str:
    """ "3 bulan sekali", "per 2 minggu", "mingguan": one in so many weeks, months or years."""
    units = (found[2], found[3], found[5], found[7])
    count, unit = timing.whole(found[1], found[4], found[6]), next(unit for unit in units if unit)
    if unit == "hari":
        return timing.mark("day") if count == 1 else "doubt"
    return timing.mark("every", IN_A_MONTH[unit] / count) if count else "doubt"


def _one(timing: Timing, found: re.Match[str]) -> str:
    """ "1 trip 15rb": an amount for one piece; other counts of pieces beside an amount leave a doubt."""
    before, after = found[1] or "", found[3] or ""
    mark = timing.mark("piece") if timing.whole(found[2]) == 1 else "doubt"
    return f"{before} {mark} {after}" if before or after else ""


def _plain(timing: Timing, found: re.Match[str]) -> str:
    unit = found[1] or {"har": "hari"}.get(found[2], found[2])
    if unit != "hari":
        return timing.mark("month", IN_A_MONTH[unit])
    beside = re.search(r"A\d+ $", timing.line[: found.start()]) or re.match(r" A\d", timing.line[found.end() :])
    return timing.mark("day", loose="tiap" in found[0] and not beside)


def _count(timing: Timing, found: re.Match[str]) -> str:
    """A count of weeks, months, years or hours that is no period by its words."""
    before, count, unit, after = found[1] or "", timing.whole(found[2]), found[3], found[4] or ""
    if unit in ("jam", "tahun") and not (unit == "tahun" and count == 1 and (before or after)):
        return before + after if unit == "tahun" or count != 1 else f"{before} {timing.mark('piece')} {after}"
    if unit == "hari":
        return f"{before} {timing.mark('day') if count == 1 else 'doubt'} {after}"
    if count == 1 or (unit == "minggu" and count == 2):
        return f"{before} {timing.mark('month', IN_A_MONTH[unit] / count)} {after}"
    return f"{before} doubt {after}" if before or after else ""


def _frequencies(timing: Timing) -> None:
    """Beside a piece, "4 bulan sekali" says how often, not what the amount is for."""
    if not any(period.kind == "piece" for period in timing.periods):
        return
    for place, period in enumerate(timing.periods):
        if period.kind == "every":
            timing.line = re.sub(rf" ?\bT{place}\b", "", timing.line).strip()
            timing.times.append((period.months, "bulan"))
