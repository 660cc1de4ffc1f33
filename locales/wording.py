"""Ids in, words out: the catalogues of all languages, and the ways in which each writes money and days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from conversations.say import Money, MonthName, Several, Text, Value

SOURCE = "id"
"""The language in which every message exists; the others fall back to it."""
BABEL = {"jv": "id", "su": "id"}
"""The locale for numbers and days where the language has none of its own with Babel."""


@dataclass(frozen=True)
class Wording:
    """All messages by language and id."""

    catalogues: Mapping[str, Mapping[str, str]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, the source first."""
        return (SOURCE, *sorted(set(self.catalogues) - {SOURCE}))

    def pattern(self, language: str, id: str) -> str:
        """The message with its places unfilled; raises KeyError where even the source has none."""
        return self.catalogues.get(language, {}).get(id) or self.catalogues[SOURCE][id]

    def text(self, language: str, id: str, **values: Value) -> str:
        """One message with its values; raises KeyError for an unknown id or a missing value."""
        return self.pattern(language, id).format(**{name: self.value(language, one) for name, one in values.items()})

    def value(self, language: str, value: Value) -> str:
        """A value as this language writes it."""
        if isinstance(value, Text):
            return self.text(language, value.id, **value.values)
        if isinstance(value, Several):
            return value.between.join(self.value(language, one) for one in value.values)
        if isinstance(value, Money):
            return rupiah(value.rupiah, language)
        if isinstance(value, MonthName):
            return month(value.first, language)
        if isinstance(value, date):
            return day(value, language)
        return str(value)


def rupiah(amount: int, language: str = SOURCE) -> str:
    """Whole rupiah as written in that language: Rp16.800, in English Rp16,800."""
    return f"Rp{format_decimal(amount, locale=BABEL.get(language, language))}"


def month(first: date, language: str = SOURCE) -> str:
    """Desember 2026."""
    return format_date(first, "LLLL yyyy", locale=BABEL.get(language, language))


def day(when: date, language: str = SOURCE) -> str:
    """15 Desember 2026."""
    return format_date(when, "d MMMM yyyy", locale=BABEL.get(language, language))


@cache
def load() -> Wording:
    """Every catalogue in the package; adding a language is adding a folder."""
    folders = [one for one in files("locales").iterdir() if one.is_dir() and one.joinpath("LC_MESSAGES").is_dir()]
    return Wording({folder.name: _catalogue(folder.name) for folder in folders})


def _catalogue(language: str) -> dict[str, str]:
    messages: dict[str, str] = {}
    for file in sorted(files("locales").joinpath(language, "LC_MESSAGES").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".po"):
            catalogue = read_po(BytesIO(file.read_bytes()), locale=None)
            messages |= {str(one.id): str(one.string) for one in catalogue if one.id and one.string}
    return messages
