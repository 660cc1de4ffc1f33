"""A turn: one message in; out come the session, the reply and what it causes. Commands and old buttons are met here."""

from collections.abc import Mapping
from typing import Any

from conversations import commanding, reference, typed
from conversations.aftercare import AFTERCARE
from conversations.draft import Draft, Heard, Turn
from conversations.flow import Flow
from conversations.form import Moment
from conversations.question import Question, Unclear
from conversations.registration import REGISTRATION
from conversations.say import Text, text
from conversations.session import KEPT, LONG_PAUSE, Session
from conversations.understanding import commands, nik
from conversations.understanding.commands import Command, Intent
from conversations.understanding.text import plain
from conversations.understanding.warnings import asked_for_money

FLOWS: Mapping[str, Flow] = {flow.id: flow for flow in (REGISTRATION, AFTERCARE)}

UNSAID = frozenset({"unknown", "no-work-named"})
"""Why a first message may be no answer without having been meant for one."""


def turn(session: Session, heard: Heard, moment: Moment, flows: Mapping[str, Flow] = FLOWS) -> Turn:
    """The conversation after one message. Pure: the same arguments give the same turn."""
    draft = Draft(session, moment, flows)
    if session.fresh:
        draft.set(begun=moment.now)
        _greet(draft)
    commanding.check_changeable(draft)
    if heard.unreadable:
        draft.lead.append(text("unreadable"))
    elif heard.nik:
        _typed_elsewhere(draft, heard.nik)
    elif heard.tap:
        _tapped(draft, heard)
    elif heard.start:
        _opened(draft)
    else:
        _wrote(draft, heard.text)
    return draft.finish()


def _greet(draft: Draft) -> None:
    if draft.session.forgotten:
        draft.lead.append(text("forgotten", days=KEPT.days))
    office = draft.moment.office
    if office is None:
        draft.lead += [text("trial"), text("greeting-trial", days=KEPT.days)]
    else:
        draft.lead.append(text("greeting", office=office.name, contact=office.contact, days=KEPT.days))


def _opened(draft: Draft) -> None:
    if not draft.session.fresh and not draft.session.outcome:
        _welcome_back(draft)


def _typed_elsewhere(draft: Draft, number: str) -> None:
    question = draft.flow.question("nik-link")
    if question is not None and draft.session.asked == question.id and not draft.session.outcome:
        draft.record(question, number)


def _paused(draft: Draft) -> bool:
    before = draft.session.at
    return bool(draft.answers) and before is not None and draft.moment.now - before >= LONG_PAUSE


def _welcome_back(draft: Draft) -> None:
    if draft.answers and (question := draft.question):
        where = text("returning", step=question.step, steps=draft.flow.steps)
        draft.ending = draft.menu([*draft.lead, where], ("CONTINUE", "RESTART", "ANSWERS"))


def _tapped(draft: Draft, heard: Heard) -> None:
    """A button of the last message does what it says; an older one may only correct the answer it once gave."""
    kind, _, rest = heard.tap.partition(":")
    old = heard.tapped_revision != draft.session.revision
    if kind == "answer":
        id_, _, option = rest.partition(":")
        _tapped_option(draft, id_, option, old)
    elif old:
        draft.lead.append(text("old-button"))
    else:
        _act(draft, heard.tap)


def _tapped_option(draft: Draft, id_: str, option: str, old: bool) -> None:
    session, question = draft.session, draft.flow.question(id_)
    known = question is not None and question.knows(option) and not session.outcome
    corrects = question is not None and not question.personal and "value" in draft.answers.get(id_, {})
    if question is not None and known and (corrects if old else session.showing == id_):
        _choose(draft, question, option)
    else:
        draft.lead.append(text("old-button"))


def _act(draft: Draft, action: str) -> None:
    kind, _, rest = action.partition(":")
    id_, _, option = rest.partition(":")
    question = draft.flow.question(id_)
    if kind == "command":
        commanding.do(draft, id_, option)
    elif kind == "edit":
        commanding.edit(draft, id_)
    elif question is not None and not draft.session.outcome:
        _choose(draft, question, option)


def _choose(draft: Draft, question: Question[Any], option: str) -> None:
    try:
        value = question.chosen(option, draft.asking(question))
    except Unclear as unclear:
        _misunderstood(draft, question, unclear)
    else:
        if draft.answers.get(question.id, {}).get("value") != question.dump(value) or question.personal:
            draft.record(question, value)


