"""The words around a place name: what they do to it, and which names are ordinary words first.

The words themselves are in data/place_words.csv by meaning, and in data/everyday_words.txt.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.resources import files

from conversations.understanding.text import POLITE

_FOLDER = files("conversations.understanding") / "data"


class Level(Enum):
    """What a type word says about the name beside it."""

    REGENCY = "kabupaten"
    CITY = "kota"
    DISTRICT = "kecamatan"
    PROVINCE = "provinsi"


class Role(Enum):
    """What a place is to the person."""

    HERE = "here"
    """Lives or works there now."""
    OPEN = "open"
    FORMER = "former"
    """Comes from there, or somebody else is there, or the person means to go."""
    DENIED = "denied"


@cache
def _lines() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader((_FOLDER / "place_words.csv").read_text(encoding="utf-8").splitlines()):
        found[row["meaning"]].append(row["words"])
    return {meaning: tuple(lines) for meaning, lines in found.items()}


def _listed(meaning: str) -> frozenset[str]:
    return frozenset(word for line in _lines()[meaning] for word in line.split())


def _pairs(meaning: str) -> Mapping[str, str]:
    return {first: rest for first, _, rest in (line.partition(" ") for line in _lines()[meaning])}


DIRECTIONS = _listed("direction")
FAMILY_ENDINGS = _listed("family-ending")
GENERIC = _listed("generic")
"""First words of so many districts that they name no family ('sungai', 'tanah')."""
ABBREVIATIONS = _pairs("abbreviation")
"""Shortened words inside place names, written out on both sides of a comparison."""
SHORT_DIRECTIONS = _pairs("short-direction")

TYPES: Mapping[str, Level] = {word: level for level in Level for word in _listed(level.value)}
LONG_TYPES = ("kabupaten", "kotamadya", "kecamatan", "provinsi", "propinsi")
VILLAGE_WORDS = _listed("village")
"""The name after one of these is a village, a street or a shop, whatever else bears it (rule 9)."""

FUTURE = _listed("future")
ROLES: Mapping[str, Role] = {
    word: role for role in (Role.HERE, Role.FORMER, Role.DENIED) for word in _listed(role.value)
} | dict.fromkeys(FUTURE, Role.FORMER)
BIRTH = _listed("birth")
"""Before a place in a longer message these make it a birthplace or a name, not an answer about the region."""
LOCATIVES = _listed("locative")
FROM = _listed("from")
NEW_STATEMENT = _listed("new-statement")
"""After a place of origin these begin the place of now: 'dari solo ke semarang', 'istri di jogja, saya di klaten'."""
LINKS = _listed("link") | POLITE
"""May stand between a name and its type word."""

NEVER_JOINED = _listed("never-joined")
"""No place name of several words contains one of these (but 'di Yogyakarta', when it is the whole answer)."""
NEVER = _listed("never-alone") | POLITE
"""Names that are something else first: read as a place only after 'kec' (rule 7)."""
WEAK = _listed("weak-unit")
"""Units whose name is also a word, a person's name or a code: in a longer message they need 'di' or a type word."""
EVERYDAY_DISTRICTS = _listed("everyday-district")
"""Districts named by an everyday word: a place when nothing else is said, or beside a place that contains it."""
WARES = _listed("ware")
"""Wares and trades that carry a place in their name: 'bakso malang' says nothing about where."""

ABROAD = frozenset(re.sub(r"\W", "", place) for line in _lines()["abroad"] for place in line.split(";"))
"""Keys of places outside Indonesia that people name (rule 11)."""
ISLANDS: Mapping[str, frozenset[str]] = {name: frozenset(codes.split()) for name, codes in _pairs("island").items()}
"""Islands of several provinces: they narrow a choice and are no answer of their own (rule 11)."""
FORMER_EXTENTS: Mapping[str, frozenset[str]] = {
    "91": frozenset({"91", "92", "93", "94", "95", "96"}),
    "92": frozenset({"92", "96"}),
    "64": frozenset({"64", "65"}),
}
"""Provinces that were divided; people still call a place 'Timika, Papua'. Source: nik_old_prefixes.csv."""


@cache
def everyday_words() -> frozenset[str]:
    """Words that are never a misspelt place: everyday speech and whatever people call their work."""
    lines = (_FOLDER / "everyday_words.txt").read_text(encoding="utf-8").splitlines()
    everyday = " ".join(line for line in lines if not line.startswith("#"))
    jobs = (_FOLDER / "occupations.csv").read_text(encoding="utf-8").casefold()
    return frozenset(everyday.split()) | frozenset(re.findall(r"[a-z0-9]+", jobs)) | POLITE
