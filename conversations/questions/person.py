"""The questions about the person: name, birth, telephone, and the NIK where an officer goes on."""

import re
from dataclasses import replace
from datetime import date

from conversations.eligibility import load_rules
from conversations.question import Asking, Choice, Json, Question, Unclear
from conversations.say import Value, text
from conversations.understanding import birth, identity, nik, phone
from conversations.understanding.birth import Birth
from conversations.understanding.choice import yes_no
from conversations.understanding.text import plain


def read_name(answer: str, asking: Asking) -> str:
    """The name in the answer, without the birth date and number that may stand beside it."""
    said = identity.read(answer, asking.today)
    if said.name is None:
        raise Unclear(said.reason or "not-a-name")
    return said.name


def find_name(message: str, asking: Asking) -> str | None:
    """The name that stands before a birth date: whoever writes both wants both."""
    said = identity.read(message, asking.today)
    return said.name if said.birth and said.birth.birth else None


NAME = Question(
    id="name",
    step=6,
    read=read_name,
    load=lambda value: str(value),
    along=("birth", "phone"),
    corrects=("birth", "phone"),
    find=find_name,
    show=lambda name: name,
    listens=True,
    samples=("Sri Contoh",),
)


def read_birth(answer: str, asking: Asking) -> Birth:
    """The birth date, or only the year."""
    said = birth.read(answer, asking.today)
    if said.birth is None:
        said = identity.read(answer, asking.today).birth or said
    if said.birth is None:
        return young(answer, asking) or _unclear(said.reason)
    return said.birth


def _unclear(reason: str) -> Birth:
    raise Unclear(reason or "unknown")


AGE = re.compile(r"\b(\d{1,2}) ?(?:tahun|thn|th)\b|\b(?:umur|usia)\w* (\d{1,2})\b")


def young(answer: str, asking: Asking) -> Birth | None:
    """The latest year of birth of someone who says that they are too young: nothing more need be known to stop."""
    said = AGE.search(plain(answer))
    age = int(said[1] or said[2]) if said else 0
    return Birth(asking.today.year - age) if 0 < age < load_rules().number("age-minimum", asking.today) else None


def read_birth_date(answer: str, asking: Asking) -> Birth:
    """The whole date, where a year cannot decide."""
    said = read_birth(answer, asking)
    if said.day is None:
        raise Unclear("year-only")
    return said


def load_birth(value: Json) -> Birth:
    """The birth from its stored form."""
    return Birth(int(value["year"]), date.fromisoformat(value["day"]) if value["day"] else None)


def dump_birth(born: Birth) -> Json:
    """The stored form."""
    return {"year": born.year, "day": born.day.isoformat() if born.day else None}


def show_birth(born: Birth) -> Value:
    """The date, or the year alone."""
    return born.day or text("birth.year", year=str(born.year))


def find_birth(message: str, asking: Asking) -> Birth | None:
    """The birth date that stands beside the name."""
    said = identity.read(message, asking.today).birth
    return (said.birth if said else None) or young(message, asking)


BIRTH = Question(
    id="birth",
    step=6,
    read=read_birth,
    load=load_birth,
    dump=dump_birth,
    find=find_birth,
    along=("name", "phone"),
    corrects=("name", "phone"),
    show=show_birth,
    samples=(Birth(1990, date(1990, 5, 12)), Birth(2015, date(2015, 1, 1)), Birth(1950, date(1950, 1, 1)), Birth(2008)),
)
BIRTH_DATE = replace(
    BIRTH,
    id="birth-date",
    read=read_birth_date,
    after="birth",
    samples=(Birth(2008, date(2008, 1, 2)), Birth(2008, date(2008, 12, 30))),
)


def read_phone(answer: str, asking: Asking) -> str:
    """The mobile number."""
    number = phone.read(answer)
    if number is None:
        raise Unclear("unknown")
    return number


def find_phone(message: str, asking: Asking) -> str | None:
    """The mobile number that stands beside the name."""
    return identity.read(message, asking.today).phone


PHONE = Question(
    id="phone",
    step=6,
    read=read_phone,
    load=lambda value: str(value),
    choices=(Choice("skip", ("lewati", "skip", "tidak ada", "tidak punya", "gak ada", "ga punya", "nanti")),),
    choose=lambda option, asking: "",
    find=find_phone,
    show=lambda number: number.replace("+62", "0") or text("phone.none"),
    samples=("", "+6281200000000"),
)

LATER = ""
"""The answer of someone who will show the NIK to the officer instead."""


REFUSED = re.compile(r"^\D*\b(?:ga|gak|nggak|enggak|tidak|tdk|jangan|rahasia|takut)\b\D*$")


def read_nik(answer: str, asking: Asking) -> str:
    """The 16 digits, valid in structure."""
    if yes_no(answer) is False or REFUSED.search(plain(answer)):
        return LATER
    said = nik.read(answer, asking.today)
    if not said.valid:
        raise Unclear(said.reason.lower().replace("_", "-"))
    return said.number


def read_nothing(answer: str, asking: Asking) -> str:
    """No NIK is taken from a chat of another company."""
    raise Unclear("unclear")


def load_nik(value: Json) -> str:
    """The digits from their stored form."""
    number = str(value)
    if number and not (number.isdigit() and len(number) == 16):
        raise ValueError("no NIK")
    return number


def show_nik(number: str) -> Value:
    """Only the last digits, enough to recognise it."""
    return text("nik.shown", last=number[-4:]) if number else text("nik.none")


NIK = Question(
    id="nik",
    step=7,
    read=read_nik,
    load=load_nik,
    choices=(Choice("later", ("nanti", "nanti saja", "lewati", "skip", "later", "tidak mau", "gak mau", "ga mau")),),
    choose=lambda option, asking: LATER,
    show=show_nik,
    echoes=False,
    after="how",
    personal=True,
    numbered=False,
    samples=("3302011505909001", LATER),
)
NIK_BY_LINK = replace(NIK, id="nik-link", read=read_nothing)
"""The same on a channel of another company: typed on our own page, never in the chat."""
