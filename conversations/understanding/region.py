"""Where somebody lives or works, read from a chat message as a regency or city (CONVENTIONS section 2).

Names found exactly decide; they narrow each other ('martapura kalsel'), what the person says about
them chooses between them ('asli wonogiri, kerja di jaksel'), and only when nothing was found are typing errors
guessed at.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from conversations.understanding import mentions as found_in
from conversations.understanding.gazetteer import (
    province_code,
    province_name,
    regencies_of,
    regency_name,
    zone,
)
from conversations.understanding.mentions import Mention
from conversations.understanding.place_roles import understood
from conversations.understanding.place_spelling import repaired
from conversations.understanding.places import (
    BIRTH,
    EVERYDAY_DISTRICTS,
    LINKS,
    LOCATIVES,
    ROLES,
    TYPES,
    WARES,
    WEAK,
    Level,
    Role,
)
from conversations.understanding.text import plain

__all__ = [
    "Region",
    "RegionKind",
    "mention",
    "province_code",
    "province_name",
    "read",
    "regencies_of",
    "regency_name",
    "zone",
]

_MOST_TOGETHER = 5
_MOST_GUESSES = 3


class RegionKind(StrEnum):
    """How far a message says where."""

    REGENCY = "REGENCY"
    PROVINCE = "PROVINCE"
    AMBIGUOUS = "AMBIGUOUS"
    NONE = "NONE"


@dataclass(frozen=True)
class Region:
    """A place read from a message."""

    kind: RegionKind
    codes: tuple[str, ...] = ()
    """REGENCY one 'NN.NN', PROVINCE one 'NN', AMBIGUOUS every candidate in order, NONE nothing."""


_NOWHERE = Region(RegionKind.NONE)


def read(text: str) -> Region:
    """An answer to the question in which kabupaten or kota somebody works or lives."""
    tokens = repaired(found_in.split(plain(text)), loosely=True)
    exact = found_in.stretched(tokens, found_in.exact(tokens))
    places = _without_everyday(tokens, exact)
    guesses = found_in.fuzzy(tokens, places) if not _is_settled(places) else []
    if all(each.is_island for each in places):
        return _guessed(tokens, [*places, *guesses])
    region = _answer(understood(tokens, places))
    if region.kind is not RegionKind.AMBIGUOUS or not guesses:
        return region
    narrowed = _meeting(understood(tokens, sorted([*places, *guesses], key=lambda each: each.start)))
    return _region(narrowed) if narrowed else region


def mention(text: str) -> Region | None:
    """The place named in a message that may answer other questions too; None unless a name is plainly one."""
    tokens = repaired(found_in.split(plain(text)), loosely=False)
    exact = [each for each in found_in.exact(tokens) if not each.is_island]
    plainly = [each for each in exact if _is_plain(tokens, each)]
    if plainly:
        plainly = [each for each in exact if each in plainly or _is_beside(each, plainly)]
    region = _answer(understood(tokens, plainly))
    return None if region.kind is RegionKind.NONE else region


def _is_settled(places: Sequence[Mention]) -> bool:
    return len(places) == 1 and len(places[0].name.units) == 1


def _without_everyday(tokens: Sequence[str], places: Sequence[Mention]) -> list[Mention]:
    """Leaves out names that are everyday words, unless called kecamatan or nothing but places is said."""
    taken = {at for each in places for at in range(each.start, each.end)}
    alone = all(at in taken or _is_empty(token) for at, token in enumerate(tokens))
    kept = [
        each
        for each in places
        if not _is_everyday(each) or _called(tokens, each, Level.DISTRICT) or (alone and _fits(each, places))
    ]
    elsewhere = [each for each in kept if not _is_ware(tokens, each, taken)]
    return elsewhere or [each for each in kept if each.key not in WEAK]


def _fits(each: Mention, places: Sequence[Mention]) -> bool:
    others = [other for other in places if other is not each]
    return not others or any(_meeting([each, other]) for other in others)


def _is_ware(tokens: Sequence[str], each: Mention, taken: set[int]) -> bool:
    return each.start > 0 and tokens[each.start - 1] in WARES and each.start - 1 not in taken


def _is_empty(token: str) -> bool:
    return token in LOCATIVES or token in ROLES or token == found_in.BREAK or token in LINKS or token in TYPES


def _is_everyday(each: Mention) -> bool:
    return each.key in EVERYDAY_DISTRICTS and not each.name.units


def _called(tokens: Sequence[str], each: Mention, level: Level) -> bool:
    return each.start > 0 and TYPES.get(tokens[each.start - 1]) is level


def _is_plain(tokens: Sequence[str], each: Mention) -> bool:
    """Whether the words around a name show that it is meant as a place."""
    before = tokens[each.start - 1] if each.start else found_in.BREAK
    if before in WARES or BIRTH.intersection(tokens[max(0, each.start - 3) : each.start]):
        return False
    after = tokens[each.end] if each.end < len(tokens) else found_in.BREAK
    shown = before in LOCATIVES or (after in TYPES and bool(each.name.units))
    if _is_everyday(each):
        return _called(tokens, each, Level.DISTRICT)
    if each.name.units and each.key not in WEAK:
        return True
    return shown or each.is_abroad


def _is_beside(each: Mention, others: Sequence[Mention]) -> bool:
    return not _is_everyday(each) and any(
        0 <= other.start - each.end <= 2 and bool(_meeting([each, other])) for other in others if other is not each
    )


def _guessed(tokens: Sequence[str], places: Sequence[Mention]) -> Region:
    """The answer when every name is misspelt: more candidates than anyone would be offered are none."""
    guess = _answer(understood(tokens, sorted(places, key=lambda each: each.start)))
    exact_family = all(len(each.readings()) == 1 for each in places)
    too_many = len(guess.codes) > _MOST_GUESSES and not exact_family
    return _NOWHERE if too_many else guess


def _answer(places: Sequence[Mention]) -> Region:
    """The place that the mentions agree on, after those that are not where the person is now."""
    kept = [each for each in places if each.role is not Role.DENIED]
    here = [each for each in kept if each.role is not Role.FORMER] or kept
    if any(each.is_abroad for each in here) and not _returned(here):
        return _NOWHERE
    here = [each for each in here if not each.is_abroad]
    if all(each.is_island for each in here):
        return _NOWHERE
    codes = _agreed(here)
    if len(codes) > 1 and len(here) < len(kept):
        codes = _meeting([each for each in kept if not each.is_abroad]) or codes
    return _region(codes)


def _returned(here: Sequence[Mention]) -> bool:
    """Whether somebody who names a country abroad says that they are in Indonesia now."""
    return any(each.role is Role.HERE and not each.is_abroad for each in here) and all(
        each.role is not Role.HERE for each in here if each.is_abroad
    )


def _agreed(places: Sequence[Mention]) -> frozenset[str]:
    """What all names have in common; else without the districts, which villages elsewhere share; else everything."""
    everything = _meeting(places)
    if everything:
        return everything
    units = [each for each in places if each.name.units]
    if units and len(units) < len(places):
        return _agreed(units)
    named = [each for each in places if not each.is_island]
    return frozenset().union(*(each.readings()[0] for each in named if each.readings()))


def _meeting(places: Sequence[Mention]) -> frozenset[str]:
    """The codes on which the likeliest compatible readings meet; empty when none are compatible."""
    choices = [list(enumerate(each.readings())) for each in places[:_MOST_TOGETHER] if each.readings()]
    combinations = sorted(itertools.product(*choices), key=lambda chosen: sum(rank for rank, _ in chosen))
    for chosen in combinations:
        codes = [reading for _, reading in chosen]
        together = codes[0] if codes else frozenset()
        for reading in codes[1:]:
            together = _common(together, reading)
        if together:
            return together
    return frozenset()


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The codes of either that equal, or lie within, a code of the other."""
    return frozenset(code for code in one if code in other or province_code(code) in other) | frozenset(
        code for code in other if province_code(code) in one
    )


def _region(codes: frozenset[str]) -> Region:
    if len(codes) > 1:
        return Region(RegionKind.AMBIGUOUS, tuple(sorted(codes)))
    if not codes:
        return _NOWHERE
    (code,) = codes
    return Region(RegionKind.PROVINCE if len(code) == len("NN") else RegionKind.REGENCY, (code,))
