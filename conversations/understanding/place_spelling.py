"""Spellings of place names: old orthography, chat habits and typing errors led back to the written form.

Exact repairs are made word by word and only towards words that occur in place names. `nearest` is the fuzzy look-up for
what is still unknown: a regency first, a district only when it is clearly nearer.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from conversations.understanding.gazetteer import Name, names, short_forms, words
from conversations.understanding.places import (
    ABBREVIATIONS,
    DIRECTIONS,
    EVERYDAY_DISTRICTS,
    LONG_TYPES,
    NEVER,
    SHORT_DIRECTIONS,
    TYPES,
    everyday_words,
)

_SHORTEST = 4
_OLD = (("dj", "\0"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "kh"), ("j", "y"), ("\0", "j"), ("oe", "u"))
_GLUED = ("kabupaten", "kecamatan", "kotamadya", "kodya", "kota", "kab", "kec", "di")
_ALIKE = ("aiueoy", "ckq", "sz", "fvp", "bp", "dt", "gk", "mn", "lr", "gj")
_UNIT_REACH = ((5, 1.25), (7, 1.5), (12, 2.5), (99, 3.5))
_DISTRICT_REACH = ((5, 1.0), (7, 1.25), (9, 1.5), (13, 2.25), (99, 3.0))
"""How much may be wrong in a word of at most so many letters."""
_CLEARLY = 0.5
_INFLECTED = re.compile(r"(meng|meny|mem|men|ber|ter|peng|peny|pem|per|di)[a-z]{3,}$|[a-z]+(nya|kan|lah)$")
"""Verbs and nouns with affixes: too many of them resemble some district."""
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def repaired(tokens: Sequence[str], *, loosely: bool) -> list[str]:
    """The words as place names write them; typing errors and glued words are taken apart only when `loosely`."""
    done: list[str] = []
    for token in tokens:
        previous = done[-1] if done else ""
        done += _repair(token, previous, loosely=loosely)
    return done


def _repair(token: str, previous: str, *, loosely: bool) -> list[str]:
    if re.fullmatch(r"[a-z]{2,}2", token):
        return [token[:-1], token[:-1]]
    if previous in words() and token in SHORT_DIRECTIONS:
        return [SHORT_DIRECTIONS[token]]
    token = ABBREVIATIONS.get(token, token)
    if token.endswith("nya") and (token[:-3] in TYPES or (token[:-3] in names() and token not in words())):
        return [token[:-3]]
    if token in words() or token in TYPES or token in everyday_words() or not token.isalpha():
        return [token]
    modern = modernised(token)
    if modern in words():
        return [modern]
    return _loosely(token, previous) if loosely else [token]


def _loosely(token: str, previous: str) -> list[str]:
    if len(token) < _SHORTEST:
        return [token]
    for glued in _GLUED:
        if token.startswith(glued) and _is_unit(token.removeprefix(glued)):
            return [glued, token.removeprefix(glued)]
        if glued in ("kab", "kota") and token.endswith(glued) and _is_unit(token.removesuffix(glued)):
            return [token.removesuffix(glued), glued]
    for written in LONG_TYPES:
        if token[0] == written[0] and len(token) > 5 and OSA.distance(token, written, score_cutoff=2) <= 2:
            return [written]
    if previous in words():
        for direction in sorted(DIRECTIONS):
            if OSA.distance(token, direction, score_cutoff=1) <= 1:
                return [direction]
    return [token]


def _is_unit(key: str) -> bool:
    return len(key) >= _SHORTEST and key in names() and bool(names()[key].units)


def modernised(word: str) -> str:
    """Spelling of before 1972 as it is written now: 'tjiandjoer' is 'cianjur'."""
    for old, new in _OLD:
        word = word.replace(old, new)
    return word


def nearest(key: str) -> Name | None:
    """The one place that a misspelt key can mean, or a few equally near ones; None when nothing is near."""
    if len(key) < _SHORTEST or key in everyday_words() or not key.isalpha():
        return None
    units = _ranked(key, _unit_keys(), _UNIT_REACH)
    districts = [] if _INFLECTED.match(key) else _ranked(key, _district_keys().get(key[0], ()), _DISTRICT_REACH)
    if units and (not districts or units[0][0] <= districts[0][0]):
        return Name(units=_best(units, {each: names()[each].units for _, each in units}))
    if districts:
        return Name(districts=_best(districts, {each: names()[each].districts for _, each in districts}))
    return _without_vowels(key)


def _without_vowels(key: str) -> Name | None:
    """The regency or province written with its consonants and only some of its vowels, as in 'jkrta' or 'bnjrmsin'."""
    written = [each for each in _skeletons().get(_skeleton(key), ()) if len(each) > len(key) and _is_within(key, each)]
    units = {names()[each].units for each in written}
    return Name(units=units.pop()) if len(units) == 1 else None


def _is_within(key: str, spelling: str) -> bool:
    letters = iter(spelling)
    return key[0] == spelling[0] and all(letter in letters for letter in key)


def _skeleton(key: str) -> str:
    return re.sub("[aiueo]", "", key)


@cache
def _skeletons() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in _unit_keys():
        if len(_skeleton(key)) >= _SHORTEST:
            found[_skeleton(key)].append(key)
    return found


def _reach(key: str, steps: Sequence[tuple[int, float]]) -> float:
    return next((cost for length, cost in steps if len(key) <= length), 0)


def _ranked(key: str, spellings: Sequence[str], steps: Sequence[tuple[int, float]]) -> list[tuple[float, str]]:
    reach = _reach(key, steps)
    hits = process.extract(key, spellings, scorer=OSA.distance, score_cutoff=int(reach), limit=8)
    costs = sorted((_cost(key, spelling), spelling) for spelling, _, _ in hits)
    return [(cost, spelling) for cost, spelling in costs if cost <= reach]


def _cost(key: str, spelling: str) -> float:
    """Edits, dearer where a typist seldom errs: the first letter, a letter unlike the right one in sound or place."""
    edits = float(OSA.distance(key, spelling))
    if key[0] != spelling[0] and key[:2] != spelling[1::-1]:
        return edits + 0.75
    if len(key) == _SHORTEST and len(spelling) <= _SHORTEST and sorted(key) != sorted(spelling):
        return edits + 1
    if sorted(key) == sorted(spelling):
        return edits
    changes = [each for each in Levenshtein.editops(key, spelling) if each.tag == "replace"]
    return edits + sum(_oddity(key[each.src_pos], spelling[each.dest_pos]) for each in changes)


def _oddity(typed: str, meant: str) -> float:
    if any(typed in group and meant in group for group in _ALIKE):
        return 0.25
    if any(abs(row.find(typed) - row.find(meant)) == 1 for row in _KEYBOARD if typed in row and meant in row):
        return 0.25
    return 0.5


def _best(ranked: Sequence[tuple[float, str]], codes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    least = ranked[0][0]
    near = [codes[each] for cost, each in ranked if cost < least + _CLEARLY]
    return frozenset().union(*near)


@cache
def _unit_keys() -> tuple[str, ...]:
    unfit = short_forms() | NEVER
    return tuple(key for key, name in names().items() if name.units and len(key) >= _SHORTEST and key not in unfit)


@cache
def _district_keys() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    unfit = EVERYDAY_DISTRICTS | NEVER
    for key, name in names().items():
        if name.districts and len(key) > _SHORTEST and key not in unfit:
            found[key[0]].append(key)
    return {initial: tuple(keys) for initial, keys in found.items()}
