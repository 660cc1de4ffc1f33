"""One turn in the making: the session as it changes, what is said before the open question, and what is caused."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from conversations.effects import Consented, Discarded
from conversations.flow import Flow
from conversations.form import Asked, Effect, Form, Moment, Outcome
from conversations.question import Asking, Json, Question
from conversations.say import Option, Say, Several, Text, Value, text
from conversations.session import Session


@dataclass(frozen=True)
class Heard:
    """What a person did, without the channel's trappings."""

    text: str = field(default="", repr=False)
    tap: str = ""
    """The action of a tapped button, as it was given in `Option.action`."""
    tapped_revision: int = 0
    start: bool = False
    """Whether the chat was opened without a word."""
    nik: str = field(default="", repr=False)
    """A NIK that was typed on our own page."""
    unreadable: bool = False
    """Whether it was a sticker, a voice note, or the like."""


@dataclass(frozen=True)
class Turn:
    """The session after the turn, what is said, and what is caused."""

    session: Session
    say: Say
    effects: tuple[Effect, ...] = ()


class Draft:
    """The working state of one turn; `finish` gives its result."""

    def __init__(self, session: Session, moment: Moment, flows: Mapping[str, Flow]) -> None:
        self.session = session
        self.moment = moment
        self.flows = flows
        renamed = flows[session.flow].renamed
        self.answers: dict[str, Json] = {renamed.get(id, id): entry for id, entry in session.answers.items()}
        self.hints: dict[str, tuple[str, ...]] = dict(session.hints)
        self.lead: list[Text] = []
        """Paragraphs before the open question."""
        self.echo: list[Value] = []
        """What was newly taken down."""
        self.effects: list[Effect] = []
        self.ending: Say | None = None
        """What is said in place of the open question."""
        self.card = ""
        self.showing = ""
        """The question that the message of this turn shows."""

    @property
    def flow(self) -> Flow:
        """The flow under way."""
        return self.flows[self.session.flow]

    @property
    def question(self) -> Question[Any] | None:
        """The question that the last message asked."""
        return self.flow.question(self.session.asked) if not self.session.outcome else None

    @property
    def at_home(self) -> bool:
        """Whether nothing is open and the list of applications is what is said."""
        return bool(self.session.outcome) and self.session.flow != "registration"

    def set(self, **changes: Any) -> None:
        """Change the session."""
        self.session = replace(self.session, **changes)

    def form(self) -> Form:
        """The answers on file, as a script sees them."""
        return Form(self.answers, self.moment, self.session.reference, self.session.begun)

    def walked(self) -> Form:
        """A form whose script has run as far as the answers go."""
        return walked(self.form(), self.flow)

    def asking(self, question: Question[Any]) -> Asking:
        """What a reader of this question's answers may know."""
        asked = question.id == self.session.asked
        return Asking(self.form().day(), self.session.offered if asked else (), self.session.heard if asked else "")

    def record(self, question: Question[Any], value: Any) -> None:
        """Put an answer on file, and forget what followed from an earlier one."""
        entry = {"value": question.dump(value)}
        if question.id == self.session.asked and self.session.bound is not None:
            entry["bound"] = self.session.bound
        before = self.answers.get(question.id)
        if question.consents_to:
            self._consent(question, value)
        self.forget(question.id)
        self.answers[question.id] = entry
        self.hints.pop(question.id, None)
        self.set(edited={})
        if question.show and question.echoes and entry != before:
            self.echo.append(question.show(value))

    def _consent(self, question: Question[Any], value: Any) -> None:
        """A yes or no to a purpose is a fact of its own, with the words that it was given to."""
        try:
            self.flow.script(self.form())
        except Asked as stop:
            if stop.question.id == question.id:
                shown = Text(f"{question.id}.ask", stop.values)
                self.effects.append(Consented(question.consents_to, question.id, value == "yes", shown))

    def forget(self, id: str) -> None:
        """Take an answer off file, with those that follow from it."""
        for question in self.flow.questions:
            if question.id == id or question.after == id:
                self.answers.pop(question.id, None)

    def go_home(self) -> None:
        """Back to what was handed in, leaving it as it was."""
        self.answers, self.hints = {}, {}
        self.set(flow="aftercare", outcome="submitted", reference="", asked="", edited={}, undo={})

    def start_over(self, **changes: Any) -> None:
        """Forget all answers, but keep them for KEMBALI."""
        undo = {id: entry for id, entry in self.answers.items() if id not in SECRET}
        self.set(flow="registration", outcome="", undo=undo, reference="", edited={}, begun=self.moment.now, **changes)
        self.answers, self.hints = {}, {}

    def finish(self) -> Turn:
        """Say what was prepared, or run the flow to its open question or its end."""
        say = self.ending or self._run()
        session = replace(
            self.session,
            answers=self.answers,
            hints=self.hints,
            revision=self.session.revision + 1,
            showing=self.showing,
            at=self.moment.now,
            forgotten=False,
        )
        return Turn(session, replace(say, card=say.card or self.card), tuple(self.effects))

    def _run(self) -> Say:
        if self.session.outcome:
            return self._home()
        form = self.form()
        try:
            outcome = self.flow.script(form)
        except Asked as stop:
            self.effects += form.effects
            return self._ask(stop, form)
        self.effects += form.effects
        return self._end(outcome)

    def _ask(self, stop: Asked, form: Form) -> Say:
        question, before = stop.question, self.session
        aside = bool(self.lead) and not self.echo and question.id == before.asked
        narrowed = before.offered if aside and before.bound == form.bounds.get(question.id) else ()
        hinted = self.hints.get(question.id, ())
        lines, actions = listing(form, self.flow) if question.reviews else (None, ())
        values = {**stop.values, **({"list": lines} if lines else {})}
        wording = f"{question.id}.{'ambiguous' if hinted else 'ask'}"
        telling = () if aside and before.bound == form.bounds.get(question.id) else stop.telling
        asked = (*self._before(), *telling, Text(wording, values))
        offered = hinted or narrowed
        self.set(bound=form.bounds.get(question.id), misses=0, reason="", heard="")
        return self.offer(question, asked, offered, actions)

    def _before(self) -> tuple[Text, ...]:
        echo = (text("echo", what=Several(tuple(self.echo), " · ")),) if self.echo else ()
        return (*self.lead, *echo)

    def offer(
        self,
        question: Question[Any],
        parts: Sequence[Text],
        offered: tuple[str, ...] = (),
        lines: tuple[str, ...] = (),
    ) -> Say:
        """A message that leaves this question open, with its options; `lines` are actions of a numbered list in it."""
        ids = offered or tuple(choice.id for choice in question.choices)
        options = tuple(Option(f"answer:{question.id}:{id}", label_of(question, id)) for id in ids)
        shown = lines or (tuple(option.action for option in options) if question.numbered else ())
        self.set(asked=question.id, offered=ids, shown=shown)
        self.showing = question.id
        if question.reviews:
            options += (Option("command:CHANGE", text("command.change")),)
        return Say(tuple(parts), options, question.numbered, progress=(question.step, self.flow.steps))

    def _end(self, outcome: Outcome) -> Say:
        following = self.flow.then.get(outcome.id)
        if self.session.reference and not following and self.flow.id == "registration":
            return self._unchanged(outcome)
        if outcome.forget or following:
            self.answers, self.hints = {}, {}
            self.set(undo={})
        self.card = outcome.card or self.card
        self.answers = {id: entry for id, entry in self.answers.items() if id not in SECRET}
        if outcome.forget:
            self.echo = []
            self.effects.append(Discarded())
        if following:
            self.lead = [*self._before(), *outcome.telling]
            self.echo = []
            self.set(flow=following, outcome="", asked="")
            return self._run()
        self.set(outcome=outcome.id, asked="", bound=None, offered=(), misses=0, reason="", heard="", reference="")
        return self.menu((*self._before(), *outcome.telling), AFTER.get(outcome.id, ("START",)))

    def _unchanged(self, outcome: Outcome) -> Say:
        """A change that leads to no application leaves the one that was handed in as it was."""
        told = () if outcome.id == "declined" else outcome.telling[:1]
        kept = text("change.dropped", reference=self.session.reference)
        self.go_home()
        return self.menu((*self.lead, *told, kept), AFTER["submitted"])

    def _home(self) -> Say:
        """Where they stand, unless something else was asked for."""
        outcome = self.session.outcome
        mine = {"list": status_list(self.moment)} if self.at_home else {}
        return self.menu(self.lead or (text(f"home.{outcome}", **mine),), AFTER.get(outcome, ("START",)))

    def menu(self, parts: Sequence[Text], commands: Sequence[str]) -> Say:
        """A message whose options are commands."""
        options = tuple(
            Option(f"command:{command}", text(f"command.{command.lower().replace('_', '-').replace(':', '-')}"))
            for command in commands
        )
        self.set(shown=tuple(option.action for option in options))
        return Say(tuple(parts), options)


