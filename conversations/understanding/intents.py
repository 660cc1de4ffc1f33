"""The phrasebook of commands: rows of intents.csv as patterns a whole message matches, or word groups it contains.

In a row `a|b` is a choice, `(a|b)?` may be missing, `_` joins words, `{}` stands for the rows named before '-frame',
and '?' in a group of an 'ask' row stands for any question.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from conversations.understanding.lexicon import chat_spelling, lexicon, places
from conversations.understanding.spelling import Vocabulary
from conversations.understanding.text import POLITE


class Intent(StrEnum):
    """What a message asks of the conversation; NONE is an ordinary answer."""

    HELP = "HELP"
    BACK = "BACK"
    RESTART = "RESTART"
    CANCEL = "CANCEL"
    STATUS = "STATUS"
    CHANGE = "CHANGE"
    STOP = "STOP"
    START = "START"
    LANGUAGE = "LANGUAGE"
    HUMAN = "HUMAN"
    PAID = "PAID"
    GREETING = "GREETING"
    THANKS = "THANKS"
    COMPLAINT = "COMPLAINT"
    ABUSE = "ABUSE"
    MY_DATA = "MY_DATA"
    ERASE = "ERASE"
    OTHER_PERSON = "OTHER_PERSON"
    CARD = "CARD"
    OFFICER = "OFFICER"
    FAQ = "FAQ"
    OFFTOPIC = "OFFTOPIC"
    NONE = "NONE"


@dataclass(frozen=True)
class Command:
    """An intent with what it is about: a reference, a field, a language or a topic, where the message says so."""

    intent: Intent
    slot: str = ""


EXACT_ONLY = frozenset({Intent.MY_DATA, Intent.ERASE, Intent.OTHER_PERSON, Intent.CARD, Intent.OFFICER})
"""Commands known by their exact words only."""
NEARLY_EXACT = frozenset({Intent.STOP, Intent.CANCEL, Intent.RESTART})
"""Commands with a strong effect: a typing slip is forgiven, a guess is not."""

QUESTION = "?"
_LISTS = ("insult", "insult-at", "target", "status-word", "status-beside", "question-word", "question-end")


@dataclass(frozen=True)
class Question:
    """A command told by words that may stand anywhere: one of each group must occur."""

    command: Command
    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Phrasebook:
    """Every known wording, in one spelling."""

    phrases: Mapping[str, Command]
    patterns: Sequence[tuple[re.Pattern[str], Command]]
    questions: Sequence[Question]
    lists: Mapping[str, frozenset[str]]  # words by what they are for; 'insult-at' only insults when aimed at a 'target'
    vocabulary: Vocabulary
    spelling: Mapping[str, str]


def spelt(words: Iterable[str], spelling: Mapping[str, str]) -> list[str]:
    """Words in the one spelling of the phrasebook."""
    joined = " ".join(spelling.get(word, word) for word in words)
    return joined.replace("di mana", "dimana").replace("ke mana", "kemana").split()


@cache
def phrasebook() -> Phrasebook:
    """The phrasebook, read from the package's data on first use."""
    spelling = chat_spelling()
    rows = [row | {"words": _respelt(row["words"], spelling)} for row in _rows()]
    phrases: dict[str, Command] = {}
    patterns: list[tuple[re.Pattern[str], Command]] = []
    for row in rows:
        command = Command(Intent(row["intent"]), row["slot"])
        if row["how"] in ("whole", "exact") and " " not in row["words"]:
            for phrase in row["words"].split("|"):
                phrases.setdefault(phrase.replace("_", " "), command)
        elif row["how"] == "whole":
            patterns.append((_pattern(row["words"]), command))
        elif row["how"].endswith("-frame"):
            patterns += _framed(row, rows)
    known = {word for row in rows for word in re.findall(r"[^\W_]+", row["words"])}
    return Phrasebook(
        phrases=phrases,
        patterns=patterns,
        questions=[_question(row) for row in rows if row["how"] == "ask"],
        lists={how: _listed(rows, how) for how in _LISTS},
        vocabulary=Vocabulary(dict.fromkeys(known, 1), spelling, _left_alone()),
        spelling=spelling,
    )


def _pattern(words: str) -> re.Pattern[str]:
    """The row as an expression for a whole message that has a space after every word."""
    parts: list[str] = []
    for group in words.split(" "):
        choice = "|".join(
            re.escape(words.replace("_", " ")) + " " for words in group.rstrip("?").strip("()").split("|")
        )
        parts.append(f"(?:{choice}){'?' if group.endswith('?') else ''}")
    return re.compile("".join(parts))


def _framed(frame: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[re.Pattern[str], Command]]:
    kind = frame["how"].removesuffix("-frame")
    for row in rows:
        if row["how"] == kind:
            yield _pattern(frame["words"].replace("{}", row["words"])), Command(Intent(row["intent"]), row["slot"])


def _question(row: Mapping[str, str]) -> Question:
    groups = tuple(frozenset(group.replace("_", " ").split("|")) for group in row["words"].split(" "))
    return Question(Command(Intent(row["intent"]), row["slot"]), groups)


def _listed(rows: Iterable[Mapping[str, str]], how: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for row in rows if row["how"] == how for word in row["words"].split("|"))


def _respelt(words: str, spelling: Mapping[str, str]) -> str:
    told = re.sub(r"[^\W_]+", lambda match: spelling.get(match[0], match[0]), words)
    return told.replace("di_mana", "dimana").replace("ke_mana", "kemana")


def _left_alone() -> set[str]:
    """Words of politeness, places and work, which are never misspelt commands."""
    known = lexicon()
    work = {word for phrase in known.phrases for word in phrase.split()} | known.fields.keys()
    return {*POLITE, *places(), *work}


def _rows() -> list[dict[str, str]]:
    source = files("conversations.understanding") / "data" / "intents.csv"
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))
