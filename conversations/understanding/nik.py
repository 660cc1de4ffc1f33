"""The 16-digit population number (NIK): what it says of a person, and how to find one that should not be kept.

A NIK has no check digit, so reading catches typing errors only. Its region is where it was issued, never where somebody
lives. The rules are CONVENTIONS §5. python-stdnum's `stdnum.id.nik` is not used: it refuses prefixes it does not know,
takes days such as 81 (modulo 40), puts everybody into the 1900s and does not look at the serial number.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from conversations.understanding.text import POLITE, plain

LENGTH = 16
_PROVINCES = frozenset([*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82])
_PROVINCES |= frozenset(range(91, 97))
_WOMEN = 40
"""What is added to the day of birth in a woman's NIK."""

_LABELS = "nik nomor nomer no ktp saya aku ini itu adalah"
_WORDS_AROUND = re.compile(rf"(?<!\w)(?:{'|'.join(sorted([*_LABELS.split(), *POLITE]))})(?:ku|nya)?(?!\w)")
_GLUED_LABEL = re.compile(r"^\W*(?:no\W*)?(?:nik|ktp)(?=\d)")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")

_RUN = re.compile(r"\d(?:[\s.,/_\-\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]{0,3}\d)*")
_GROUP = re.compile(r"\d+")
_LETTERED = re.compile(r"(?<!\w)[0-9OoIl]{16}(?!\w)")


@dataclass(frozen=True)
class Nik:
    """What a NIK says; `reason` is the first failing check, and everything after it is empty unless valid.

    `old_region` warns that today's list of regencies does not have the prefix; such a number is still valid.
    """

    valid: bool
    reason: str
    born: date | None = None
    sex: str = ""
    number: str = field(default="", repr=False)
    old_region: bool = False


def read(text: str, today: date) -> Nik:
    """The NIK that is the whole of `text`; reasons in order: EMPTY NON_DIGIT LENGTH REGION DATE SERIAL."""
    number = _bare(text)
    born = _born(number, today) if _shape_fault(number) == "" else None
    reason = _shape_fault(number) or ("DATE" if born is None else "SERIAL" if number.endswith("0000") else "")
    if reason:
        return Nik(False, reason)
    sex = "P" if int(number[6:8]) > _WOMEN else "L"
    return Nik(True, "", born, sex, number, number[:4] not in _prefixes_of_today())


def spotted(text: str) -> bool:
    """Whether a text holds what looks like a NIK, even one mistyped by a digit, so that it must not be kept."""
    return next(_spans(text), None) is not None


def without(text: str) -> str:
    """The text with a line break in place of everything that looks like a NIK."""
    kept, end = [], 0
    for start, stop in sorted(_spans(text)):
        kept.append(text[end : max(start, end)])
        end = max(stop, end)
    return "\n".join([*kept, text[end:]])


def _bare(text: str) -> str:
    """The number without label, politeness, and what people put between groups of digits."""
    unlabelled = _WORDS_AROUND.sub(" ", _GLUED_LABEL.sub("", plain(text.strip())))
    return _BETWEEN.sub("", _EDGES.sub("", unlabelled))


def _shape_fault(number: str) -> str:
    if not number:
        return "EMPTY"
    if not (number.isascii() and number.isdecimal()):
        return "NON_DIGIT"
    if len(number) != LENGTH:
        return "LENGTH"
    possible = int(number[:2]) in _PROVINCES and "00" not in (number[2:4], number[4:6])
    return "" if possible else "REGION"


def _born(number: str, today: date) -> date | None:
    """The latest day, not in the future, that the six digits of birth can mean."""
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    century = today.year - today.year % 100
    for first_year in (century, century - 100):
        try:
            born = date(first_year + year, month, day - _WOMEN if day > _WOMEN else day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


@cache
def _prefixes_of_today() -> frozenset[str]:
    """The first four digits of today's regencies; none of the old ones in nik_old_prefixes.csv is in use again."""
    table = resources.files("conversations.understanding").joinpath("data", "regencies.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return frozenset(row["code"].replace(".", "") for row in rows)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where in the text the numbers are; spans may overlap."""
    for lettered in _LETTERED.finditer(text):
        if sum(char.isdecimal() for char in lettered[0]) >= LENGTH - 3:
            yield lettered.span()
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, *run.span()))
        yield from (group.span() for group in groups if _looks_like_one(_ascii(group[0])))
        yield from _grouped(groups)


def _grouped(groups: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Neighbouring groups of digits that are together as long as a NIK and begin as one does."""
    texts = [_ascii(group[0]) for group in groups]
    for first in range(len(groups)):
        digits = ""
        for last in range(first, len(groups)):
            digits += texts[last]
            if len(digits) > LENGTH + 1:
                break
            whole = first == 0 and last == len(groups) - 1
            long_enough = len(digits) == LENGTH or (whole and len(digits) >= LENGTH - 1)
            if last > first and long_enough and _plausible(digits) and not _other_matter(texts[first : last + 1]):
                yield groups[first].start(), groups[last].end()


def _looks_like_one(digits: str) -> bool:
    """Whether unbroken digits are a NIK: 16 always are; one fewer, or more, when they start as one does."""
    return len(digits) == LENGTH or (len(digits) >= LENGTH - 1 and _starts_like_one(digits))


def _plausible(digits: str) -> bool:
    """Whether region, day and month are possible: sums of money, dates and phone numbers in a row rarely are."""
    day, month = int(digits[6:8]) % _WOMEN, int(digits[8:10])
    in_calendar = 1 <= day <= 31 and int(digits[6:8]) <= 71 and 1 <= month <= 12
    return _starts_like_one(digits) and in_calendar


def _starts_like_one(digits: str) -> bool:
    """Whether province, regency (kabupaten from 01, kota from 71) and district are in the range that is given out."""
    regency = int(digits[2:4])
    return int(digits[:2]) in _PROVINCES and (1 <= regency <= 39 or 71 <= regency <= 79) and digits[4:6] != "00"


def _other_matter(groups: list[str]) -> bool:
    """Whether the groups start with a written date, or are a year and a mobile number: both may pass for a region."""
    is_date = (
        len(groups) > 2 and max(map(len, groups[:2])) <= 2 and groups[2][:2] in ("19", "20") and len(groups[2]) == 4
    )
    is_year = len(groups[0]) == 4 and groups[0][:2] in ("19", "20")
    return is_date or (is_year and groups[1].startswith(("08", "628")))


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
