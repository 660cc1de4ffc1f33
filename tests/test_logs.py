import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from bot.logs import WITHHELD, OneObjectALine, set_up
from conversations.reference import make

REFERENCE = make(lambda n: 5 % n)
NIK = "5371014507909001"
NAME = "Yohana Bere"
TEXT = "saya penjahit di kupang, 1,2 juta sebulan"
PLANTED = (NIK, NAME, TEXT, "Yohana", "penjahit", "9001")


class Written:
    """What the log holds so far."""

    def __init__(self) -> None:
        self.stream = StringIO()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.lines()[-1]


@pytest.fixture
def log() -> Iterator[Written]:
    written = Written()
    root = logging.getLogger()
    before = (root.level, list(root.handlers), sys.excepthook, logging.raiseExceptions)
    set_up("DEBUG")
    [handler] = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written.stream)
    yield written
    root.handlers[:] = before[1]
    root.setLevel(before[0])
    sys.excepthook, logging.raiseExceptions = before[2:]
    logging.getLogger("uvicorn.access").propagate = True
    assert not any(planted in written.stream.getvalue() for planted in PLANTED)


def read(text: str) -> None:
    """Fails the way a reader could: with what was typed in its message."""
    raise ValueError(text)


def fail() -> None:
    try:
        read(f"{NIK} {NAME}")
    except ValueError as error:
        raise RuntimeError(TEXT) from error


def test_a_line_is_one_object_with_the_constant_message_and_the_fields_we_know(log: Written) -> None:
    known = {"reference": REFERENCE, "channel": "web", "address_id": 12, "question": "income", "reason": "no-unit"}
    counted = {"count": 3, "seconds": 0.25, "status": "sent", "error": "TimeoutError"}
    logging.getLogger("bot.desk").info("turn committed", extra={**known, **counted})
    line = log.last()
    assert str(line.pop("time")).endswith("+00:00")
    assert line == {"level": "INFO", "logger": "bot.desk", "event": "turn committed", **known, **counted}


def test_arguments_are_never_filled_in(log: Written) -> None:
    logging.getLogger("bot.desk").warning("cannot read %s of %(name)s", NIK)
    logging.getLogger("bot.desk").warning("cannot read %s", {"name": NAME, "text": TEXT})
    logging.getLogger("bot.desk").warning("cannot read %d", TEXT)
    assert [line["event"] for line in log.lines()] == [
        "cannot read %s of %(name)s",
        "cannot read %s",
        "cannot read %d",
    ]


def test_extra_fields_that_are_not_ours_are_left_out(log: Written) -> None:
    logging.getLogger("bot.desk").info("noted", extra={"nik": NIK, "text": TEXT, "answers": {"name": NAME}})
    assert set(log.last()) == {"time", "level", "logger", "event"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[(field, NIK) for field in ("reference", "channel", "address_id", "question", "reason", "status", "error")],
        *[(field, TEXT) for field in ("reference", "channel", "address_id", "question", "reason", "status", "error")],
        *[(field, int(NIK)) for field in ("reference", "address_id", "count", "seconds", "status", "reason")],
        *[(field, {"text": TEXT}) for field in ("reference", "count", "error", "reason")],
        *[(field, NAME) for field in ("count", "reason", "error", "reference")],
        ("reference", "K7MP-2X4H-C"),
        ("reason", "Yohana"),
        ("address_id", "+6281234599001"),
        ("reason", ValueError(TEXT)),
        ("seconds", float("nan")),
    ],
)
def test_a_field_of_ours_that_holds_something_else_is_withheld(log: Written, field: str, value: object) -> None:
    logging.getLogger("bot.desk").info("noted", extra={field: value})
    assert log.last()[field] == WITHHELD


@pytest.mark.parametrize("value", ["0199d6a0-1234-7abc-8def-123456789012", "0199d6a012347abc8def123456789012", "a-17"])
def test_ids_of_ours_are_written(log: Written, value: str) -> None:
    logging.getLogger("bot.desk").info("noted", extra={"address_id": value})
    assert log.last()["address_id"] == value


@pytest.mark.parametrize("error", [ValueError(TEXT), ValueError, "ValueError"])
def test_an_error_is_named_by_its_class(log: Written, error: object) -> None:
    logging.getLogger("bot.desk").info("noted", extra={"error": error})
    assert log.last()["error"] == "ValueError"


def test_an_exception_is_its_class_and_its_places_and_those_of_its_cause(log: Written) -> None:
    try:
        fail()
    except RuntimeError:
        logging.getLogger("bot.desk").exception("turn failed")
    line = log.last()
    assert line["error"] == "RuntimeError"
    assert [place.split(":")[0::2] for place in line["places"]] == [
        ["tests/test_logs.py", "test_an_exception_is_its_class_and_its_places_and_those_of_its_cause"],
        ["tests/test_logs.py", "fail"],
    ]
    [cause] = line["causes"]
    assert cause["error"] == "ValueError"
    assert cause["places"][-1].endswith(":read")


def test_groups_and_circles_of_exceptions_are_written_and_end(log: Written) -> None:
    first, second = ValueError(NIK), KeyError(NAME)
    first.__cause__, second.__cause__ = second, first
    group = ExceptionGroup(TEXT, [first, OSError(98, TEXT)])
    logging.getLogger("bot.desk").error("turn failed", exc_info=group)
    line = log.last()
    assert line["error"] == "ExceptionGroup"
    assert [cause["error"] for cause in line["causes"]] == ["ValueError", "OSError", "KeyError"]


async def test_what_asyncio_says_about_a_lost_task_is_reduced(log: Written) -> None:
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"lost {TEXT}", "exception": ValueError(NIK), "task": NAME}
    )
    line = log.last()
    assert (line["logger"], line["event"], line["error"]) == ("asyncio", "message of a library", "ValueError")
    assert "base_events.py" in str(line["at"])


def test_of_libraries_templates_are_shown_and_finished_sentences_are_not(log: Written) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 17)
    logging.getLogger("uvicorn.error").error("Traceback: %s", TEXT)
    logging.getLogger("uvicorn.error").error(f"Traceback: {TEXT}")
    assert [line["event"] for line in log.lines()] == [
        "Started server process [%d]",
        "Traceback: %s",
        "message of a library",
    ]


def test_a_port_in_use_is_told_though_the_message_is_an_exception(log: Written) -> None:
    logging.getLogger("uvicorn.error").error(OSError(98, f"address in use {TEXT}"))
    assert (log.last()["error"], log.last()["errno"]) == ("OSError", "EADDRINUSE")


def test_the_access_log_is_off(log: Written) -> None:
    logging.getLogger("uvicorn.access").info('%s - "%s"', NIK, TEXT)
    assert log.lines() == []


def test_an_exception_that_nobody_caught_is_logged_without_its_message(
    log: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert (log.last()["event"], log.last()["error"]) == ("uncaught exception", "RuntimeError")
    assert not any(planted in capsys.readouterr().err for planted in PLANTED)


def test_messages_below_the_level_are_not_written(log: Written) -> None:
    logging.getLogger().setLevel("WARNING")
    logging.getLogger("bot.desk").info("noted")
    assert log.lines() == []


def test_a_record_that_is_odd_in_every_way_still_gives_a_line() -> None:
    class Shy:
        def __str__(self) -> str:
            raise ValueError(TEXT)

    record = logging.makeLogRecord({"name": "bot", "msg": Shy(), "args": (Shy(),), "reason": Shy(), "error": Shy()})
    assert len(OneObjectALine().format(record).splitlines()) == 1
