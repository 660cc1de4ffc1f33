"""What a person tells us is found nowhere in the clear: not in database, write-ahead log, program log, or backup."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import working
from bot.channels.terminal import say
from bot.desk import Desk
from bot.logs import OneObjectALine
from storage.backup import backup

from transcript import house_at

NIK, NAME, PHONE, FIGURE = "5304015205909001", "Wigunarti Contoh", "081298765432", "1987654"
SAID = (
    "penata rias", f"{FIGURE} sebulan", "kota kupang", "belum ada", "setuju", f"{NAME}, 12 Mei 1990, {PHONE}",
    "petugas", NIK, "kirim", "ya",
)  # fmt: skip
PLANTED = (NIK, "Wigunarti", PHONE, PHONE[1:], FIGURE, "1.987.654", "1990-05-12", "12 Mei 1990")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneObjectALine())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def found(folder: Path, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which of the words stand in which file, in any encoding that a search would try."""
    return {
        (path.name, word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        for encoded in (word.encode(), word.encode("utf-16-le"))
        if encoded in path.read_bytes()
    }


async def test_nothing_planted_is_found_in_files_or_logs(tmp_path: Path, log: io.StringIO) -> None:
    house = await house_at(f"sqlite:///{tmp_path}/payung.db")
    desk = Desk(house)
    async with working(desk):
        for line in SAID:
            reply = await say(desk, "seseorang", line)
    reference = (await desk.mine("terminal", "seseorang"))[0].reference
    assert "ingatkan" in reply.text
    await backup(house.db, tmp_path / "backup.db")
    assert found(tmp_path, PLANTED) == set()
    assert {name for name, _ in found(tmp_path, (reference,))} >= {"backup.db", "payung.db-wal"}
    await house.db.close()
    assert found(tmp_path, PLANTED) == set()
    assert not [word for word in (*PLANTED, "penata", "setuju") if word in log.getvalue()]


async def test_after_erasing_not_even_the_sealed_words_can_be_opened(tmp_path: Path) -> None:
    house = await house_at(f"sqlite:///{tmp_path}/payung.db")
    desk = Desk(house)
    async with working(desk):
        for line in (*SAID, "hapus data"):
            await say(desk, "seseorang", line)
    async with house.db.reading() as tx:
        for column in ("registrations.answers", "registrations.nik", "sessions.state", "inbound.reply"):
            table = column.partition(".")[0]
            left = await tx.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL")
            assert left.scalar_one() == (1 if table == "inbound" else 0)
    await house.db.close()


@pytest.mark.parametrize(
    "silly",
    ["😀" * 50, "x" * 10_000, "a\0b\0c", "\u202e000.000.2", "'; DROP TABLE persons;--", "<script>alert(1)</script>",
     NIK, "\ud800", "{name} {0} %s %d", "\r\n\r\n", "../../etc/passwd", "2" * 400],
)  # fmt: skip
async def test_silly_input_gets_an_answer_at_every_question_and_loses_nothing(
    silly: str, tmp_path: Path, log: io.StringIO
) -> None:
    house = await house_at(f"sqlite:///{tmp_path}/payung.db")
    desk = Desk(house)
    async with working(desk):
        for line in SAID:
            if not line.startswith("Wigu") and line not in (NIK, "petugas"):
                reply = await say(desk, "seseorang", silly)
                assert reply.text
                assert "gangguan" not in reply.text
            reply = await say(desk, "seseorang", line)
    assert "ingatkan" in reply.text
    assert len(await desk.mine("terminal", "seseorang")) == 1
    assert NIK not in log.getvalue()
    await house.db.close()