def _wrote(draft: Draft, message: str) -> None:
    message = _without_nik(draft, message)
    if draft.ending or not plain(message):
        draft.lead += [] if draft.lead else [text("empty")]
        return
    command = commands.read(message, lambda word: reference.normal(word) is not None)
    if asked_for_money(message):
        draft.lead.append(text("faq.scam"))
    elif command.intent is Intent.STOP:
        commanding.do(draft, command.intent.value, "")
    elif action := typed.chosen_action(draft, message):
        _act(draft, action)
    elif command.intent is not Intent.NONE and command.intent not in commanding.TALK:
        commanding.do(draft, command.intent.value, command.slot)
    elif plain(message) in commanding.SOURCE_WORDS:
        commanding.do(draft, "SOURCE", "")
    elif plain(message) in commanding.WORDS["CONTINUE"]:
        commanding.do(draft, "CONTINUE", "")
    elif typed.outside(draft, message):
        _repeat_choices(draft)
    elif question := _open_question(draft):
        _answer(draft, question, message, command)
    else:
        commanding.talk(draft, command)


def _repeat_choices(draft: Draft) -> None:
    shown, question = draft.session.shown, draft.question
    again = text("out-of-range", count=len(shown))
    if question is not None and draft.session.showing == question.id:
        lines = shown if question.reviews else ()
        draft.ending = draft.offer(question, [*draft.lead, again], draft.session.offered, lines)
        return
    draft.lead.append(again)
    if shown[0].startswith("edit:"):
        commanding.do(draft, "CHANGE", "")


def _open_question(draft: Draft) -> Question[Any] | None:
    """The question that a message may answer; after an end, the last one, whose answer led there."""
    if draft.session.fresh:
        return draft.flow.questions[0]
    if draft.session.outcome and draft.session.outcome != "cancelled" and draft.answers:
        path = draft.walked().path
        return path[-1] if path and not path[-1].personal else None
    return draft.question


def _without_nik(draft: Draft, message: str) -> str:
    question = draft.question
    if (question is not None and question.id == "nik") or not nik.spotted(message):
        return message
    draft.lead.append(text("nik-not-kept"))
    return nik.without(message)


def _answer(draft: Draft, question: Question[Any], message: str, command: Command) -> None:
    beside = command.intent in commanding.TALK
    if (question.listens and beside) or not typed.showing(draft, question):
        _talk(draft, command)
        return
    try:
        value = question.read(message, draft.asking(question))
    except Unclear as unclear:
        if _volunteer(draft, question, message):
            return
        if beside or draft.session.outcome or (_paused(draft) and not unclear.choices):
            _talk(draft, command)
        elif not draft.session.fresh or unclear.reason not in UNSAID:
            _misunderstood(draft, question, unclear, message)
    else:
        _accept(draft, question, value, message)


def _accept(draft: Draft, question: Question[Any], value: Any, message: str) -> None:
    """Take an answer; after a long pause a yes or no may mean something else: where they stand comes first."""
    if _paused(draft) and question.personal:
        _welcome_back(draft)
        return
    if _paused(draft):
        draft.lead.append(text("returning-kept"))
    draft.set(outcome="")
    draft.record(question, value)
    _volunteer(draft, question, message)


def _talk(draft: Draft, command: Command) -> None:
    """What was said beside the conversation; after a long pause it is where they stand that they want to know."""
    if _paused(draft) and command.intent is not Intent.FAQ:
        _welcome_back(draft)
    else:
        commanding.talk(draft, command)


def _volunteer(draft: Draft, question: Question[Any], message: str) -> bool:
    """Whether the message answers questions beside the open one; what it names beyond doubt goes on file."""
    found = False
    for id_ in question.along:
        other = draft.flow.question(id_)
        if other is None or (other.id in draft.answers and other.id not in question.corrects):
            continue
        try:
            value = other.find(message, draft.asking(other))
        except Unclear as unclear:
            if unclear.reason == "ambiguous":
                draft.hints[other.id] = unclear.choices
            continue
        if value is not None:
            draft.record(other, value)
            found = True
    return found


def _misunderstood(draft: Draft, question: Question[Any], unclear: Unclear, message: str = "") -> None:
    """Say why with an example, then in other words with choices, then where a person is; never the same twice."""
    session = draft.session
    misses = session.misses + 1
    offered = session.offered if session.asked == question.id else ()
    choices = unclear.choices or offered
    if misses == 1 or (unclear.choices and unclear.reason != session.reason):
        why = Text(f"{question.id}.{unclear.reason}", unclear.values)
    else:
        why = text(f"{question.id}.again" if misses % 2 == 0 else "repair")
        choices = choices or question.fallback
    lines = session.shown if question.reviews else ()
    draft.ending = draft.offer(question, [*draft.lead, why], choices, lines)
    heard = message.strip() if question.keeps_heard and message else session.heard
    draft.set(misses=misses, reason=unclear.reason, heard=heard[:100] if question.keeps_heard else "")
