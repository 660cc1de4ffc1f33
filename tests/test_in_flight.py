"""People who are inside a conversation survive a release: sessions frozen by earlier ones go on where they stood."""

import json
from pathlib import Path

import pytest

from conversations.draft import Heard
from conversations.eligibility import load_rules
from conversations.form import Moment, Office
from conversations.session import Session, restored, stored
from conversations.turn import turn

from moments import utc

FROZEN = sorted(Path(__file__).parent.joinpath("in-flight").rglob("*.json"))
MOMENT = Moment(utc(2026, 11, 23), load_rules(), "K7MP-2X4H-C", office=Office("Kantor Contoh", "kantor@contoh.example"))


@pytest.mark.parametrize("file", FROZEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_frozen_session_goes_on(file: Path) -> None:
    frozen = json.loads(file.read_text())
    session = restored(frozen["state"])
    again = turn(session, Heard(text="bantuan"), MOMENT).session
    assert again.asked == session.asked
    assert set(again.answers) >= set(session.answers)
    for line in frozen["then"]:
        again = turn(again, Heard(text=line), MOMENT).session
    assert (again.flow, again.asked, again.outcome) == tuple(frozen["ends"])


def test_a_session_of_a_release_that_knew_other_fields_and_questions_is_read() -> None:
    answers = {"occupation": {"value": "text of old"}, "gone": {"value": 1}}
    state = stored(Session(answers=answers, revision=3)) | {"of-old": 1}
    said = turn(restored(state), Heard(text="bantuan"), MOMENT)
    assert said.session.asked == "occupation"


def test_there_are_frozen_sessions() -> None:
    assert len(FROZEN) >= 4
