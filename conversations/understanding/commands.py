"""Which command a message wholly is: a command word inside an ordinary answer is no command (CONVENTIONS §4)."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, product
from math import prod

from conversations.understanding.intents import (
    EXACT_ONLY,
    NEARLY_EXACT,
    QUESTION,
    Command,
    Intent,
    Phrasebook,
    phrasebook,
    spelt,
)
from conversations.understanding.lexicon import places
from conversations.understanding.spelling import BREAK, words
from conversations.understanding.text import POLITE, plain

__all__ = ["Command", "Intent", "read"]

NOTHING = Command(Intent.NONE)

_MOST_WORDS = 40
_REFERENCE = re.compile(r"(?<![^\W_])(?=[a-z-]*\d)[a-z0-9][a-z0-9-]{4,12}[a-z0-9](?![^\W_]|-)")
_LONGEST_PHRASE = 5
_LONGEST_WHOLE = 14
_MOST_READINGS = 24
_MEANT = (frozenset({"tolong", "permisi", "admin"}), frozenset({"tolong", "permisi"}), frozenset[str]())
"""Words of politeness that can be the whole message: tried first with these, then with fewer, then without any."""


def _never(_reference: str) -> bool:
    return False


def read(text: str, is_reference: Callable[[str], bool] = _never) -> Command:
    """The command a message is; NONE for an answer. `is_reference` knows a valid reference standing alone."""
    book = phrasebook()
    told = spelt((word for word in words(text)[:_MOST_WORDS] if word != BREAK), book.spelling)
    if (status := _status(text, is_reference)) is not None:
        return status
    rest = _after_greeting(told, book)
    found = _wholly(told, book) or _aimed(told, book)
    if found is None and rest != told:
        greeted = not rest and _own(told) != []
        found = _wholly(rest, book) or (Command(Intent.GREETING) if greeted else None)
    return found or _asked(rest, text, book) or NOTHING


def _status(text: str, is_reference: Callable[[str], bool]) -> Command | None:
    """A status word with a reference and nothing else, or a reference alone that is known to be one."""
    seen = plain(text)
    references = _REFERENCE.findall(seen)
    if len(references) != 1:
        return None
    reference: str = references[0]
    book = phrasebook()
    others = _own(word for word in spelt(words(seen.replace(reference, " ", 1)), book.spelling) if word != BREAK)
    status = book.lists["status-word"]
    asked = not status.isdisjoint(others) and (status | book.lists["status-beside"]).issuperset(others)
    alone = not others and is_reference(reference.upper())
    return Command(Intent.STATUS, reference.upper()) if asked or alone else None


def _own(told: Iterable[str]) -> list[str]:
    return [word for word in told if word not in POLITE]


def _wholly(told: list[str], book: Phrasebook) -> Command | None:
    """The command whose wording the whole message is, politeness and typing slips apart."""
    if (exact := _matched(told, book)) is not None:
        return exact
    for slips_only in (True, False):
        for wording in _readings(told, book, slips_only):
            found = _matched(wording, book)
            if found is not None and found.intent not in EXACT_ONLY:
                return found if slips_only or _sure(told, found, book) else None
    return None


def _readings(told: list[str], book: Phrasebook, slips_only: bool) -> Iterator[list[str]]:
    """The message with every misspelt word replaced by each of the words it may be, the likeliest first."""
    options = [book.vocabulary.slips(word) or [word] if slips_only else _options(word, book, told) for word in told]
    while prod(map(len, options)) > _MOST_READINGS:
        longest = max(options, key=len)
        del longest[-1]
    for reading in product(*options):
        yield spelt(reading, book.spelling)
    yield spelt((_bare(first) for first, *_ in options), book.spelling)


def _options(word: str, book: Phrasebook, told: list[str]) -> list[str]:
    """The words one may stand for; among others even a place is doubted, as an exact wording around it decides."""
    if word in book.vocabulary:
        doubted = len(_own(told)) > 2 and word in places()
        return [word, *(book.vocabulary.options(word, beyond=True) if doubted else ())]
    parts = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    split = [" ".join(part) for part in parts if all(one in book.vocabulary for one in part)]
    return [*book.vocabulary.options(word), *split[:1]] or [word]


def _bare(word: str) -> str:
    return word.removesuffix("nya") if len(word) > 5 else word


def _sure(told: list[str], found: Command, book: Phrasebook) -> bool:
    """Whether misspelt words leave no doubt: long words, or words among others that are well spelt."""
    own = _own(told)
    strong = found.intent in NEARLY_EXACT
    wrong = [word for word in own if word not in book.vocabulary]
    beside = len(own) > len(wrong) and all(len(word) > (2 if strong else 1) for word in wrong)
    return beside or all(len(word) > 5 for word in wrong)


def _matched(told: list[str], book: Phrasebook) -> Command | None:
    """The command the words are as they stand, without mere politeness, or without any."""
    kept = (" ".join(word for word in told if word not in POLITE or word in meant) for meant in _MEANT)
    for wording in (" ".join(told), *kept):
        if (found := book.phrases.get(wording)) is not None:
            return found
    own = _own(told)
    if len(own) > _LONGEST_WHOLE:
        return None
    spaced = "".join(word + " " for word in own)
    return next((command for pattern, command in book.patterns if pattern.fullmatch(spaced)), None)


def _after_greeting(told: list[str], book: Phrasebook) -> list[str]:
    """The message without greetings and thanks around it."""
    start, end = 0, len(told)
    while length := next((size for size in (3, 2, 1) if _opening(told[start : start + size], book)), 0):
        start = min(start + length, end)
    while length := _closing(told[start:end], book):
        end -= length
    return told[start:end]


def _closing(part: list[str], book: Phrasebook) -> int:
    """How many words at the end are thanks or a greeting, with the politeness that follows them."""
    polite = len(part) - len(list(dropwhile(lambda word: not _own([word]), reversed(part))))
    sizes = (polite + size for size in (2, 1) if polite + size <= len(part))
    return next((size for size in sizes if _courtesy(part[len(part) - size :], book)), 0)


def _opening(part: list[str], book: Phrasebook) -> bool:
    return _courtesy(part, book) or (part != [] and not _own(part))


def _courtesy(part: list[str], book: Phrasebook) -> bool:
    if not part:
        return False
    found = _matched(part, book)
    return found is not None and found.intent in (Intent.GREETING, Intent.THANKS)


def _aimed(told: list[str], book: Phrasebook) -> Command | None:
    """ABUSE where the message holds an insult; words that are also animals or goods must be aimed at somebody."""
    phrases = _phrases(_own((book.vocabulary.slips(word) or [word])[0] for word in told))
    if not phrases.isdisjoint(book.lists["insult"]):
        return Command(Intent.ABUSE)
    loose = phrases & book.lists["insult-at"]
    aimed = bool(loose) and book.lists["target"].issuperset(word for word in _own(told) if word not in loose)
    return Command(Intent.ABUSE) if aimed else None


def _asked(told: list[str], text: str, book: Phrasebook) -> Command | None:
    """The question that most word groups of a message speak for."""
    options = [_options(word, book, []) for word in told]
    mended = spelt((first for first, *_ in options), book.spelling)
    present = _phrases(mended) | _phrases(_own(mended)) | {word for more in options for word in more}
    if _is_question(mended, text, book):
        present |= {QUESTION}
    fitting = [q for q in book.questions if all(not group.isdisjoint(present) for group in q.groups)]
    return max(fitting, key=lambda q: len(q.groups)).command if fitting else None


def _is_question(told: list[str], text: str, book: Phrasebook) -> bool:
    listed = {"apa"} if re.search(r"\bapa (?:saja|aja)\b", " ".join(told)) else set()
    own = _own(told)
    return (
        "?" in text
        or not (book.lists["question-word"] - listed).isdisjoint(own)
        or not book.lists["question-end"].isdisjoint(own[-1:])
    )


def _phrases(told: list[str]) -> set[str]:
    sizes = range(1, _LONGEST_PHRASE + 1)
    return {" ".join(told[at : at + size]) for size in sizes for at in range(len(told) - size + 1)}
