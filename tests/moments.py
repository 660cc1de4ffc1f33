"""Instants for tests."""

from datetime import UTC, datetime


def utc(year: int, month: int, day: int, hour: int = 5) -> datetime:
    """An instant in UTC; the default hour is noon in Jakarta and the same day in all of Indonesia."""
    return datetime(year, month, day, hour, tzinfo=UTC)
