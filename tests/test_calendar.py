from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Component

from bot.calendar import deadlines, due_months
from conversations.reference import make
from locales.wording import load

REFERENCE = make(lambda n: 3 % n)
NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
AMOUNTS = [(date(2026, 12, 1), 8_400), (date(2027, 1, 1), 16_800)]


def events(written: bytes) -> list[Component]:
    calendar = Calendar.from_ical(written)
    assert calendar.to_ical() == written
    return calendar.walk("VEVENT")


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 14), date(2026, 11, 1)),
        (date(2026, 11, 15), date(2026, 11, 1)),
        (date(2026, 11, 16), date(2026, 12, 1)),
        (date(2026, 12, 15), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_the_first_month_is_the_first_whose_fifteenth_is_not_past(today: date, first: date) -> None:
    assert due_months(today)[0] == first


def test_the_months_follow_each_other_over_the_end_of_the_year() -> None:
    months = due_months(date(2026, 11, 22), 14)
    assert [(month.year, month.month) for month in months] == [
        (2026, 12),
        *[(2027, n) for n in range(1, 13)],
        (2028, 1),
    ]
    assert len(due_months(date(2026, 11, 22))) == 12


@pytest.mark.parametrize(("language", "amounts"), [("id", ["Rp8.400", "Rp16.800"]), ("en", ["Rp8,400", "Rp16,800"])])
def test_each_month_is_an_all_day_event_on_the_fifteenth_with_its_own_amount(language: str, amounts: list[str]) -> None:
    written = events(deadlines(REFERENCE, AMOUNTS, NOW, language, load().text))
    assert [event.decoded("dtstart") for event in written] == [date(2026, 12, 15), date(2027, 1, 15)]
    assert [event.decoded("dtend") for event in written] == [date(2026, 12, 16), date(2027, 1, 16)]
    for event, amount in zip(written, amounts, strict=True):
        assert not isinstance(event.decoded("dtstart"), datetime)
        assert amount in str(event["description"])
        assert REFERENCE in str(event["description"])
        assert event.decoded("dtstamp") == NOW


def test_the_words_say_what_it_is_and_what_it_is_not() -> None:
    [event, _] = events(deadlines(REFERENCE, AMOUNTS, NOW, "id", load().text))
    assert event["summary"] == "Batas bayar iuran BPJS Ketenagakerjaan (BPU)"
    for part in ("Iuran Desember 2026", "paling lambat tanggal 15", "belum kepesertaan", "hanya lewat kanal resmi"):
        assert part in str(event["description"])


def test_the_alarm_rings_at_nine_the_day_before_wherever_the_phone_is() -> None:
    for event in events(deadlines(REFERENCE, AMOUNTS, NOW, "id", load().text)):
        [alarm] = event.walk("VALARM")
        midnight = datetime.combine(event.decoded("dtstart"), datetime.min.time())
        assert midnight + alarm.decoded("trigger") == midnight - timedelta(days=1) + timedelta(hours=9)
        assert alarm["action"] == "DISPLAY"
        assert "kanal resmi" in str(alarm["description"])


def test_no_time_zone_is_named() -> None:
    written = deadlines(REFERENCE, AMOUNTS, NOW, "id", load().text)
    assert b"TZID" not in written
    assert b"VTIMEZONE" not in written


def test_made_again_with_other_amounts_the_same_events_are_meant() -> None:
    later = [(month, amount + 1_000) for month, amount in AMOUNTS]
    before, after = (events(deadlines(REFERENCE, each, NOW, "id", load().text)) for each in (AMOUNTS, later))
    ids = [event["uid"] for event in before]
    assert ids == [event["uid"] for event in after] == [f"{REFERENCE}-2026-12@payung", f"{REFERENCE}-2027-01@payung"]


def test_lines_are_short_and_end_as_the_format_wants() -> None:
    written = deadlines(REFERENCE, AMOUNTS, NOW, "id", load().text)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