SECRET = frozenset({"nik", "nik-link"})
"""Answers that are kept only on the way to an application."""

AFTER: Mapping[str, tuple[str, ...]] = {
    "submitted": ("STATUS", "CARD", "CHANGE", "OTHER_PERSON"),
    "cancelled": ("CONTINUE", "RESTART"),
    "paid-by-government": ("CHANGE", "OTHER_PERSON"),
    "member": ("CHANGE", "OTHER_PERSON"),
    "employee": ("CHANGE", "OTHER_PERSON"),
    "no-work": ("CHANGE", "OTHER_PERSON"),
    "too-old": ("CHANGE", "OTHER_PERSON"),
}
"""The commands offered after each end; others just start again."""


def walked(form: Form, flow: Flow) -> Form:
    """The form after the flow's script has run as far as its answers go."""
    with suppress(Asked):
        flow.script(form)
    return form


def label_of(question: Question[Any], option: str) -> Value:
    """The words of an option."""
    fixed = any(choice.id == option for choice in question.choices)
    return question.label(option) if question.label and not fixed else text(f"{question.id}.{option}")


def listing(form: Form, flow: Flow) -> tuple[Several, tuple[str, ...]]:
    """All answers on file, numbered, and the action of each number: to change it."""
    shown = [
        question
        for question in flow.questions
        if question.show and (question in form.blank or form.on_file(question, form.was_bound(question)) is not None)
    ]
    lines = [
        text("list.line", number=number, label=text(f"{question.id}.label"), value=shown_value(question, form))
        for number, question in enumerate(shown, start=1)
    ]
    return Several(tuple(lines)), tuple(f"edit:{question.id}" for question in shown)


def shown_value(question: Question[Any], form: Form) -> Value:
    """An answer on file as people read it."""
    value = form.on_file(question, form.was_bound(question))
    if value is None or question.show is None:
        return text(f"{question.id}.blank")
    return question.show(value)


def status_list(moment: Moment) -> Several:
    """The applications made from this address, one a line."""
    return Several(
        tuple(
            text("status.line", reference=known.reference, status=text(f"status.{known.status}"), day=known.submitted)
            for known in moment.known
        )
    )
