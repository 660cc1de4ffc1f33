"""Every transcript reads as agreed; `pytest --rewrite` writes what is said now, to be read as a diff."""

from pathlib import Path

import pytest

from transcript import played

STORIES = sorted(Path(__file__).parent.joinpath("transcripts").rglob("*.txt"))


@pytest.mark.parametrize("story", STORIES, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_the_conversation_goes_as_written(story: Path, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    now = await played(story, tmp_path)
    if pytestconfig.getoption("--rewrite"):
        story.write_text(now)
    assert story.read_text() == now


def test_there_are_stories() -> None:
    assert len(STORIES) >= 25
