"""`payung read`: what the readers make of phrases, one a line, for people trying them out and programs testing them.

Every line is a phrase, an empty one too, and its spaces belong to it. The words printed are those of the reading
conventions (OK, REGENCY, BPU, …), which are the same in every language. Only the reader asked for is loaded.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import BinaryIO

Reading = dict[str, object]
"""The fields of one result, in the order in which they are shown."""


def phrases(source: BinaryIO) -> Iterator[str]:
    """The lines of a file or a pipe, ended by LF or CR LF and nothing else; bytes that are no UTF-8 are replaced."""
    for line in source:
        yield line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")


def read_lines(kind: str, lines: Iterable[str], today: date, as_json: bool) -> Iterator[str]:
    """One result line for every phrase: a JSON object, or a short line for people. `kind` is one of KINDS."""
    read = _READERS[kind](today)
    for line in lines:
        reading = read(line.removesuffix("\n").removesuffix("\r"))
        yield json.dumps(reading) if as_json else _short(reading)


def _incomes(today: date) -> Callable[[str], Reading]:
    from conversations.understanding import income

    def read(text: str) -> Reading:
        said = income.read(text)
        amounts = (said.monthly, said.low, said.high) if said.status == "OK" else (None, None, None)
        return {"status": said.status, **dict(zip(("monthly", "low", "high"), amounts, strict=True))}

    return read


def _regions(today: date) -> Callable[[str], Reading]:
    from conversations.understanding import region

    def read(text: str) -> Reading:
        said = region.read(text)
        return {"kind": said.kind, "codes": list(said.codes)}

    return read


def _occupations(today: date) -> Callable[[str], Reading]:
    from conversations.understanding import occupation

    def read(text: str) -> Reading:
        said = occupation.read(text)
        return {"class": said.work_class, "sector": said.sector, "id": said.id}

    return read


def _commands(today: date) -> Callable[[str], Reading]:
    from conversations.reference import normal
    from conversations.understanding import commands

    def read(text: str) -> Reading:
        said = commands.read(text, lambda word: normal(word) is not None)
        return {"intent": said.intent, "slot": said.slot or ""}

    return read


def _niks(today: date) -> Callable[[str], Reading]:
    from conversations.understanding import nik

    def read(text: str) -> Reading:
        said = nik.read(text, today)
        born = said.born.isoformat() if said.born else None
        return {"valid": said.valid, "reason": said.reason, "born": born, "sex": said.sex}

    return read


def _short(reading: Reading) -> str:
    """The fields that say something, apart from the name of the first: "OK monthly=2000000 low=… high=…"."""
    first, *others = reading.items()
    head = {True: "VALID", False: "INVALID"}[first[1]] if isinstance(first[1], bool) else str(first[1])
    shown = [f"{name}={_written(value)}" for name, value in others if value not in (None, "", [])]
    return " ".join([head, *shown])


def _written(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


_READERS: dict[str, Callable[[date], Callable[[str], Reading]]] = {
    "income": _incomes,
    "region": _regions,
    "occupation": _occupations,
    "command": _commands,
    "nik": _niks,
}
KINDS = tuple(_READERS)
