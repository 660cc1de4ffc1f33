"""Words as people type them: split at punctuation, and read through the usual slips of the thumb."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.text import plain

BREAK = ","
"""The token that stands for any punctuation between two parts of a message."""

_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)?|(?<=\s)-(?=\s)|[,;/+&|()\n.]")
_DIGITS = re.compile(r"(?<=[^\W\d_])2\b")
_ADDED = ("nya", "ku", "lah", "kah")
_DERIVED = ("an", "in")
_SLIPS = 3
_VOWELS = re.compile(r"[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")


def words(text: str) -> list[str]:
    """The words of a text in order, with BREAK where punctuation parts them (never two in a row)."""
    found: list[str] = []
    for token in _TOKEN.findall(_DIGITS.sub("", plain(text))):
        if token[0].isalnum():
            found.append(token)
        elif found and found[-1] != BREAK:
            found.append(BREAK)
    return found


class Vocabulary:
    """Words that count as well spelt: how common each is, what shorthand means, and words to be left alone."""

    def __init__(self, counted: Mapping[str, int], meaning: Mapping[str, str], others: Iterable[str] = ()) -> None:
        self._counted = {word: count for word, count in counted.items() if len(word) > 2}
        self._meaning = meaning
        self._known = frozenset(counted) | frozenset(meaning) | frozenset(others)
        self._shapes: dict[tuple[str, object], list[str]] = {}
        for word in self._counted:
            for shape in _shapes(word):
                self._shapes.setdefault(shape, []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def nearest(self, word: str) -> str | None:
        """The one word that was clearly meant, or None."""
        for meant in self._guesses(word):
            if (one := self._likeliest(meant)) is not None:
                return one
            if len(meant) > 1:
                return None
        return None

    def options(self, word: str, limit: int = 8, beyond: bool = False) -> list[str]:
        """The words that may have been meant, the likeliest first; a well spelt word unless one looks `beyond` it."""
        return list(dict.fromkeys(one for meant in self._guesses(word, beyond) for one in meant))[:limit]

    def slips(self, word: str) -> list[str]:
        """The words that have only lost a vowel, doubled a letter or swapped two; the word itself if well spelt."""
        return [one for meant in islice(self._guesses(word), _SLIPS) for one in meant]

    def _guesses(self, word: str, beyond: bool = False) -> Iterator[list[str]]:
        """Equally good guesses at a word, the smallest slip first; the first _SLIPS lists are slips only."""
        single = word if word in self._known else _DOUBLED.sub(r"\1", word)
        if (single in self._known and not beyond) or len(word) < 3 or not word.isalpha():
            yield [single] if single in self._known else []
            return
        yield []
        spoken = [w for w in self._shapes.get(("spoken", _skeleton(word)), ()) if _left_out(word, w)]
        shortest = min(map(len, spoken), default=0)
        yield [w for w in spoken if len(w) == shortest]
        yield [w for w in self._shapes.get(("letters", "".join(sorted(word))), ()) if OSA.distance(word, w) == 1]
        yield self._stems(word, _ADDED)
        yield from self._close(word)
        yield self._stems(word, _DERIVED)

    def _stems(self, word: str, endings: tuple[str, ...]) -> list[str]:
        stems = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
        return [stem for stem in stems if len(stem) > 2 and stem in self._known][:1]

    def _close(self, word: str) -> Iterator[list[str]]:
        if len(word) < 4:
            return
        limit = 2 if len(word) > 8 else 1
        choices = [w for shape in _near_shapes(word, limit) for w in self._shapes.get(shape, ())]
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=8)
        for distance in range(1, limit + 1):
            yield list(dict.fromkeys(w for w, measured, _ in near if measured == distance))

    def _likeliest(self, meant: list[str]) -> str | None:
        distinct = {self._meaning.get(word, word): word for word in meant}
        if len(distinct) < 2:
            return next(iter(distinct.values()), None)
        first, second = sorted(distinct.values(), key=lambda word: (-self._counted[word], word))[:2]
        return first if self._counted[first] > 2 * self._counted[second] else None


def _shapes(word: str) -> list[tuple[str, object]]:
    """What a misspelt word may be recognised by: its consonants, letters, length and beginning, or its rest."""
    shapes: list[tuple[str, object]] = [
        ("spoken", _skeleton(word)),
        ("letters", "".join(sorted(word))),
        ("long", (word[0], len(word))),
        ("rest", word[1:]),
    ]
    return [*shapes, ("any", len(word))] if len(word) > 6 else shapes


def _near_shapes(word: str, limit: int) -> list[tuple[str, object]]:
    """Short words must begin alike; with 4 letters only a left-out or extra letter is a slip (sapi is not sapu)."""
    sizes = [size for size in range(len(word) - limit, len(word) + limit + 1) if not size == len(word) == 4]
    rest: list[tuple[str, object]] = [("rest", word)] if len(word) > 4 else []
    if len(word) > 7:
        return [("any", size) for size in sizes]
    return [*rest, *(("long", (word[0], size)) for size in sizes)]


def _skeleton(word: str) -> str:
    return word[0] + _VOWELS.sub("", _DOUBLED.sub(r"\1", word))


def _left_out(short: str, full: str) -> bool:
    """Whether `short` is `full` with some vowels left out: one of a short word, up to three of a long one."""
    letters = iter(full)
    return 0 < len(full) - len(short) <= max(1, min(3, len(short) - 2)) and all(letter in letters for letter in short)
