"""A walk over a flow: every state that its questions' sample answers lead to. It draws the diagram, and proves that
every path ends and every message exists."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from conversations.draft import walked
from conversations.eligibility import load_rules
from conversations.flow import Flow
from conversations.form import Asked, Form, Moment, Office, Outcome
from conversations.question import Json
from conversations.registration import REGISTRATION

LONGEST = 40
"""Answers on one path; a script that asks more than this goes round in circles."""
SOME_DAY = datetime(2026, 11, 22, 5, tzinfo=UTC)


class Endless(Exception):
    """A path of the flow that does not come to an end."""


@dataclass(frozen=True)
class Step:
    """One state on a path: the answers so far, and the question asked or the outcome reached."""

    answers: Mapping[str, Json]
    asked: Asked | None
    outcome: Outcome | None

    @property
    def name(self) -> str:
        """The id of the question or of the outcome."""
        return self.asked.question.id if self.asked else self.outcome.id if self.outcome else ""


def moments() -> Iterator[Moment]:
    """The kinds of world that a flow may find itself in: with an office or not, on our own channel or another's."""
    for office in (Office("Kantor Contoh", "contoh"), None):
        for own in (True, False):
            yield Moment(SOME_DAY, load_rules(), office=office, own_channel=own, link="https://contoh.example/nik/x")


def steps(flow: Flow, moment: Moment) -> Iterator[tuple[Step | None, Any, Step]]:
    """Every state with the state and the answer that it came from; raises `Endless`."""
    start = _step(flow, {}, moment)
    yield None, None, start
    waiting, seen = deque([start]), {_key(start)}
    while waiting:
        step = waiting.popleft()
        for answer in step.asked.question.samples if step.asked else ():
            entry = _entry(flow, step.asked, step.answers, answer, moment) if step.asked else {}
            following = _step(flow, {**step.answers, **entry}, moment)
            if len(following.answers) > LONGEST or len(following.answers) == len(step.answers):
                raise Endless(f"{flow.id}: asks {step.name} again and again")
            yield step, answer, following
            if _key(following) not in seen:
                seen.add(_key(following))
                waiting.append(following)


def _step(flow: Flow, answers: Mapping[str, Json], moment: Moment) -> Step:
    try:
        return Step(answers, None, flow.script(Form(answers, moment)))
    except Asked as asked:
        return Step(answers, asked, None)


def _entry(flow: Flow, asked: Asked, answers: Mapping[str, Json], answer: Any, moment: Moment) -> dict[str, Json]:
    """An answer as it goes on file, bound to what the script shows with its question."""
    bound = walked(Form(answers, moment), flow).bounds.get(asked.question.id)
    entry = {"value": asked.question.dump(answer)}
    return {asked.question.id: entry if bound is None else {**entry, "bound": bound}}


def _key(step: Step) -> str:
    return repr(sorted(step.answers.items()))


def mermaid(flow: Flow = REGISTRATION) -> str:
    """The flow as a Mermaid state diagram: questions as states, ends as the words that close them."""
    edges: dict[tuple[str, str], None] = {}
    ends: dict[str, None] = {}
    for moment in moments():
        for before, _, after in steps(flow, moment):
            edges[before.name if before else "[*]", after.name] = None
            if after.outcome:
                ends[after.name] = None
    lines = ["stateDiagram-v2"]
    lines += [f"    {_id(before)} --> {_id(after)}" for before, after in edges]
    lines += [f"    {_id(end)} --> [*]" for end in ends]
    return "\n".join(lines)


def _id(name: str) -> str:
    return name if name == "[*]" else name.replace("-", "_")
