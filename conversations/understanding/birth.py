"""A day of birth as people in Indonesia write it: day first, the year often in two digits, the month in any spelling.

Nothing is guessed: two readings, an impossible day or an age instead of a year come back as a reason to ask again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from rapidfuzz.distance import OSA

from conversations.understanding.text import LONGEST, plain

OLDEST = 120
_OLDEST_OF_TWO_DIGITS = 110
_WORKING_AGES = range(15, 101)
_IN_CALENDAR = range(1, 13)


@dataclass(frozen=True)
class Birth:
    """When somebody was born; `day` is None when only the year is known."""

    year: int
    day: date | None = None


@dataclass(frozen=True)
class BirthReading:
    """A birth, or the reason there is none: unknown, impossible, future, too-old, ambiguous, age-not-date."""

    birth: Birth | None
    reason: str = ""


def read(text: str, today: date) -> BirthReading:
    """The birth that a whole answer states."""
    answer = plain(text)
    if re.fullmatch(r"[^\w'’]*\d{1,3}\W*", answer):
        return BirthReading(None, "age-not-date")
    # The line break marks the start of an answer: "mei 90" is a birth there, but in "Dewi Mei 90" May is a name.
    return spot(f"\n{answer}", today)[0] or BirthReading(None, "unknown")


def spot(text: str, today: date) -> tuple[BirthReading | None, str]:
    """What a longer text says of a birth (None when nothing), and the text with a line break in its place.

    Two different births in one text are ambiguous. An age, or a day without a year, counts only where no year is named.
    """
    stated, rest = _taken(_STATED, text[:LONGEST], today)
    unfinished, rest = _taken(_UNFINISHED, rest, today)
    if not stated and not unfinished:
        return None, text
    only = (stated or unfinished)[0]
    return (only if len(set(stated)) < 2 else BirthReading(None, "ambiguous")), rest + text[LONGEST:]


def _taken(readers: "tuple[_Reader, ...]", text: str, today: date) -> tuple[list[BirthReading], str]:
    """What each pattern finds in turn, and the text without it."""
    found: list[BirthReading] = []

    def take(interpret: "_Interpreter", match: re.Match[str]) -> str:
        reading = interpret(match, today)
        found.extend([reading] if reading else [])
        return "\n" if reading else match[0]

    for pattern, interpret in readers:
        text = pattern.sub(partial(take, interpret), text)
    return found, text


def _from_number_month(match: re.Match[str], today: date) -> BirthReading:
    return _dated(int(match["d"]), int(match["m"]), match["y"], today)


def _from_word_month(match: re.Match[str], today: date) -> BirthReading | None:
    month = _month(match["m"])
    return _dated(int(match["d"]), month, match["y"], today) if month else None


def _from_eight_digits(match: re.Match[str], today: date) -> BirthReading:
    """DDMMYYYY, or YYYYMMDD: never both, since no month is 19 or 20."""
    digits = match[0]
    if digits[4:6] in ("19", "20"):
        return _dated(int(digits[:2]), int(digits[2:4]), digits[4:], today)
    return _dated(int(digits[6:]), int(digits[4:6]), digits[:4], today)


def _from_six_digits(match: re.Match[str], today: date) -> BirthReading | None:
    """DDMMYY; any other six digits are an amount or a number of something."""
    digits = match[0]
    reading = _dated(int(digits[:2]), int(digits[2:4]), digits[4:], today)
    return None if reading.reason == "impossible" and int(digits[2:4]) not in _IN_CALENDAR else reading


def _from_month_and_year(match: re.Match[str], today: date) -> BirthReading | None:
    month = int(match["m"]) if match["m"].isdecimal() else _month(match["m"])
    # "mei 17" is as likely a day as a year.
    unclear = len(match["y"]) == 2 and int(match["y"]) <= 31
    return _in_year(match["y"], today) if month in _IN_CALENDAR and not unclear else None


def _from_year(match: re.Match[str], today: date) -> BirthReading:
    return _in_year(match["y"], today)


def _from_age(match: re.Match[str], today: date) -> BirthReading:
    return BirthReading(None, "age-not-date")


def _from_day_and_month(match: re.Match[str], today: date) -> BirthReading | None:
    month = int(match["m"]) if match["m"].isdecimal() else _month(match["m"])
    return BirthReading(None, "unknown") if month in _IN_CALENDAR else None


def _dated(day: int, month: int, year: str, today: date) -> BirthReading:
    days = list(_days(day, month, _years(year, today)))
    if not days:
        return BirthReading(None, "impossible")
    if len(year) == 4:
        return _judged(Birth(days[0].year, days[0]), _age(days[0], today))
    return _chosen([(Birth(each.year, each), _age(each, today)) for each in days if each <= today])


def _in_year(year: str, today: date) -> BirthReading:
    ages = [(Birth(each), today.year - each) for each in _years(year, today)]
    return _judged(*ages[0]) if len(year) == 4 else _chosen([(birth, age) for birth, age in ages if age >= 0])


def _judged(birth: Birth, age: int) -> BirthReading:
    reason = "future" if age < 0 else "too-old" if age > OLDEST else ""
    return BirthReading(None if reason else birth, reason)


def _chosen(births: list[tuple[Birth, int]]) -> BirthReading:
    """The one century of two that gives a person of 0 to 110, or else the one that gives a worker of 15 to 100."""
    possible = [(birth, age) for birth, age in births if age <= _OLDEST_OF_TWO_DIGITS]
    working = [birth for birth, age in possible if age in _WORKING_AGES]
    if len(possible) == 1:
        return BirthReading(possible[0][0])
    if possible:
        return BirthReading(working[0]) if len(working) == 1 else BirthReading(None, "ambiguous")
    return BirthReading(None, "impossible")


def _years(written: str, today: date) -> list[int]:
    if len(written) == 4:
        return [int(written)]
    century = today.year - today.year % 100
    return [century + int(written), century - 100 + int(written)]


def _days(day: int, month: int, years: list[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _age(born: date, today: date) -> int:
    """Completed years; negative when not yet born."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _month(word: str) -> int | None:
    """The month a word names: a known spelling, its beginning, or the one clearly nearest within two typing errors."""
    word = word.lower()
    if word in _MONTHS:
        return _MONTHS[word]
    begun = {number for name, number in _MONTHS.items() if len(word) > 3 and name.startswith(word)}
    if len(begun) == 1 or len(word) < 4:
        return begun.pop() if begun else None
    errors = 2 if len(word) > 6 else 1
    near = sorted((OSA.distance(word, name), number) for number, name in enumerate(_NAMES.split(), 1))
    best, number = near[0]
    rivals = {other for distance, other in near if distance == best}
    return number if best <= errors and len(rivals) == 1 else None


