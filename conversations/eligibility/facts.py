"""What is known of an applicant: only what can change the answer, and nothing that says who they are."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conversations.understanding.birth import Birth
from conversations.understanding.occupation import Occupation


class Payer(StrEnum):
    """Who pays the person's contributions already."""

    NOBODY = "nobody"
    SELF = "self"
    GOVERNMENT = "government"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """Yes, no, or not to be told before more is known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Applicant:
    """A person as the rules see them; `region` is a kabupaten/kota code like '53.71', '' while unknown."""

    occupation: Occupation
    tier: int
    region: str
    payer: Payer
    born: Birth | None = None


def ages(born: Birth, day: date) -> tuple[int, int]:
    """The least and the most years the person can have completed on the day; the same when the birthday is known.

    Who is born on 29 February completes a year on 1 March of years without that day.
    """
    if born.day is not None:
        age = day.year - born.day.year - ((day.month, day.day) < (born.day.month, born.day.day))
        return age, age
    eldest = day.year - born.year
    return (eldest, eldest) if (day.month, day.day) == (12, 31) else (eldest - 1, eldest)
