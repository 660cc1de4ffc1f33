"""Regional programmes that pay the contributions of vulnerable workers.

They are lists made by an office, almost never open to self-registration. So a programme is only ever "mungkin berhak,
tanyakan ke …", and only while its period is confirmed and covers the day; the others are kept as history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """What is known about a programme in its current year."""

    CONFIRMED = "confirmed"
    UNKNOWN_2026 = "unknown-2026"
    ENDED = "ended"


@dataclass(frozen=True)
class Programme:
    """A programme as its sources report it; `region` is a province ('53') or kabupaten/kota ('53.71') code.

    `months_known` is False when it runs in the period but which months was not found: "perlu dicek".
    `reported` holds what sources say of criteria and quota, in their words, for an officer to read.
    """

    level: str
    region: str
    name: str
    status: Status
    months_known: bool
    where_to_ask: str
    legal_basis: str
    funding: str
    covers: str
    paid_per_month: int | None
    reported: Mapping[str, str]
    id: str = ""
    first: date | None = None
    until: date | None = None
    source: str = ""
    confidence: str = ""

    def offered_on(self, day: date) -> bool:
        """Whether a person may be told of it on the day."""
        if self.status is not Status.CONFIRMED or self.first is None or self.until is None:
            return False
        return self.first <= day <= self.until

    def reaches(self, region: str) -> bool:
        """Whether someone of that province or kabupaten/kota lives where it runs; '' lives nowhere known."""
        return region == self.region or region.startswith(f"{self.region}.")

    @property
    def version(self) -> str:
        """What a determination keeps to say that the programme was offered: 'ntt-2026@2026-01-01'."""
        return f"{self.id}@{self.first.isoformat()}" if self.first else self.id


def offered(programmes: Iterable[Programme], region: str, day: date) -> tuple[Programme, ...]:
    """What someone of the region may ask about on the day, the nearest office's first."""
    found = [programme for programme in programmes if programme.offered_on(day) and programme.reaches(region)]
    return tuple(sorted(found, key=lambda programme: (-len(programme.region), programme.id)))
