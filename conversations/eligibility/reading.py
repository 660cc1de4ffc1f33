"""From the text of rule files to rules, refusing whatever is doubtful, with the file, the place and the remedy.

A file that loads has a source for every value, one value at most for every day and case, and no day without one
(except for a discount, which may be silent).
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import TypeVar

from conversations.eligibility import units
from conversations.eligibility.programmes import Programme, Status
from conversations.eligibility.rules import DISCOUNT, Dated, Rule, Rules, RulesError
from conversations.eligibility.units import NUMBERS, Place

T = TypeVar("T")
Reader = Callable[[object, Place, str], T]

_NEEDED: Mapping[str, tuple[str, str]] = {
    "age-limit": ("years", ""),
    "age-minimum": ("years", ""),
    "benefit-accident": ("figures", ""),
    "benefit-death": ("figures", ""),
    "benefit-scholarship": ("figures", ""),
    "due-day": ("day-of-month", ""),
    "jht": ("percent", ""),
    "jht-duty": ("reason", "employer own unpaid"),
    "jkk-rate": ("percent", ""),
    "jkk-tiers": ("tiers", ""),
    "jkm": ("rupiah", ""),
    "payers": ("reason", "government self unknown"),
    DISCOUNT: ("percent", "other transport"),
    "pp-50-2025-excluded": ("ids", ""),
    "pp-50-2025-jobs": ("ids", "transport unnamed"),
    "pp-50-2025-standings": ("ids", ""),
    "prepay": ("months-list", ""),
    "unpaid-months": ("months", ""),
    "work-classes": ("reason", "bpu not_worker pu side-job unclear"),
}
"""The unit and the cases in which the code asks for each rule."""

_FIGURES: Mapping[str, str] = {
    "benefit-accident": "death_times_base periodic_rupiah funeral_rupiah "
    "absence_first_months absence_first_percent absence_later_percent",
    "benefit-death": "grant_rupiah periodic_rupiah funeral_rupiah paid_months_needed",
    "benefit-scholarship": "children total_rupiah until_age jkm_years_needed kindergarten_rupiah kindergarten_years "
    "primary_rupiah primary_years junior_rupiah junior_years senior_rupiah senior_years university_rupiah "
    "university_years",
}
"""The names that a rule of figures has, no more and no fewer."""


@cache
def load_rules() -> Rules:
    """The rules that come with this release; RulesError when a file is wrong."""
    folder = files("conversations.eligibility") / "rules"
    return read_rules(dict(_texts(folder, "")))


def _texts(folder: Traversable, under: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _texts(entry, f"{under}{entry.name}/")
        elif entry.name.endswith(".toml"):
            found.append((under + entry.name, entry.read_text(encoding="utf-8")))
    return found


@dataclass(frozen=True)
class _Sheet:
    """One file, read as far as every unit has in common."""

    id: str
    place: Place
    about: str
    unit: str
    values: Sequence[object]


def read_rules(texts: Mapping[str, str]) -> Rules:
    """The rules in these files (name like 'jkm.toml' to text); RulesError for the first thing that is wrong."""
    sheets: dict[str, _Sheet] = {}
    for file, content in texts.items():
        sheet = _sheet(file, content)
        if sheet.id in sheets:
            raise RulesError(file, "file", f"same id as {sheets[sheet.id].place.file}, rename one of them")
        sheets[sheet.id] = sheet
    for name in sorted(_NEEDED.keys() - sheets.keys()):
        raise RulesError(f"{name}.toml", "file", "missing, put it back: the code asks for this rule")
    all_ = tuple(sheets.values())
    return Rules(
        numbers=_of(all_, tuple(NUMBERS), units.number),
        lists=_of(all_, ("ids",), units.ids),
        reasons=_of(all_, ("reason",), units.reason),
        spans=_of(all_, ("months-list",), units.months_list),
        figures=_figures(all_),
        tables=_of(all_, ("tiers",), units.tiers),
        programmes=tuple(
            found for rule in _of(all_, ("programme",), units.programme).values() for found in _programmes(rule)
        ),
    )


def _sheet(file: str, content: str) -> _Sheet:
    place = Place(file)
    raw = units.table(_toml(file, content), place, ("about", "unit", "values"))
    unit = raw.get("unit")
    known = (*NUMBERS, "ids", "reason", "months-list", "figures", "tiers", "programme")
    if unit not in known:
        raise place.at("unit").refused(f"unknown unit, use one of: {', '.join(known)}")
    values = raw.get("values")
    if not isinstance(values, list) or not values:
        raise place.at("values").refused("write at least one [[values]] table")
    id_ = file.rpartition("/")[2].removesuffix(".toml")
    return _Sheet(id_, place, units.text(raw.get("about"), place.at("about")), str(unit), values)


def _toml(file: str, content: str) -> dict[str, object]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line \d+", str(problem))
        raise RulesError(file, line.group() if line else "the end", f"correct the TOML: {problem}") from problem


def _of(sheets: Sequence[_Sheet], names: Sequence[str], read: Reader[T]) -> dict[str, Rule[T]]:
    return {sheet.id: _rule(sheet, read) for sheet in sheets if sheet.unit in names}


def _figures(sheets: Sequence[_Sheet]) -> dict[str, Rule[Mapping[str, int]]]:
    found = _of(sheets, ("figures",), units.figures)
    places = {sheet.id: sheet.place for sheet in sheets}
    for id_, rule in found.items():
        wanted = _FIGURES.get(id_, "")
        if any(set(dated.value) != set(wanted.split()) for dated in rule.values):
            raise places[id_].at("values.value").refused(f"this rule has the figures: {wanted or 'none'}")
    return found


def _rule(sheet: _Sheet, read: Reader[T]) -> Rule[T]:
    values = [
        _dated(sheet, raw, sheet.place.at(f"values[{index}]"), read) for index, raw in enumerate(sheet.values, start=1)
    ]
    values.sort(key=lambda value: (value.case, value.first))
    _refuse_other_shape(sheet, {value.case for value in values})
    for earlier, later in pairwise(values):
        if earlier.case == later.case:
            _refuse_overlap(sheet, earlier, later)
    if sheet.id in _NEEDED and sheet.id != DISCOUNT:
        _refuse_gaps(sheet, values)
    return Rule(sheet.id, sheet.about, sheet.unit, tuple(values))


def _dated(sheet: _Sheet, raw: object, place: Place, read: Reader[T]) -> Dated[T]:
    row = units.table(raw, place, ("case", "from", "until", "value", "source", "confidence", "read_in"))
    if "value" not in row:
        raise place.at("value").refused("write the value")
    undated = sheet.unit == "programme" and "from" not in row
    first = date.min if undated else units.day(row.get("from"), place.at("from"))
    until = units.day(row["until"], place.at("until")) if "until" in row else None
    if until is not None and first > until:
        raise place.at("until").refused("let `until` be on or after `from`")
    if "source" not in row:
        raise place.at("source").refused("name the regulation and article, a value without source is not taken")
    return Dated(
        rule=sheet.id,
        case=units.text(row["case"], place.at("case")) if "case" in row else "",
        first=first,
        until=until,
        value=read(row["value"], place.at("value"), sheet.unit),
        source=units.text(row["source"], place.at("source")),
        confidence=units.confidence(row.get("confidence"), place.at("confidence")),
    )


def _refuse_other_shape(sheet: _Sheet, cases: set[str]) -> None:
    unit, needed = _NEEDED.get(sheet.id, (sheet.unit, ""))
    if sheet.unit != unit:
        raise sheet.place.at("unit").refused(f"this rule has the unit {unit}")
    if cases != (set(needed.split()) or {""}):
        raise sheet.place.at("case").refused(f"this rule has the cases: {needed or 'none'}")


def _refuse_overlap(sheet: _Sheet, earlier: Dated[T], later: Dated[T]) -> None:
    if earlier.until is None or earlier.until >= later.first:
        place = sheet.place.at(f"values from {earlier.first} and {later.first}")
        raise place.refused("two values on one date: end the earlier with `until` before the later begins")


def _refuse_gaps(sheet: _Sheet, values: Sequence[Dated[T]]) -> None:
    for earlier, later in zip(values, [*values[1:], None], strict=True):
        following = later.first if later is not None and later.case == earlier.case else None
        after = earlier.until and earlier.until + timedelta(days=1)
        if after != following:
            place = sheet.place.at(f"values from {earlier.first}")
            raise place.refused(
                "days without a value: let the next value begin the day after, the last have no `until`"
            )


def _programmes(rule: Rule[Programme]) -> Iterator[Programme]:
    """The programme in each of its periods, with that period's dates and source."""
    for dated in rule.values:
        first = None if dated.first == date.min else dated.first
        if dated.value.status is Status.CONFIRMED and not (first and dated.until):
            raise RulesError(f"programmes/{rule.id}.toml", "values", "a confirmed programme needs `from` and `until`")
        yield replace(
            dated.value, id=rule.id, first=first, until=dated.until, source=dated.source, confidence=dated.confidence
        )
