"""What holds for the whole conversation: how many messages it takes, and what every message with a reference says."""

import re
from pathlib import Path

import pytest

from conversations.draft import Heard, Turn
from conversations.eligibility import load_rules
from conversations.form import Moment, Office
from conversations.session import Session
from conversations.turn import FLOWS, turn
from conversations.understanding.choice import Choice, pick
from locales.wording import load

from moments import utc

MOMENT = Moment(utc(2026, 11, 22), load_rules(), "K7MP-2X4H-C", office=Office("Kantor Contoh", "kantor@contoh.example"))
ENDING = ("sendiri", "kirim")
STORIES = sorted(Path(__file__).parent.joinpath("transcripts").rglob("*.txt"))


def held(*lines: str) -> list[Turn]:
    said: list[Turn] = []
    for line in lines:
        said.append(turn(said[-1].session if said else Session(), Heard(text=line), MOMENT))
    return said


@pytest.mark.parametrize(
    ("messages", "lines"),
    [
        (9, ("halo", "nelayan", "1 juta", "kota kupang", "belum ada", "setuju", "Sri Contoh, 12 Mei 1990", *ENDING)),
        (10, ("halo", "nelayan", "1 juta", "kota kupang", "belum ada", "setuju", "Sri Contoh", "1990", *ENDING)),
        (6, ("nelayan kota kupang, 1 juta sebulan", "belum ada", "setuju", "Sri Contoh 12-5-1990", *ENDING)),
        (7, ("nelayan kota kupang, 1 juta sebulan", "belum ada", "setuju", "Sri Contoh", "1990", *ENDING)),
    ],
)
def test_the_plain_path_takes_few_messages(messages: int, lines: tuple[str, ...]) -> None:
    said = held(*lines)
    assert len(said) == messages
    assert said[-1].say.card == "K7MP-2X4H-C"


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_every_message_with_a_reference_says_that_it_is_not_membership(story: Path) -> None:
    for message in re.split(r"\n\n?>>? ", story.read_text())[1:]:
        spoken = message.partition("\n")[2].partition("\n= ")[0]
        if re.search(r"\b(?=\S*\d)[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]\b", spoken):
            assert "belum kepesertaan" in spoken.lower() or "not membership yet" in spoken, spoken
            assert "jangan ke orang" in spoken or "never to a person" in spoken, spoken


def test_every_label_that_can_be_tapped_can_be_typed_in_every_language() -> None:
    wording = load()
    unread = [
        (language, question.id, choice.id)
        for flow in FLOWS.values()
        for question in flow.questions
        for language in wording.languages
        for number, choice in enumerate(question.choices)
        if pick(wording.text(language, f"{question.id}.{choice.id}"), [Choice(one.words) for one in question.choices])
        != number
    ]
    assert unread == []


def test_a_question_back_is_answered_and_asked_again_at_every_question() -> None:
    lines = ("halo", "nelayan", "1 juta", "kota kupang", "belum ada", "setuju", "Sri Contoh, 12 Mei 1990", "sendiri")
    for count in range(1, len(lines) + 1):
        before = held(*lines[:count])[-1].session
        after = turn(before, Heard(text="apakah ini penipuan?"), MOMENT)
        assert any(part.id == "faq.trust" for part in after.say.parts)
        assert after.session.asked == before.asked
        assert after.session.answers == before.answers
