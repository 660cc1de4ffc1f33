"""The words of work as data: phrases that name a job, words that begin one, and what a job can be about."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from conversations.understanding.spelling import BREAK, Vocabulary, words
from conversations.understanding.text import POLITE


@dataclass(frozen=True)
class Job:
    """What a phrase names: a row of occupations.csv or, without an id, a name from the KTP list."""

    id: str
    work_class: str
    sector: str


UNKNOWN = Job("", "UNCLEAR", "unknown")


@dataclass(frozen=True)
class Head:
    """A word that names a job together with what follows it ('tukang …', 'jual …')."""

    sector: str
    by_field: Mapping[str, str]  # what the following word is about -> sector
    fixed: bool = False  # what follows cannot change the sector
    bare: bool = False  # the word is enough alone
    needs: bool = False  # what follows must be a known field


@dataclass(frozen=True)
class Lexicon:
    """Everything known about the words of work."""

    phrases: Mapping[str, Job]
    strict: frozenset[str]  # phrases that name work even inside a message about other things
    heads: Mapping[str, Head]
    fields: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    spelling: Mapping[str, str]
    fixed: Mapping[str, str]
    vocabulary: Vocabulary
    labels: Mapping[str, str]
    squeezed: Sequence[str]  # phrases without their spaces, in step with squeezed_jobs
    squeezed_jobs: Sequence[Job]

    def tokens(self, text: str) -> list[str]:
        """The words of a text in one spelling each, without politeness."""
        return _tokens(text, self.spelling, self.fixed)

    def corrected(self, tokens: list[str]) -> list[str]:
        """The same words with typing slips mended where one word was clearly meant."""
        mended = (self.vocabulary.nearest(token) or token for token in tokens)
        return [self.spelling.get(token, token) for token in mended]


def _tokens(text: str, spelling: Mapping[str, str], fixed: Mapping[str, str]) -> list[str]:
    joined = " ".join(spelling.get(word, word) for word in words(text))
    for pair, one in fixed.items():
        if pair in joined:
            joined = re.sub(rf"\b{pair}\b", one, joined)
    return [word for word in joined.split() if word not in POLITE]


def chat_spelling() -> dict[str, str]:
    """Chat shorthand and everyday spelling -> the word meant, for every kind of message."""
    return _reversed(_toml()["chat"])


@cache
def lexicon() -> Lexicon:
    """The lexicon, read from the package's data on first use."""
    told = _toml()
    spelling = chat_spelling() | _reversed(told["jobs"])
    rows = _rows("occupations.csv")
    official, further = _official(rows), _further(rows, told["phrases"])
    phrases: dict[str, Job] = {}
    squeezed = {"".join(words(name)): job for name, job in [*official, *further]}
    same = [(" ".join(_tokens(name, spelling, told["fixed"])), job) for name, job in official]
    # Where synonyms of two rows come to the same words, the row with more of them has it: "jualan" is no market stall.
    often = Counter(same)
    for phrase, job in sorted(same, key=lambda one: (not one[1].id, -often[one])):
        phrases.setdefault(phrase, job)
    for name, job in further:
        phrases.setdefault(" ".join(_tokens(name, spelling, told["fixed"])), job)
    phrases.pop("", None)
    squeezed |= {phrase.replace(" ", ""): job for phrase, job in phrases.items()}
    groups = _groups(told)
    named = {" ".join(_tokens(name, spelling, told["fixed"])) for name, _ in official} - groups["personal"]
    return Lexicon(
        phrases=phrases,
        strict=frozenset(named | {phrase for phrase in phrases if " " in phrase}) - {""},
        heads={word: _head(entry, told["fields"]) for word, entry in told["heads"].items()},
        fields={word: field for field, listed in reversed(told["fields"].items()) for word in listed.split()},
        groups=groups,
        spelling=spelling,
        fixed=told["fixed"],
        vocabulary=_vocabulary(phrases, spelling, told),
        labels={row["id"]: row["name"] for row in rows},
        squeezed=list(squeezed),
        squeezed_jobs=list(squeezed.values()),
    )


def occupation_rows() -> list[dict[str, str]]:
    """The rows of occupations.csv as they are."""
    return _rows("occupations.csv")


def _official(rows: list[dict[str, str]]) -> list[tuple[str, Job]]:
    """The synonyms of occupations.csv, which win, and the names a KTP may show."""
    synonyms = [(name, _job(row)) for row in rows for name in row["synonyms"].split(";")]
    ktp = [(name, Job("", row["class"], row["sector"])) for row in _rows("ktp_occupations.csv") for name in _names(row)]
    return synonyms + ktp


def _further(rows: list[dict[str, str]], more: Mapping[str, str]) -> list[tuple[str, Job]]:
    """Everyday ways to name a row, and the row's own name."""
    jobs = {row["id"]: _job(row) for row in rows}
    everyday = [(name, jobs[key]) for key, names in more.items() for name in names.split(";")]
    return everyday + [(name, jobs[row["id"]]) for row in rows for name in _names(row)]


def _job(row: Mapping[str, str]) -> Job:
    return Job(row["id"], row["class"], row["sector"])


def _groups(told: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    groups = {name: frozenset(listed.split()) for name, listed in told["words"].items()}
    groups["stops"] = groups["join"] | groups["now"] | groups["past"] | {BREAK}
    return groups | {"general": frozenset(told["general"]["rows"].split())}


def _vocabulary(phrases: Mapping[str, Job], spelling: Mapping[str, str], told: Mapping[str, Any]) -> Vocabulary:
    counted = Counter(word for phrase in phrases for word in phrase.split())
    counted.update(list(told["heads"]))
    counted.update(word for listed in [*told["fields"].values(), *told["words"].values()] for word in listed.split())
    counted.update(word for word in spelling if len(word) > 4)
    return Vocabulary(counted, spelling, [*POLITE, BREAK, *places()])


@cache
def places() -> frozenset[str]:
    """Single words of region names, which are never taken for a misspelt job or command."""
    columns = {"provinces.csv": "name", "regencies.csv": "bare_name", "districts.csv": "name", "aliases.csv": "alias"}
    return frozenset(
        word for name, column in columns.items() for row in _rows(name) for word in row[column].casefold().split()
    )


def _head(entry: Mapping[str, Any], fields: Iterable[str]) -> Head:
    by_field = {field: field for field in fields} | {"food": "trade", "craft": "creative"}
    by_field |= {field: str(entry[field]) for field in by_field if field in entry}
    if "only" in entry:
        by_field = {field: field for field in entry["only"].split()}
    flags = {flag: True for flag in ("fixed", "bare", "needs") if entry.get(flag)}
    return Head(entry["sector"], by_field, **flags)


def _names(row: Mapping[str, str]) -> list[str]:
    """A name as it stands, without its slash ('Belum/Tidak Bekerja'), and its first part when that is not one word."""
    name = re.sub(r"\(.*?\)", " ", row["name"])
    first = name.split("/")[0].strip()
    return [name, name.replace("/", " "), *([first] if " " in first else [])]


def _reversed(meant: Mapping[str, str]) -> dict[str, str]:
    return {written: word for word, listed in meant.items() for written in listed.split()}


def _toml() -> dict[str, Any]:
    return tomllib.loads((files("conversations.understanding") / "data" / "lexicon.toml").read_text("utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    source = files("conversations.understanding") / "data" / name
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))