_NAMES = "januari februari maret april mei juni juli agustus september oktober november desember"
_SPELLINGS = (
    "jan januari january djanuari",
    "feb peb februari pebruari february",
    "mar mrt maret march maart",
    "apr april",
    "mei may meii mai",
    "jun juni june djuni",
    "jul juli july djuli",
    "agt ags agst agu aug agus agustus august augustus",
    "sep sept september",
    "okt oct oktober october",
    "nov nop november nopember",
    "des dec desember december",
)
_MONTHS = {word: number for number, words in enumerate(_SPELLINGS, 1) for word in words.split()}

_Interpreter = Callable[[re.Match[str], date], BirthReading | None]
_Reader = tuple[re.Pattern[str], _Interpreter]


def _reader(pattern: str, interpret: _Interpreter) -> _Reader:
    return re.compile(pattern, re.IGNORECASE | re.ASCII), interpret


_DASH = r"[-./,\u2010-\u2015]"
_YEAR_WORD = r"\b(?:tahun|taun|thn|th)(?![a-z])\.?"
_BORN = r"\b(?:lahir|lahirnya|kelahiran)\b:?"
_TO_MONTH = rf"(?:\s|{_DASH}|(?:bulan|bln|bl)(?![a-z])\.?)"
_TO_YEAR = rf"(?:\s|{_DASH}|(?:tahun|taun|thn|th)(?![a-z])\.?)"
_D = r"(?<!\d)(?<!\d[./-])(?P<d>\d{1,2})"
_M = r"(?!(?:bulan|bln|tahun|taun|thn|th)(?![a-z]))(?P<m>[a-z]{3,9})"
_Y = r"['’]?(?P<y>\d{4}|\d{2})(?!\d)(?![./-]\d)"
_NO_AMOUNT = r"(?!\s*(?:an|rb|ribu|rebu|jt|juta|k|rupiah|perak)\b)"

