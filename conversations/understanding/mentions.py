"""Finding the places in a message: which of its words name one, exactly or nearly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversations.understanding.gazetteer import Name, is_city, names, words, words_of
from conversations.understanding.place_spelling import nearest
from conversations.understanding.places import (
    ABROAD,
    FORMER_EXTENTS,
    ISLANDS,
    LINKS,
    NEVER,
    NEVER_JOINED,
    TYPES,
    VILLAGE_WORDS,
    Level,
    Role,
    everyday_words,
)
from conversations.understanding.text import POLITE

BREAK = ","
MOST_WORDS = 120
_LONGEST_NAME = 6
_FUZZY_WORDS = 8
_FUZZY_WINDOW = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a message; `start` and `end` count its words."""

    start: int
    end: int
    key: str
    name: Name
    levels: frozenset[Level] = frozenset()
    role: Role = Role.OPEN
    fuzzy: bool = False

    @property
    def is_abroad(self) -> bool:
        return self.key in ABROAD

    @property
    def is_island(self) -> bool:
        return self.key in ISLANDS

    def readings(self) -> tuple[frozenset[str], ...]:
        """What the name can mean, likeliest first, as its type words allow."""
        units, districts = self._units(), self.name.districts
        ordered = (districts, units) if Level.DISTRICT in self.levels else (units, districts)
        before = FORMER_EXTENTS.get("".join(units), frozenset())
        return tuple(dict.fromkeys(codes for codes in (*ordered, before) if codes))

    def _units(self) -> frozenset[str]:
        units = self.name.units
        kinds = self.levels - {Level.DISTRICT}
        if len(kinds) != 1:
            return units
        return frozenset(code for code in units if level_of(code) in kinds) or units


def level_of(code: str) -> Level:
    if len(code) == len("NN"):
        return Level.PROVINCE
    return Level.CITY if is_city(code) else Level.REGENCY


def split(text: str) -> list[str]:
    """The words of a plain text, with a `BREAK` where a name cannot go on."""
    pieces = re.split(r"[,;:()?!|+&\"]+", text)
    tokens = [token for piece in pieces for token in (*words_of(piece), BREAK)]
    return tokens[:MOST_WORDS]


def exact(tokens: Sequence[str]) -> list[Mention]:
    """The names written in the dictionary, longest first from the left, without those of villages and streets."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _name_at(tokens, at)
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return [each for each in found if not _is_village(tokens, each)]


def _name_at(tokens: Sequence[str], start: int) -> Mention | None:
    for end in range(min(start + _LONGEST_NAME, len(tokens)), start, -1):
        part = tokens[start:end]
        if BREAK in part or (end - start > 1 and not _may_join(part, tokens)):
            continue
        key = "".join(part)
        if end - start == 1 and key in NEVER and TYPES.get(tokens[start - 1] if start else "") is not Level.DISTRICT:
            continue
        if key in ABROAD or key in ISLANDS:
            return Mention(start, end, key, Name(units=ISLANDS.get(key, frozenset())))
        if key in names() and len(key) > 1:
            return Mention(start, end, key, names()[key])
    return None


def _may_join(part: Sequence[str], tokens: Sequence[str]) -> bool:
    whole = list(part) == [token for token in tokens if token != BREAK and token not in POLITE]
    return whole or not NEVER_JOINED.intersection(part)


def _is_village(tokens: Sequence[str], mention: Mention) -> bool:
    before = tokens[mention.start - 1] if mention.start else ""
    return before in VILLAGE_WORDS


def is_filler(token: str) -> bool:
    """Whether a word says nothing that could be a place."""
    return token == BREAK or token in everyday_words() or token in TYPES or not token.isalpha() or token in LINKS


def stretched(tokens: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those with a misspelt neighbour grown over it: 'padang pariamn' is not Padang."""
    free = frozenset(_open(tokens, mentions))
    if not 0 < len(free) <= _FUZZY_WORDS:
        return list(mentions)
    found: list[Mention] = []
    for start, end in _windows(_part_of_name(tokens), free, smallest=2):
        if _overlaps(found, start, end):
            continue
        name = nearest("".join(tokens[start:end])) if _covers(mentions, start, end) else None
        if name:
            found.append(Mention(start, end, "", name, fuzzy=True))
    untouched = [each for each in mentions if not _overlaps(found, each.start, each.end)]
    return sorted([*untouched, *found], key=lambda each: each.start)


def fuzzy(tokens: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
    """Misspelt names among the words not understood yet; empty when there are too many of them."""
    free = frozenset(_open(tokens, mentions))
    if len(free) > _FUZZY_WORDS:
        return []
    found: list[Mention] = []
    for start, end in _windows(free, free, smallest=1):
        if _overlaps(found, start, end):
            continue
        name = nearest("".join(tokens[start:end]))
        if name:
            found.append(Mention(start, end, "", name, fuzzy=True))
    return sorted(found, key=lambda each: each.start)


def _open(tokens: Sequence[str], mentions: Sequence[Mention]) -> list[int]:
    """Positions of the words that are neither understood nor ordinary, nor the first word of a village."""
    taken = {at for each in mentions for at in range(each.start, each.end)}
    return [
        at
        for at, token in enumerate(tokens)
        if at not in taken and not is_filler(token) and not (at and tokens[at - 1] in VILLAGE_WORDS)
    ]


def _part_of_name(tokens: Sequence[str]) -> frozenset[int]:
    """Positions of the words that may belong to a name of several words."""
    return frozenset(
        at
        for at, token in enumerate(tokens)
        if token not in NEVER_JOINED and (not is_filler(token) or (token in words() and token not in TYPES))
    )


def _windows(allowed: frozenset[int], free: frozenset[int], *, smallest: int) -> Iterator[tuple[int, int]]:
    """Runs of allowed words with a free one among them, longest first."""
    for size in range(_FUZZY_WINDOW, smallest - 1, -1):
        for at in sorted(allowed):
            run = range(at, at + size)
            if allowed.issuperset(run) and free.intersection(run):
                yield at, at + size


def _covers(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether no mention lies across the edge of a window."""
    return all(each.end <= start or end <= each.start or start <= each.start <= each.end <= end for each in mentions)


def _overlaps(mentions: Sequence[Mention], start: int, end: int) -> bool:
    return any(start < each.end and each.start < end for each in mentions)
