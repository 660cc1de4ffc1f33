"""Long lists of keys reach the database in pieces of few different lengths, so that prepared statements are reused."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, and_

LONGEST = 500
"""Rows that one statement or one small transaction touches."""

Key = TypeVar("Key")


def pieces(keys: Sequence[Key], size: int = LONGEST) -> Iterator[list[Key]]:
    """The keys in lists of at most `size`; the last one is filled up with its last key to a power of two.

    For `IN (…)` only, where a repeated key changes nothing.
    """
    for start in range(0, len(keys), size):
        piece = list(keys[start : start + size])
        wanted = min(size, 1 << (len(piece) - 1).bit_length())
        yield piece + [piece[-1]] * (wanted - len(piece))


def among(columns: Sequence[Column[Any]], keys: Iterable[tuple[str, ...]]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together find the rows with these keys of several columns, each by the index over them.

    Keys that differ in their last part only share a condition. SQLite reads the whole table for `(a, b) IN (VALUES …)`.
    """
    *leading, last = columns
    groups: dict[tuple[str, ...], list[str]] = {}
    for key in keys:
        groups.setdefault(key[:-1], []).append(key[-1])
    for shared, differing in groups.items():
        same = [column == part for column, part in zip(leading, shared, strict=True)]
        for piece in pieces(differing):
            yield and_(*same, last.in_(piece))