_STATED = (
    _reader(
        rf"(?<!\d)(?P<y>\d{{4}})\s?{_DASH}\s?(?P<m>\d{{1,2}})\s?{_DASH}\s?(?P<d>\d{{1,2}})(?!\d)", _from_number_month
    ),
    _reader(rf"{_D}{_TO_MONTH}{{1,9}}(?P<m>\d{{1,2}}){_TO_YEAR}{{1,9}}{_Y}", _from_number_month),
    _reader(rf"{_D}{_TO_MONTH}{{0,9}}{_M}{_TO_YEAR}{{0,9}}{_Y}", _from_word_month),
    _reader(rf"\b{_M}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s(?P<y>\d{{4}})(?!\d)", _from_word_month),
    _reader(r"(?<![\d.,])(?:\d{4}(?:19|20)\d\d|(?:19|20)\d{6})(?![\d.,]\d|\d)", _from_eight_digits),
    _reader(rf"(?<![\d.,])\d{{6}}(?!\d|[.,]\d){_NO_AMOUNT}", _from_six_digits),
    _reader(rf"(?:(?<=[,;\n])|{_BORN}|\b(?:bulan|bln)\b)\s*{_M}{_TO_YEAR}{{0,9}}{_Y}", _from_month_and_year),
    _reader(rf"\b(?:bulan|bln)\b\s*(?P<m>\d{{1,2}}){_TO_YEAR}{{1,9}}{_Y}", _from_month_and_year),
    _reader(r"(?<![\d./-])(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>\d{4}|(?<=[-/])\d\d)(?![\d./-])", _from_month_and_year),
    _reader(rf"(?:(?:{_BORN}|{_YEAR_WORD})\s*)*(?<!\d)(?P<y>(?:1[89]|20|21)\d\d)(?!\d){_NO_AMOUNT}", _from_year),
    _reader(
        rf"(?<!\d)(?<!\d\s)(?:(?:{_BORN}\s*)?(?:{_YEAR_WORD}\s*['’]?|(?<!\w)['’])(?=\d)|{_BORN}\s*(?=[4-9]|3[2-9]))"
        rf"(?P<y>\d\d)(?!\d)(?!\s*(?:{_YEAR_WORD}|bulan|bln)){_NO_AMOUNT}",
        _from_year,
    ),
)
_UNFINISHED = (
    _reader(
        r"\b(?:umur|usia|berumur|berusia)(?:nya|ku)?\b\D{0,12}\d{1,3}(?!\d)(?:\s*(?:tahun|taun|thn|th)\b)?", _from_age
    ),
    _reader(r"(?<!\d)\d{1,3}\s*(?:tahun|taun|thn|th|yo)\b\.?", _from_age),
    _reader(rf"{_D}\s?{_DASH}?\s?{_M}\b", _from_day_and_month),
    _reader(rf"{_D}\s?[-/]\s?(?P<m>\d{{1,2}})(?![\d/-])", _from_day_and_month),
)
