"""What a typed message chooses of what the last one offered: by number, by words, or by the name of a line."""

from collections.abc import Sequence
from typing import Any

from conversations import commanding
from conversations.draft import Draft
from conversations.question import Question
from conversations.understanding import commands
from conversations.understanding.choice import Choice, pick
from conversations.understanding.commands import Intent
from conversations.understanding.text import plain


def outside(draft: Draft, message: str) -> bool:
    """Whether it is a number, but none of those that the last message listed."""
    said = plain(message)
    return bool(draft.session.shown) and said.isdecimal() and len(said) < 3


def chosen_action(draft: Draft, message: str) -> str:
    """The option, or the line of a list, that the message chooses by number or words; "" where none."""
    shown = draft.session.shown
    chosen = pick(message, [Choice(_words(draft, action)) for action in shown])
    if chosen is not None:
        return shown[chosen]
    if named := _named(shown, message):
        return named
    question = draft.question
    if question is None or plain(message).isdecimal() or not showing(draft, question):
        return ""
    fixed = [choice.id for choice in question.choices]
    chosen = pick(message, [Choice(question.words_of(option)) for option in fixed])
    return f"answer:{question.id}:{fixed[chosen]}" if chosen is not None else ""


def _named(shown: Sequence[str], message: str) -> str:
    """The line of a list of answers or languages that the message calls by its name; "" where none."""
    kind = shown[0].partition(":")[0] if shown else ""
    if kind == "edit":
        field = commands.read(f"ubah {message}")
        wanted = f"edit:{commanding.FIELDS.get(field.slot)}"
        return wanted if field.intent is Intent.CHANGE and wanted in shown else ""
    language = commands.read(f"bahasa {message}") if shown and shown[0].startswith("command:LANGUAGE:") else None
    wanted = f"command:LANGUAGE:{language.slot}" if language else ""
    return wanted if wanted in shown else ""


def showing(draft: Draft, question: Question[Any]) -> bool:
    """Whether an answer may be meant for it: a yes or no only if the last message asked just that."""
    return not question.personal or draft.session.showing == question.id


def _words(draft: Draft, action: str) -> tuple[str, ...]:
    kind, _, rest = action.partition(":")
    if kind == "command":
        return commanding.WORDS.get(rest, ())
    question = draft.flow.question(rest.partition(":")[0])
    return question.words_of(rest.partition(":")[2]) if question and kind == "answer" else ()
