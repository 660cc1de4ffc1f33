"""What somebody picks from a list or answers to yes-or-no: by its number, its label or another word for it.

Only a message that is wholly a choice counts. A longer sentence that happens to contain a label never does, so that
nobody is taken to have agreed to something they were still talking about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from conversations.understanding.text import LONGEST, POLITE, plain

_SHORTEST_MISTYPED = 5

_NUMBER = re.compile(r"(?:ke)?0?(\d{1,2})")
_CARDINALS = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
_ORDINALS = "pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh"
_NUMBER_WORDS = {word: number for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words.split(), 1)}
_NUMBER_WORDS["kesatu"] = 1
_BEFORE_A_NUMBER = frozenset(
    {"yang", "yg", "no", "nomor", "nomer", "nmr", "pilihan", "pilih", "opsi", "angka", "ke", "saya", "aku"}
)

_YES = "ya iya y yes yup ok oke okay okeh okey sip siip setuju boleh mau betul benar bener lanjut siap nggih inggih iyo"
_NO = "tidak tdk nggak ngga enggak engga gak ga gk kagak ndak no nope jangan belum blm bukan ogah mboten henteu"
_AFTER_NO = "setuju mau usah boleh betul benar bener lanjut perlu bersedia"


@dataclass(frozen=True)
class Choice:
    """One option of a list: its label and every other word for it, in any language."""

    labels: tuple[str, ...]


def pick(text: str, options: Sequence[Choice]) -> int | None:
    """The index of the one option that the whole text names, or None: nothing is picked when two would do."""
    words = _words(text) if len(text) <= LONGEST else []
    label_words = [[_words(label) for label in option.labels] for option in options]
    named = _named(words, label_words)
    number = _number(words)
    if number is not None and 1 <= number <= len(options):
        named.add(number - 1)
    if not named and number is None:
        named = _mistyped(words, label_words)
    return named.pop() if len(named) == 1 else None


def yes_no(text: str) -> bool | None:
    """Whether the whole text agrees (True) or declines (False); None when it says more than that, or asks."""
    if "?" in text or len(text) > LONGEST:
        return None
    words = [_single(word) for word in _words(text)]
    answer = [word for word in words if word in _YES_WORDS or word not in POLITE]
    answer = answer[1:] if answer[:1] in (["saya"], ["aku"], ["kami"]) else answer
    if answer and all(word in _YES_WORDS for word in answer):
        return True
    return False if _declines(answer) else None


def _declines(answer: list[str]) -> bool:
    """Whether it is a no: alone, repeated, before what is declined ("gak mau"), or softened by a closing "ya"."""
    refusals = 0
    while refusals < len(answer) and answer[refusals] in _NO_WORDS:
        refusals += 1
    declined = answer[refusals:]
    return refusals > 0 and (not declined or declined == ["ya"] or (len(declined) == 1 and declined[0] in _DECLINED))


def _words(text: str) -> list[str]:
    """The words of a text; the sign that makes an emoji of a digit is no part of it."""
    return re.findall(r"[^\W_]+", re.sub("[\ufe0f\u20e3]", " ", plain(text)))


def _single(word: str) -> str:
    """The word with doubled letters written once, so that "iyaa" is "iya"."""
    return re.sub(r"(.)\1+", r"\1", word)


def _number(words: list[str]) -> int | None:
    """The number that the words are, in digits or in words."""
    said = [word for word in words if word not in POLITE]
    while len(said) > 1 and said[0] in _BEFORE_A_NUMBER:
        said = said[1:]
    if len(said) != 1:
        return None
    digits = _NUMBER.fullmatch(said[0])
    return int(digits[1]) if digits else _NUMBER_WORDS.get(said[0])


def _named(words: list[str], label_words: list[list[list[str]]]) -> set[int]:
    """The options with a label that is the text, politeness apart unless the label itself has the word."""
    return {
        index
        for index, labels in enumerate(label_words)
        for label in labels
        if words and label and (words == label or _politely(words, label) == label)
    }


def _politely(words: list[str], label: list[str]) -> list[str]:
    return [word for word in words if word in label or word not in POLITE]


def _mistyped(words: list[str], label_words: list[list[list[str]]]) -> set[int]:
    """The options whose label of 5 or more letters is one typing error away; figures are never typing errors."""
    near = set()
    for index, labels in enumerate(label_words):
        for label in labels:
            written, wanted = " ".join(_politely(words, label)), " ".join(label)
            long_enough = sum(char.isalpha() for char in wanted) >= _SHORTEST_MISTYPED
            if long_enough and _figures(written) == _figures(wanted) and OSA.distance(written, wanted) <= 1:
                near.add(index)
    return near


def _figures(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())


_YES_WORDS = frozenset(map(_single, [*_YES.split(), "muhun", "sumuhun"]))
_NO_WORDS = frozenset(map(_single, _NO.split()))
_DECLINED = frozenset(map(_single, _AFTER_NO.split()))
