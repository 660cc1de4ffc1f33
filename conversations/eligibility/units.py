"""How the value of a rule is written for each unit, and what is refused."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from conversations.eligibility.programmes import Programme, Status
from conversations.eligibility.rules import RulesError, Tier

NUMBERS: Mapping[str, tuple[int, int]] = {
    "rupiah": (1, 1_000_000_000),
    "percent": (0, 100),
    "years": (1, 120),
    "months": (1, 120),
    "day-of-month": (1, 28),
}
"""Units whose value is one whole number, with the least and the most it may be."""

_CONFIDENCE = ("H", "M", "L", "own")
_REPORTED = (
    *("status", "period", "beneficiaries", "criteria", "age", "welfare"),
    *("domicile", "jobs", "exclusion", "how_to_apply"),
)


@dataclass(frozen=True)
class Place:
    """Where in which rule file something stands, so that a refusal can say so."""

    file: str
    key: str = ""

    def at(self, key: str) -> "Place":
        return Place(self.file, f"{self.key}.{key}" if self.key else key)

    def refused(self, remedy: str) -> RulesError:
        return RulesError(self.file, self.key or "file", remedy)


def table(raw: object, place: Place, allowed: Collection[str]) -> dict[str, object]:
    """A table with no other keys than the allowed ones."""
    if not isinstance(raw, dict):
        raise place.refused("write a table here")
    for key in raw:
        if key not in allowed:
            raise place.at(str(key)).refused(f"unknown key, use one of: {', '.join(sorted(allowed))}")
    return cast("dict[str, object]", raw)


def text(raw: object, place: Place) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise place.refused("write a text that is not empty")
    return raw


def confidence(raw: object, place: Place) -> str:
    """H, M or L as in the fact sheet, or 'own' for Payung's own policy."""
    if raw not in _CONFIDENCE:
        raise place.refused(f"write one of: {', '.join(_CONFIDENCE)}")
    return str(raw)


def day(raw: object, place: Place) -> date:
    if type(raw) is not date:
        raise place.refused("write a date without quotes, like 2026-04-01")
    return raw


def number(raw: object, place: Place, unit: str) -> int:
    least, most = NUMBERS[unit]
    return whole(raw, place, least, most)


def whole(raw: object, place: Place, least: int = 0, most: int = 1_000_000_000) -> int:
    if type(raw) is not int or not least <= raw <= most:
        raise place.refused(f"write a whole number from {least} to {most}")
    return raw


def ids(raw: object, place: Place, _unit: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise place.refused("write a list of ids that is not empty")
    found = tuple(text(each, place.at(str(index))) for index, each in enumerate(raw))
    if len(set(found)) < len(found):
        raise place.refused("write every id once")
    return found


def reason(raw: object, place: Place, _unit: str) -> str:
    found = text(raw, place)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found):
        raise place.refused("write the id of a reason in kebab-case")
    return found


def months_list(raw: object, place: Place, _unit: str) -> tuple[int, ...]:
    if not isinstance(raw, list) or not raw:
        raise place.refused("write a list of numbers of months that is not empty")
    found = tuple(whole(each, place.at(str(index)), 1, 120) for index, each in enumerate(raw))
    if list(found) != sorted(set(found)):
        raise place.refused("write the numbers of months in rising order")
    return found


def figures(raw: object, place: Place, _unit: str) -> Mapping[str, int]:
    """Figures by name; the last word of a name is the figure's unit, as in `funeral_rupiah`."""
    if not isinstance(raw, dict) or not raw:
        raise place.refused("write a table of figures that is not empty")
    return {str(name): whole(each, place.at(str(name))) for name, each in raw.items()}


def tiers(raw: object, place: Place, _unit: str) -> tuple[Tier, ...]:
    """The rows of the contribution table: numbered from 1, bounds rising, only the last without `to`."""
    if not isinstance(raw, list) or not raw:
        raise place.refused("write a list of tiers that is not empty")
    rows = tuple(_tier(each, place.at(str(index + 1))) for index, each in enumerate(raw))
    for index, row in enumerate(rows, start=1):
        last = index == len(rows)
        if row.number != index or (row.upper is None) != last:
            raise place.at(str(index)).refused("number the tiers from 1 and leave out `to` in the last one only")
        if row.upper is not None and not row.lower < row.upper < rows[index].lower:
            raise place.at(str(index)).refused("let `to` be above `from` and below the next tier's `from`")
    if rows[0].lower != 0:
        raise place.at("1").refused("let the first tier begin at 0")
    return rows


def _tier(raw: object, place: Place) -> Tier:
    row = table(raw, place, ("tier", "from", "to", "base", "jkk"))
    required = {key: whole(row.get(key), place.at(key)) for key in ("tier", "from", "base", "jkk")}
    upper = whole(row["to"], place.at("to")) if "to" in row else None
    return Tier(required["tier"], required["from"], upper, required["base"], required["jkk"])


def programme(raw: object, place: Place, _unit: str) -> Programme:
    """A programme but for its id, dates and source, which stand outside its table."""
    texts = ("level", "region", "name", "status", "legal_basis", "funding", "covers")
    row = table(raw, place, (*texts, "months_known", "where_to_ask", "paid_per_month", "reported"))
    said = {key: text(row.get(key, "not stated in sources"), place.at(key)) for key in texts}
    reported = table(row.get("reported", {}), place.at("reported"), _REPORTED)
    _refuse_other_region(said, place)
    return Programme(
        level=said["level"],
        region=said["region"],
        name=said["name"],
        status=_status(said["status"], row, place),
        months_known=row.get("months_known") is True,
        where_to_ask=text(row["where_to_ask"], place.at("where_to_ask")) if "where_to_ask" in row else "",
        legal_basis=said["legal_basis"],
        funding=said["funding"],
        covers=said["covers"],
        paid_per_month=whole(row["paid_per_month"], place.at("paid_per_month")) if "paid_per_month" in row else None,
        reported={key: text(each, place.at(f"reported.{key}")) for key, each in reported.items()},
    )


def _refuse_other_region(said: Mapping[str, str], place: Place) -> None:
    if said["level"] not in ("provinsi", "kabupaten", "kota"):
        raise place.at("level").refused("write provinsi, kabupaten or kota")
    shape = r"\d\d" if said["level"] == "provinsi" else r"\d\d\.\d\d"
    if not re.fullmatch(shape, said["region"]):
        raise place.at("region").refused("write the Kemendagri code of that level, like 53 or 53.71")


def _status(said: str, row: Mapping[str, object], place: Place) -> Status:
    if said not in tuple(Status):
        raise place.at("status").refused(f"write one of: {', '.join(Status)}")
    if said == Status.CONFIRMED and not ("where_to_ask" in row and type(row.get("months_known")) is bool):
        raise place.refused("a confirmed programme needs where_to_ask and months_known (true or false)")
    return Status(said)
