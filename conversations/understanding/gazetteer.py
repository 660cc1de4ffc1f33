"""The places of Indonesia: 38 provinces, 514 regencies and cities, 7,285 districts, and what people call them.

Every spelling is one key, its letters and digits without spaces, hyphens or points, because official writing is itself
unsettled (Bau Bau, Baubau). A key leads to a `Name`: everything that is called so.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from conversations.understanding.places import ABBREVIATIONS, FAMILY_ENDINGS, GENERIC
from conversations.understanding.text import plain

_MANY = 6
_THRICE = re.compile(r"([a-z])\1\1")
_APOSTROPHES = str.maketrans("", "", "'`’‘ʼ")
_WORD = re.compile(r"[a-z0-9]+")
_LONG = 7
_SHORTEST_FAMILY = 4


@dataclass(frozen=True, slots=True)
class Name:
    """All that one spelling can mean."""

    units: frozenset[str] = frozenset()
    """Codes of provinces ('NN'), regencies and cities ('NN.NN')."""
    districts: frozenset[str] = frozenset()
    """Codes of the regencies that have a district of this name."""


@dataclass(frozen=True, slots=True)
class _Regency:
    name: str
    is_city: bool


def words_of(text: str) -> list[str]:
    """Lower-case words without accents and apostrophes."""
    folded = text.casefold()
    if not folded.isascii():
        marks = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in marks if not unicodedata.combining(char))
    return _WORD.findall(folded.translate(_APOSTROPHES))


def key_of(text: str) -> str:
    """The spelling without spaces, points, hyphens and apostrophes."""
    return "".join(words_of(text))


@cache
def names() -> Mapping[str, Name]:
    """Every known spelling and what it means; an alias replaces the units of its spelling, never adds to them."""
    units = _unit_names()
    districts = _district_names()
    for key, codes in _families(_regency_spellings()).items():
        if key not in units and key not in districts and key not in GENERIC:
            units[key] = codes
    for key, codes in _families(_district_spellings()).items():
        if key not in units and key not in districts and len(codes) <= _MANY and key not in GENERIC:
            districts[key] = codes
    return {key: Name(units.get(key, frozenset()), districts.get(key, frozenset())) for key in {*units, *districts}}


@cache
def words() -> frozenset[str]:
    """Every word that occurs in some place name."""
    spellings = [spelling for spelling, _ in (*_regency_spellings(), *_district_spellings())]
    spellings += [row["alias"] for row in _rows("aliases")] + [row["common_name"] for row in _rows("provinces")]
    return frozenset(word for spelling in spellings for word in _expanded(spelling))


@cache
def short_forms() -> frozenset[str]:
    """Keys that are abbreviations (jaksel, sby, jabar): read exactly, never from a typing error."""
    short = [row["alias"] for row in _rows("aliases") if row["category"] in ("singkatan", "prov")]
    return frozenset(key for key in map(key_of, short) if len(key) < _LONG)


def is_city(code: str) -> bool:
    """Whether the code is of a kota rather than a kabupaten."""
    return code in _regencies() and _regencies()[code].is_city


def regency_name(code: str) -> str:
    """The full official name ('Kota Kupang', 'Kabupaten Kupang')."""
    return _regencies()[code].name


def province_code(code: str) -> str:
    """The province ('53') of a regency, district or province code."""
    return code[:2]


def province_name(code: str) -> str:
    """The usual name of the province of a code ('DKI Jakarta')."""
    return _provinces()[code[:2]]["common_name"]


def zone(code: str) -> str:
    """The IANA time zone of a province or regency code."""
    return _provinces()[code[:2]]["timezone"]


@cache
def regencies_of(province: str) -> tuple[str, ...]:
    """The codes of a province's regencies and cities, in order; empty for an unknown province."""
    return tuple(sorted(code for code in _regencies() if code[:2] == province))


def _rows(table: str) -> list[dict[str, str]]:
    source = files("conversations.understanding") / "data" / f"{table}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


@cache
def _provinces() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in _rows("provinces")}


@cache
def _regencies() -> Mapping[str, _Regency]:
    return {row["code"]: _Regency(row["name"], row["type"] == "kota") for row in _rows("regencies")}


def _regency_spellings() -> list[tuple[str, str]]:
    return [(row["bare_name"], row["code"]) for row in _rows("regencies")]


@cache
def _district_spellings() -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for row in _rows("districts"):
        written = f"{row['name']};{row['alt_names']}" if row["alt_names"] else row["name"]
        parts = {row["name"], *re.split(r"[;/()]", written)}
        found += [(part, row["regency_code"]) for part in parts if part.strip()]
    return tuple(found)


def _unit_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("provinces"):
        for spelling in (row["name"], row["common_name"]):
            for key in _keys(spelling):
                found[key].add(row["code"])
    for bare, code in _regency_spellings():
        for key in _keys(bare):
            found[key].add(code)
    islands = {key.removeprefix("kepulauan"): codes for key, codes in found.items() if key.startswith("kepulauan")}
    units = {key: frozenset(codes) for key, codes in {**islands, **found}.items()}
    units |= {key: frozenset({row["code"]}) for row in _rows("regencies") for key in _keys(row["name"])}
    return units | {key: frozenset(row["codes"].split(";")) for row in _rows("aliases") for key in _keys(row["alias"])}


def _district_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for spelling, regency in _district_spellings():
        for key in _keys(spelling):
            found[key].add(regency)
    return {key: frozenset(codes) for key, codes in found.items()}


def _families(spellings: "list[tuple[str, str]] | tuple[tuple[str, str], ...]") -> dict[str, frozenset[str]]:
    """'cikarang' for Cikarang Utara, Cikarang Pusat and the rest: names without their direction or number."""
    found: dict[str, set[str]] = defaultdict(set)
    for spelling, code in spellings:
        stem = list(_expanded(spelling))
        while len(stem) > 1 and stem[-1] in FAMILY_ENDINGS:
            stem.pop()
            found["".join(stem)].add(code)
    return {key: frozenset(codes) for key, codes in found.items() if len(key) >= _SHORTEST_FAMILY}


def _keys(spelling: str) -> Iterator[str]:
    """The key as written, with abbreviations written out, and as a reader sees it when a letter stands three times."""
    key, expanded = key_of(spelling), "".join(_expanded(spelling))
    yield key
    yield expanded
    if _THRICE.search(key):
        yield key_of(plain(spelling))


@cache
def _expanded(spelling: str) -> tuple[str, ...]:
    return tuple(ABBREVIATIONS.get(word, word) for word in words_of(spelling))
