"""The deadlines of the contribution as a file that a phone's own calendar reads, so that it reminds where we may not.

Every contribution month has its last day by the rules; that a holiday moves it is never promised.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from conversations.eligibility.payment import payment_due
from conversations.say import Money, MonthName

_NINE_THE_DAY_BEFORE = timedelta(hours=-15)
"""From midnight at the start of the day itself, in whatever zone the phone is."""

Words = Callable[..., str]
"""`Wording.text`: language, id, then the values by name."""


def due_months(today: date, months: int = 12) -> tuple[date, ...]:
    """The first days of so many contribution months, from the first one that can still be paid in time."""
    first = today.year * 12 + today.month - 1 + (today > payment_due(today))
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, first + months))


def deadlines(
    reference: str, amounts: Sequence[tuple[date, int]], made_at: datetime, language: str, wording: Words
) -> bytes:
    """An .ics file with an all-day event, and an alarm the day before, for each month and its rupiah.

    Made again with other amounts it replaces the events of before: their ids are the reference and the month.
    `made_at` is an instant in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Payung//BPU//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", wording(language, "calendar.name", reference=reference))
    for month, amount in amounts:
        due = payment_due(month)
        values = {"month": MonthName(month), "amount": Money(amount), "due": due, "reference": reference}
        event = _event(due, {key: wording(language, f"calendar.{key}", **values) for key in _TEXTS})
        event.add("uid", f"{reference}-{month:%Y-%m}@payung")
        event.add("dtstamp", made_at)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


_TEXTS = ("summary", "description", "alarm")


def _event(due: date, texts: dict[str, str]) -> Event:
    """One deadline, which keeps nobody busy, with its alarm."""
    event = Event()
    event.add("summary", texts["summary"])
    event.add("description", texts["description"])
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", texts["alarm"])
    alarm.add("trigger", _NINE_THE_DAY_BEFORE)
    event.add_component(alarm)
    return event
