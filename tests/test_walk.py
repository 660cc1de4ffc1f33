"""The walk over the flow: every path ends, every state can be left, every message exists and fits every channel."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.rendering import render
from conversations import walk
from conversations.draft import Heard, Turn
from conversations.flow import Flow
from conversations.form import Form, Moment, Outcome
from conversations.question import Choice, Question
from conversations.registration import REGISTRATION
from conversations.session import Session
from conversations.turn import FLOWS, turn
from locales.wording import Wording, load

TELEGRAM_TEXT, CAPTION, WHATSAPP_TEXT, LIST_TITLE, PAYLOAD = 4096, 1024, 1600, 24, 64
"""Limits of platforms.md: characters, payloads in bytes. Places have longer names, and go as text."""

ODD = ("", "???", "0", "zzzz", "9" * 16, "ya tidak", "hmm ga tau", "2500", "umr", "300rb sekali job", "malang", "ntt")


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)
def test_the_walk_over_a_flow_finds_no_fault(flow: Flow) -> None:
    assert faults(flow, load()) == []


def test_a_flow_that_asks_for_ever_is_found() -> None:
    def script(form: Form) -> Outcome:
        count = 0
        while True:
            form.ask(replace(QUESTION, id=f"q{count}"))
            count += 1

    assert any("again and again" in fault for fault in faults(Flow("registration", script, (QUESTION,)), load()))


def test_a_question_without_words_is_found() -> None:
    flow = Flow("registration", lambda form: Outcome(form.ask(QUESTION)), (QUESTION,))
    assert any("no words: unheard-of.ask" in fault for fault in faults(flow, load()))


def test_a_message_that_no_channel_takes_is_found() -> None:
    wording = load()
    long = dict(wording.catalogues["id"]) | {"income.ask": "x" * 1601}
    assert any("too long" in fault for fault in faults(REGISTRATION, Wording({**wording.catalogues, "id": long})))


def test_a_command_that_cannot_leave_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from conversations import commanding

    monkeypatch.setitem(commanding.COMMANDS, "CANCEL", lambda draft, slot: None)
    assert any("cannot be left" in fault for fault in faults(REGISTRATION, load()))


def test_the_readme_shows_the_diagram_of_today() -> None:
    readme = (ROOT / "README.md").read_text()
    assert walk.mermaid() in readme


QUESTION: Question[str] = Question(
    id="unheard-of", step=1, read=lambda text, asking: text, choices=(Choice("one"),), samples=("one",)
)


def faults(flow: Flow, wording: Wording) -> list[str]:
    """What is wrong with a flow: endless paths, states that hold people, messages missing or too long."""
    found: dict[str, None] = {}
    flows = {**FLOWS, flow.id: flow}
    try:
        states = {step.name: (moment, step) for moment in walk.moments() for _, _, step in walk.steps(flow, moment)}
    except walk.Endless as endless:
        return [str(endless)]
    for name, (moment, step) in states.items():
        session = Session(flow=flow.id, answers=step.answers, revision=1)
        for said in turns(session, moment, flows):
            found |= dict.fromkeys(f"{name}: {fault}" for fault in unsaid(said, wording))
        found |= dict.fromkeys(f"{name}: {fault}" for fault in held(session, moment, flows))
    return list(found)


def turns(session: Session, moment: Moment, flows: dict[str, Flow]) -> Iterator[Turn]:
    """What the bot says at this state: the question, the help, and answers to all kinds of odd messages."""
    asked = turn(session, Heard(text="bahasa indonesia"), moment, flows)
    yield asked
    for odd in (*ODD, "bantuan", "ubah", "data saya", "sumber"):
        first = turn(asked.session, Heard(text=odd), moment, flows)
        yield first
        second = turn(first.session, Heard(text="zzzz"), moment, flows)
        yield second
        yield turn(second.session, Heard(text="zzzz"), moment, flows)


def held(session: Session, moment: Moment, flows: dict[str, Flow]) -> Iterator[str]:
    """Whether BATAL or ULANG does not lead out within two messages."""
    asked = turn(session, Heard(text="bahasa indonesia"), moment, flows).session
    if asked.outcome or asked.flow != "registration":
        return
    if not turn(asked, Heard(text="batal"), moment, flows).session.outcome:
        yield "cannot be left by BATAL"
    if turn(asked, Heard(text="ulang"), moment, flows).session.answers:
        yield "cannot be left by ULANG"


def unsaid(said: Turn, wording: Wording) -> Iterator[str]:
    """Messages that are missing, or that some channel would not take."""
    for language in wording.languages:
        try:
            reply = render(replace(said, session=replace(said.session, language=language)), wording, "x", trial=True)
        except KeyError as missing:
            yield f"no words: {missing.args[0]}"
            return
        numbered = "\n".join([reply.text, *(f"{n}. {option.label}" for n, option in enumerate(reply.options, 1))])
        if len(numbered) > WHATSAPP_TEXT or (reply.card and len(reply.text) > CAPTION):
            yield f"too long ({len(numbered)}): {reply.text[:40]}"
        if any(len(option.payload.encode()) > PAYLOAD for option in reply.options):
            yield "a payload is too long"
        for option, said_option in zip(reply.options, said.say.options, strict=True):
            if len(option.label) > LIST_TITLE and not said_option.action.startswith("answer:region"):
                yield f"label too long: {option.label}"


ROOT = Path(__file__).parent.parent
