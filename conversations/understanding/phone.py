"""Indonesian mobile numbers, however they are spaced.

Only numbers that say so themselves (08…, 628…, +62 8…) count: a bare row of digits is more likely money or a date.
Where a number ends is decided by its groups, because a birth date often follows it on the same line.
"""

import re

import phonenumbers

from conversations.understanding.text import LONGEST, POLITE, plain

_START = re.compile(r"(?<![\d+])(?<!\d[.,])(?:\(?\+?62\)?[ .\-]?(?:\(0\)[ .\-]?|0)?|\(?0)(?=8\d{2})")
_GROUP = re.compile(r"\d+")
_GAP = re.compile(r"[ .)\u00a0\-\u2010-\u2015\u2212]{1,3}")
_SHORTEST, _USUAL, _MOST = 8, 9, 12
"""Digits after the 0 or 62: the fewest, enough to be whole, and the most."""

_LABELS = "no nomor nomer nmr hp handphone ponsel wa whatsapp telp tlp telpon telepon saya aku ini itu adalah nya aktif"
_WORDS_AROUND = POLITE.union(_LABELS.split(), ("nope", "nomornya", "nomernya", "hpnya", "hpku", "wanya"))


def read(text: str) -> str | None:
    """The mobile number in E.164 when the text is nothing but one, perhaps with a label or a polite word."""
    number, rest = spot(text)
    words = re.findall(r"\w+", plain(rest))
    return number if all(word in _WORDS_AROUND for word in words) else None


def spot(text: str) -> tuple[str | None, str]:
    """The first mobile number (E.164) in a longer text, and the text with a line break in its place."""
    looked_at = text[:LONGEST]
    for start in _START.finditer(looked_at):
        found = _number_at(looked_at, start.end())
        if found:
            number, end = found
            return number, f"{text[: start.start()]}\n{text[end:]}"
    return None, text


def _number_at(text: str, start: int) -> tuple[str, int] | None:
    """The number whose part after 0 or 62 begins at `start`, and where it ends."""
    groups: list[str] = []
    end = start
    while group := _GROUP.match(text, end):
        if not _belongs(groups, group[0]):
            break
        groups.append(group[0])
        stop = group.end()
        gap = _GAP.match(text, stop)
        end = gap.end() if gap else len(text)
    number = _mobile("".join(groups)) if groups else None
    return (number, stop) if number else None


def _belongs(groups: list[str], following: str) -> bool:
    """Whether the next group is still the same number: a short group after a whole one begins a date or an age."""
    have = sum(map(len, groups))
    if have + len(following) > _MOST:
        return not groups
    in_pairs = len(groups) > 1 and all(len(group) == len(following) for group in groups[1:])
    return have < _USUAL or len(following) > 2 or in_pairs


def _mobile(national: str) -> str | None:
    if not (_SHORTEST <= len(national) <= _MOST and national.isascii()):
        return None
    try:
        number = phonenumbers.parse(f"+62{national}")
    except phonenumbers.NumberParseException:
        return None
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if mobile else None
