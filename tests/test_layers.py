"""Arrows point inward: conversations know nobody, storage and locales know conversations, nothing imports bot."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "conversations": {"conversations"},
    "storage": {"storage", "conversations"},
    "locales": {"locales", "conversations"},
    "bot": {"bot", "storage", "locales", "conversations"},
}
IMPURE = {"asyncio", "socket", "random", "secrets", "time", "os", "sqlalchemy", "aiosqlite", "httpx", "logging"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def modules(layer: str) -> list[Path]:
    return sorted(ROOT.joinpath(layer).rglob("*.py"))


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_a_layer_imports_only_what_lies_inward(layer: str) -> None:
    strangers = {
        (str(path.relative_to(ROOT)), name)
        for path in modules(layer)
        for name in imported(path)
        if name.partition(".")[0] in MAY_IMPORT and name.partition(".")[0] not in MAY_IMPORT[layer]
    }
    assert not strangers
    assert modules(layer)


def test_conversations_touch_no_network_database_clock_or_randomness() -> None:
    impure = {
        (path.name, name)
        for path in modules("conversations")
        for name in imported(path)
        if name.partition(".")[0] in IMPURE
    }
    assert not impure
    calls = [
        (path.name, node.attr)
        for path in modules("conversations")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")
    ]  # fmt: skip
    assert not calls


def test_no_module_has_more_than_300_lines() -> None:
    long = {str(path.relative_to(ROOT)): lines for layer in MAY_IMPORT for path in modules(layer)
            if (lines := len(path.read_text().splitlines())) > 300}  # fmt: skip
    assert not long
