"""Numbers in an answer about money, lifted out of its words (CONVENTIONS §1.1-1.3).

Every number is left as a mark: `A0` when it can only be money, `B1` when it is bare.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from conversations.understanding.numerals import SCALES, TENS, TIME, canonical, listed

COUNTED = TIME | listed(
    "kali sekali job panen borongan orang anak malam mingguan bulanan tahunan km kilo kg percent meter ekor"
)
"""Words that make the number before them a count."""

_COUNTING = listed("umur usia anak jam pukul rt rw no nomor tgl tanggal kelas blok sejak lahir")
_PARTS = {"setengah": Fraction(1, 2), "seperempat": Fraction(1, 4)}
_GROUPED = re.compile(r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)(?:[.,]00)?")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_ALONE = 10**12


@dataclass(frozen=True)
class Number:
    """An amount or count; `low` and `high` differ from `value` when it is a range, a `high` of None is open."""

    value: Fraction
    low: Fraction
    high: Fraction | None
    scale: int = 1
    lead: int = 1
    explicit: bool = False
    spelt: bool = False

    @property
    def money(self) -> bool:
        """Whether it can only be rupiah: it has a unit, or is at least 100,000."""
        return self.explicit or self.value >= 100_000

    def unit_for(self, bare: "Number") -> int:
        """What a bare number before this one counts: hundreds of thousands in "dua sampai tiga ratus ribu"."""
        return self.lead if bare.value < 10 and self.lead > self.scale else self.scale


@dataclass(frozen=True)
class Sentence:
    """What was said: canonical words with a mark for each number."""

    words: tuple[str, ...]
    numbers: tuple[Number, ...]


def exactly(value: Fraction, scale: int = 1, lead: int = 1, explicit: bool = False, spelt: bool = False) -> Number:
    """A number that is no range."""
    return Number(value, value, value, scale, lead, explicit, spelt)


def listen(text: str, spellings: Mapping[str, tuple[str, ...]]) -> Sentence:
    """The words and numbers of a text."""
    return _marked(canonical(text, spellings))


def _marked(words: list[str]) -> Sentence:
    said: list[str] = []
    numbers: list[Number] = []
    at, end_of_last = 0, -1
    while at < len(words):
        number, after = _number(words, at)
        if number is None:
            vague = words[at] in SCALES | TENS and words[at + 1 : at + 2] == ["an"]
            said.append("vague" if vague else words[at])
        elif number.explicit or not said or said[-1] not in _COUNTING or said[-2:-1] in (["per"], ["tiap"]):
            if at == end_of_last:
                said.extend(_between(numbers[-1], number, words[after : after + 1]))
            said.append(f"{'A' if number.money else 'B'}{len(numbers)}")
            numbers.append(number)
            end_of_last = after
        at = after
    return Sentence(tuple(said), tuple(numbers))


def _between(first: Number, second: Number, after: list[str]) -> list[str]:
    """What two numbers side by side mean: "dua tiga juta" is a range, "2 5 juta" nobody can tell."""
    if first.money == second.money or (after and after[0] in COUNTED):
        return []
    if first.money:
        return ["doubt"]
    if (first.spelt and not second.spelt) or first.value * second.unit_for(first) >= second.value:
        return []
    return ["to"] if second.spelt and first.spelt and (first.value + 1) * second.lead == second.value else ["doubt"]


def _number(words: list[str], at: int) -> tuple[Number | None, int]:
    """The number that starts at a word, and the place after it; without one, None and the next place."""
    start, rupiah = at, words[at] == "rp"
    at += rupiah
    total, scale, lead, limit = Fraction(0), 1, 1, _ALONE
    while at < len(words) and limit > 1:
        term = _term(words, at, limit, total)
        if term is None:
            break
        amount, unit, head, at = term
        total, scale, lead = total + amount, *((unit, head) if limit == _ALONE else (scale, lead))
        limit = unit
    if limit == _ALONE:
        return None, start + 1
    rupiah_after = words[at : at + 1] == ["rp"]
    spelt = not words[start + rupiah][0].isdigit()
    return exactly(
        total, scale, lead, rupiah or rupiah_after or scale > 1 or _full(words[start]), spelt
    ), at + rupiah_after


def _full(word: str) -> bool:
    """Whether it is a full figure in groups of three ("750.000")."""
    return len(word) >= 7 and bool(_GROUPED.fullmatch(word))


def _term(words: list[str], at: int, limit: int, so_far: Fraction) -> tuple[Fraction, int, int, int] | None:
    """A coefficient with its unit below `limit`: amount, unit, leading unit, place after it."""
    if words[at].startswith("!"):
        value = Fraction(int(words[at][1:]))
        return (value, 1_000, 1_000, at + 1 + (words[at + 1 : at + 2] == ["ribu"])) if limit > 1_000 else None
    coefficient, head, after = _coefficient(words, at)
    if coefficient is None:
        return None
    after += words[after : after + 1] == ["an"]
    unit = SCALES.get(words[after]) if after < len(words) else None
    if unit is None or unit >= limit:
        rest = _remainder(coefficient, words[at], limit, words[after : after + 1], so_far)
        return None if rest is None or unit else (rest, 1, 1, after)
    if unit == SCALES["juta"] and (decimal := re.fullmatch(r"(\d{1,3})[.,](\d{3})", words[at])):
        coefficient = Fraction(f"{decimal[1]}.{decimal[2]}")
    after += 1
    after += words[after : after + 1] == ["an"]
    if unit > 1_000 and words[after : after + 1] and words[after] in _PARTS and not _is_timed(words, after):
        return (coefficient + _PARTS[words[after]]) * unit, unit, unit * head, after + 1
    return coefficient * unit, unit, unit * head, after


def _is_timed(words: list[str], at: int) -> bool:
    """Whether the word after this place is a time or a unit, so that "setengah" belongs to it."""
    return at + 1 < len(words) and (words[at + 1] in TIME or words[at + 1] in SCALES)


def _remainder(value: Fraction, word: str, limit: int, after: list[str], so_far: Fraction) -> Fraction | None:
    """A number without a unit: alone it is itself; after "juta" 500 is thousands and 5 hundred thousands."""
    if limit == _ALONE:
        return value
    if (after and after[0] in COUNTED) or so_far % limit or value.denominator > 1:
        return None
    if limit == SCALES["juta"]:
        short = {1: 100_000, 3: 1_000}.get(len(str(value)))
        return value * short if short and value else value if 100_000 <= value < limit else None
    return value if 0 < value < limit and not word[0].isdigit() else None


def _coefficient(words: list[str], at: int) -> tuple[Fraction | None, int, int]:
    """The part before the unit, what its first digit counts (100 in "tiga ratus"), and the place after it."""
    if words[at] in _PARTS:
        scaled = at + 1 < len(words) and words[at + 1] in SCALES
        return (_PARTS[words[at]], 1, at + 1) if scaled else (None, 1, at + 1)
    value, head, after = _below_thousand(words, at)
    if value is None or after >= len(words):
        return value, head, after
    if words[after] == "perempat":
        return value / 4, head, after + 1
    if words[after] in _PARTS and (words[after + 1 : after + 2] == [] or words[after + 1] not in TIME):
        return value + _PARTS[words[after]], head, after + 1
    digits, end = "", after + 1
    while words[after] == "koma" and end < len(words) and (digit := _plain_digit(words[end])):
        digits, end = digits + digit, end + 1
    return (value + Fraction(f"0.{digits}"), head, end) if digits else (value, head, after)


def _plain_digit(word: str) -> str:
    if word.isdecimal() and len(word) <= 2:
        return word
    return word[1:] if word.startswith("=") and len(word) == 2 else ""


def _below_thousand(words: list[str], at: int) -> tuple[Fraction | None, int, int]:
    """Ratus, puluh and belas put together ("dua ratus lima puluh", "2 ratus 50")."""
    total, head, room = Fraction(0), 1, 1_000
    while at < len(words) and room > 1:
        value = _literal(words[at])
        multiplier = words[at + 1] if at + 1 < len(words) else ""
        if value is None or (room < 1_000 and (value >= room or multiplier in COUNTED)):
            break
        size = TENS.get(multiplier, 10 if multiplier == "belas" else 1)
        if size >= room or (size > 1 and value >= 10):
            break
        head = size if room == 1_000 and multiplier in TENS else head
        total += value + 10 if multiplier == "belas" else value * size
        at, room = at + 1 + (size > 1), 1 if size == 1 or multiplier == "belas" else size
    return (total, head, at) if room < 1_000 else (None, 1, at)


def _literal(word: str) -> Fraction | None:
    if word.startswith("="):
        return Fraction(int(word[1:])) if word[1:].isdecimal() else None
    if not word[0].isdigit():
        return None
    if _GROUPED.fullmatch(word):
        whole = word[:-3] if word[-3] in ".," else word
        return Fraction(int(whole.replace(".", "").replace(",", "")))
    if word.isdecimal():
        return Fraction(int(word)) if word[0] != "0" or word == "0" else None
    if _DECIMAL.fullmatch(word):
        return Fraction(word.replace(",", "."))
    return None
