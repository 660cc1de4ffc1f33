"""A log that helps whoever runs it and tells nothing about anybody: constant messages and a few checked fields.

What people type reaches a log by three ways: as an argument of a message, within the message of an exception, and
built into a text by a library. So arguments are never filled in, exceptions are reduced to their class and to the
places they passed, and of libraries only templates are shown, never finished sentences.
"""

import errno
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from uuid import UUID

from conversations.reference import normal

OURS = ("bot", "conversations", "locales", "storage", "__main__")
"""Top packages whose messages are constants by our own rule."""

WITHHELD = "(withheld)"
_UNTOLD = "message of a library"
_FRAMES = 20
_CAUSES = 5
_LARGEST = 10**9

_WORD = re.compile(r"[a-z0-9][a-z0-9._:-]{0,39}")
_MANY_DIGITS = re.compile(r"\d{8}")
_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_CLASS = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


class OneObjectALine(logging.Formatter):
    """Each record as one JSON object: time (UTC), level, logger, event, checked fields, then error and its places."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; it fills in no argument and shows no message of an exception."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        told |= {name: shape(record.__dict__[name]) for name, shape in _FIELDS.items() if name in record.__dict__}
        if told["event"] == _UNTOLD:
            told["at"] = f"{_file(record.pathname)}:{record.lineno}:{record.funcName}"
        if isinstance(record.msg, BaseException):
            told |= _error(record.msg)
        if record.exc_info and record.exc_info[1]:
            told |= _error(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def set_up(level: str) -> None:
    """Log to standard error from that level up, in this form alone; uvicorn's access log, full of addresses, is off."""
    output = logging.StreamHandler()
    output.setFormatter(OneObjectALine())
    logging.basicConfig(level=level, handlers=[output], force=True)
    logging.raiseExceptions = False  # or a failing handler prints the arguments
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    sys.excepthook = _uncaught


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("uncaught exception", exc_info=(kind, error, trace))


def _event(record: logging.LogRecord) -> str:
    """Our constant, or a library's template, which is one because arguments come with it."""
    ours = record.name.partition(".")[0] in OURS
    if isinstance(record.msg, str) and (ours or record.args):
        return record.msg if len(record.msg) <= 200 else _UNTOLD
    return _UNTOLD


def _error(error: BaseException) -> dict[str, object]:
    """The class of an exception, its places, and the same for what it came from, the nearest first."""
    first, *others = _chain(error)
    told: dict[str, object] = {"error": type(first).__name__, "places": _places(first)}
    if isinstance(first, OSError) and (code := errno.errorcode.get(first.errno or 0)):
        told["errno"] = code
    if others:
        told["causes"] = [{"error": type(cause).__name__, "places": _places(cause)} for cause in others]
    return told


def _chain(error: BaseException) -> list[BaseException]:
    """The exception, then its causes and the members of its groups, each once and not too many."""
    found: list[BaseException] = [error]
    for each in found:
        found += [cause for cause in _behind(each) if all(cause is not known for known in found)]
        if len(found) > _CAUSES:
            break
    return found[: _CAUSES + 1]


def _behind(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        yield from error.exceptions
    if error.__cause__ is not None:
        yield error.__cause__
    elif error.__context__ is not None and not error.__suppress_context__:
        yield error.__context__


def _places(error: BaseException) -> list[str]:
    """The innermost places, as file:line:function, outermost first."""
    walked = [(frame.f_code, line) for frame, line in walk_tb(error.__traceback__)]
    return [f"{_file(code.co_filename)}:{line}:{code.co_name}" for code, line in walked[-_FRAMES:]]


def _file(path: str) -> str:
    """The last two parts of a path, which tell the module and not the machine."""
    return "/".join(PurePath(path).parts[-2:])


def _word(value: object) -> object:
    """An id of ours; anything with room for a sentence, a phone number or a NIK is withheld."""
    text = str(value) if isinstance(value, str | int | UUID) else ""
    if _UUID.fullmatch(text) or (_WORD.fullmatch(text) and not _MANY_DIGITS.search(text)):
        return text
    return WITHHELD


def _number(value: object) -> object:
    fits = isinstance(value, int | float) and -_LARGEST < value < _LARGEST
    return value if fits else WITHHELD


def _reference(value: object) -> object:
    return value if isinstance(value, str) and normal(value) == value else WITHHELD


def _code(value: object) -> object:
    return _number(value) if isinstance(value, int) else _word(value)


def _class(value: object) -> object:
    """The class of an exception, given as the exception, as its class or by name."""
    if isinstance(value, BaseException):
        return type(value).__name__
    name = value.__name__ if isinstance(value, type) else value
    return name if isinstance(name, str) and _CLASS.fullmatch(name) else WITHHELD


_FIELDS: Mapping[str, Callable[[object], object]] = {
    "reference": _reference,
    "channel": _word,
    "address_id": _code,
    "question": _word,
    "reason": _word,
    "count": _number,
    "seconds": _number,
    "status": _code,
    "error": _class,
}
"""The only extra fields that are written, each with the check that its value passes."""
