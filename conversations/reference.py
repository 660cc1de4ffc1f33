"""The number by which a person and the office name one application: short, speakable, and slips do not go unnoticed.

Nineteen signs, none of which looks like another (no 0 O Q D, 1 I L, Z S G B, U V), without vowels, so that no word is
ever spelled, and without N and F, which are heard as M and P. Nineteen is prime: with a different weight at each place,
the weighted sum of a reference is 0 modulo 19, and no single wrong sign and no swap of two leaves it 0.
"""

import re
import unicodedata
from collections.abc import Callable

SIGNS = "23456789CHJKMPRTWXY"
"""The alphabet, in the order of its values 0..18; digits first."""

_DIGITS = 8
_PLACES = 8
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, 1)
_LONGEST = 40
_FOREIGN_ALLOWED = 2

_SHOWN = re.compile(r"([A-Z0-9]{4})[ -]*([A-Z0-9]{4})[ -]*([A-Z0-9])")
_DASH_OR_SPACE = frozenset({"Pd", "Zs", "Cc", "Cf"})


def make(choose: Callable[[int], int]) -> str:
    """A new reference with at least one digit and one letter among its first eight signs.

    `choose(n)` gives a random number 0..n-1. A letter is always there, so that no amount and no phone number is one.
    """
    values = [choose(len(SIGNS)) for _ in range(_PLACES)]
    digit = choose(_PLACES)
    letter = (digit + 1 + choose(_PLACES - 1)) % _PLACES
    values[digit] = choose(_DIGITS)
    values[letter] = _DIGITS + choose(len(SIGNS) - _DIGITS)
    values.append(-_sum(values) % len(SIGNS))
    return _shown("".join(SIGNS[value] for value in values))


def normal(text: str) -> str | None:
    """The reference in its one written form, as K7MP-2X4H-8, or None when it is not one or its check sign is wrong."""
    signs = _spaced(text).replace(" ", "")
    if len(signs) != _PLACES + 1 or not set(signs) <= set(SIGNS) or not _mixed(signs[:_PLACES]):
        return None
    if _sum([SIGNS.index(sign) for sign in signs]) % len(SIGNS):
        return None
    return _shown(signs)


def plausible(text: str) -> bool:
    """Whether somebody meant a reference, right or with a slip: its length and grouping, at most two foreign signs."""
    shape = _SHOWN.fullmatch(_spaced(text))
    if shape is None:
        return normal(text) is not None
    signs = "".join(shape.groups())
    return _mixed(signs) and sum(sign not in SIGNS for sign in signs) <= _FOREIGN_ALLOWED


def _sum(values: list[int]) -> int:
    return sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=False))


def _mixed(signs: str) -> bool:
    return any(sign.isdigit() for sign in signs) and any(sign.isalpha() for sign in signs)


def _shown(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def _spaced(text: str) -> str:
    """Upper case with every run of dashes, spaces and invisible characters made one space; "" when far too long."""
    if len(text) > _LONGEST:
        return ""
    folded = unicodedata.normalize("NFKC", text).upper()
    visible = "".join(" " if unicodedata.category(sign) in _DASH_OR_SPACE else sign for sign in folded)
    return " ".join(visible.split())
