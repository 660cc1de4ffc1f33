"""What each command does, at whatever question it comes."""

from collections.abc import Callable, Mapping

from conversations import on_record
from conversations.draft import Draft, listing, walked
from conversations.effects import MessagesWanted
from conversations.explaining import cover, price, quotes, sources
from conversations.form import Form
from conversations.say import Option, Say, Text, text
from conversations.understanding.commands import Command, Intent

SOURCE_WORDS = frozenset({"sumber", "dasar", "dasar aturan", "dasar hukum", "aturannya", "kenapa", "source", "why"})
WORDS: Mapping[str, tuple[str, ...]] = {
    "CONTINUE": ("lanjut", "lanjutkan", "teruskan", "terus", "continue"),
    "RESTART": ("ulang", "mulai baru", "start over"),
    "ANSWERS": ("lihat jawaban", "jawaban saya", "lihat", "see answers"),
    "STATUS": ("status", "cek status"),
    "CARD": ("kartu", "card"),
    "CHANGE": ("ubah", "change"),
    "OTHER_PERSON": ("daftarkan orang lain", "orang lain", "someone else"),
    "START": ("mulai", "start"),
    "SOURCE": ("sumber", "source"),
}
"""Words that choose an offered command."""

FIELDS = {"occupation": "occupation", "income": "income", "region": "region", "name": "name", "dob": "birth",
          "phone": "phone", "nik": "nik"}  # fmt: skip
TALK = frozenset({
    Intent.GREETING, Intent.THANKS, Intent.COMPLAINT, Intent.ABUSE, Intent.FAQ, Intent.OFFTOPIC, Intent.PAID,
})  # fmt: skip
"""What people say beside answering; it counts only where the open question finds no answer in it."""
TOPICS = frozenset({"definition", "cost", "trust", "privacy", "benefit", "deadline", "eligibility", "howto", "claim"})
"""Questions that have an answer of their own."""
CHANGEABLE = "submitted"
"""The status in which an application is still the person's own to change."""


def do(draft: Draft, intent: str, slot: str) -> None:
    """Carry out one command; unknown ones are answered with the help."""
    COMMANDS.get(intent, _help)(draft, slot)


def talk(draft: Draft, command: Command) -> None:
    """Answer what is said beside the conversation, and leave the question open."""
    if command.intent is Intent.FAQ:
        topic = command.slot if command.slot in TOPICS else "other"
        draft.lead += _answer(draft, topic)
    elif command.intent is Intent.GREETING and (draft.session.fresh or draft.session.outcome):
        return
    elif command.intent in TALK:
        draft.lead.append(text(f"talk.{command.intent.value.lower()}"))
    elif not draft.at_home and not _awaits_yes_or_no(draft):
        draft.lead.append(text("talk.unknown"))


def _answer(draft: Draft, topic: str) -> list[Text]:
    """The answer to a question; with the person's own amounts once they are known."""
    found = draft.walked().verdict
    if found is not None and topic == "cost":
        return [price(found), quotes(found)]
    if found is not None and topic == "benefit":
        return [cover(draft.moment.rules, found.first.first)]
    due = draft.moment.rules.number("due-day", draft.form().day())
    return [text(f"faq.{topic}", **({"day": due} if topic == "deadline" else {}))]


def _awaits_yes_or_no(draft: Draft) -> bool:
    """Whether a consent or the like is open: what was said to something else shown is no answer, and it is asked."""
    question = draft.question
    return question is not None and question.personal


def check_changeable(draft: Draft) -> None:
    """An application that is in somebody else's hands by now is changed no more."""
    wanted = draft.session.reference
    if wanted and all(known.reference != wanted or known.status != CHANGEABLE for known in draft.moment.known):
        draft.go_home()
        draft.lead.append(text("change.too-late", reference=wanted))


def _help(draft: Draft, slot: str) -> None:
    question = draft.question
    if question is not None:
        draft.lead.append(text(f"{question.id}.help"))
    draft.lead.append(text("help"))


def _back(draft: Draft, slot: str) -> None:
    if draft.session.undo and not draft.answers:
        draft.answers = dict(draft.session.undo)
        draft.set(undo={}, outcome="")
        draft.lead.append(text("restored"))
        return
    if draft.session.outcome and not draft.answers:
        return
    if draft.session.outcome == "cancelled" or draft.session.edited:
        draft.answers |= {id: entry for id, entry in draft.session.edited.items() if entry is not None}
        for blank in [id for id, entry in draft.session.edited.items() if entry is None]:
            draft.answers.pop(blank, None)
        draft.set(outcome="", edited={})
        draft.lead.append(text("restored"))
        return
    path = draft.walked().path
    draft.set(outcome="")
    if path:
        draft.forget(path[-1].id)
        draft.lead.append(text("back"))
    else:
        draft.lead.append(text("back-first"))


def _restart(draft: Draft, slot: str) -> None:
    if _sent(draft):
        return
    had = bool(draft.answers)
    draft.start_over()
    draft.lead.append(text("restarted" if had else "restarted-empty"))


def _cancel(draft: Draft, slot: str) -> None:
    if _sent(draft):
        return
    draft.set(outcome="cancelled", asked="")
    if draft.session.fresh:
        draft.lead.clear()


def _sent(draft: Draft) -> bool:
    """Whether there is nothing to throw away but a change, or nothing at all: what was handed in stays."""
    reference = draft.session.reference
    if draft.session.flow == "registration" and not reference:
        return False
    if reference:
        draft.lead.append(text("change.dropped", reference=reference))
    elif draft.moment.known:
        draft.lead.append(text("sent-already", reference=draft.moment.known[0].reference))
    draft.go_home()
    return True


def _continue(draft: Draft, slot: str) -> None:
    if draft.session.outcome == "cancelled":
        draft.set(outcome="")


def _answers(draft: Draft, slot: str) -> None:
    lines, _ = listing(draft.walked(), draft.flow)
    draft.lead.append(text("answers", list=lines) if lines.values else text("answers-none"))


def _change(draft: Draft, slot: str) -> None:
    home = draft.session.flow != "registration" or (not draft.answers and draft.moment.known)
    if home and not _reopen(draft, slot if slot not in FIELDS else ""):
        return
    if draft.session.outcome and not draft.answers:
        draft.set(outcome="")
        return
    draft.set(outcome="")
    if slot in FIELDS:
        edit(draft, FIELDS[slot])
        return
    lines, actions = listing(draft.walked(), draft.flow)
    if not actions:
        draft.lead.append(text("answers-none"))
        return
    draft.set(shown=actions)
    draft.ending = Say((*draft.lead, text("change.which", list=lines)), (), numbered=True)


def _reopen(draft: Draft, slot: str) -> bool:
    """Take an application up again; not once it is in somebody else's hands."""
    known = on_record.which(draft, "CHANGE", slot)
    if known is None:
        return False
    if known.status != CHANGEABLE:
        draft.lead.append(text("change.too-late", reference=known.reference))
        return False
    draft.answers = dict(known.answers)
    if known.answers.get("how", {}).get("value") == "officer" and draft.moment.office:
        draft.answers["nik" if draft.moment.own_channel else "nik-link"] = {"value": known.nik}
    draft.set(flow="registration", outcome="", reference=known.reference, asked="", begun=draft.moment.now, undo={})
    return True


def edit(draft: Draft, id: str) -> None:
    """Forget one answer, so that it is asked again; the rest stays, and KEMBALI brings it back."""
    form = draft.walked()
    on_file = [one for one in draft.flow.questions if one.show and (one.id in draft.answers or one in form.blank)]
    question = next((one for one in reversed(on_file) if one.id in (id, f"{id}-date", f"{id}-link")), None)
    if question is None:
        draft.lead += [] if id == draft.session.asked else [text("change.not-yet")]
        return
    base = question.id.removesuffix("-date")
    kept = {one.id: draft.answers.get(one.id) for one in on_file if base in (one.id, one.after)}
    draft.forget(base)
    draft.set(outcome="", edited=kept)
    if question in form.blank or question.id == "phone":
        draft.answers[question.id] = {}


def _language(draft: Draft, slot: str) -> None:
    languages = draft.moment.languages
    if slot in languages:
        draft.set(language=slot)
        draft.lead.append(text("language.set"))
        return
    options = tuple(Option(f"command:LANGUAGE:{code}", name) for code, name in languages.items())
    draft.set(shown=tuple(option.action for option in options))
    asked = text("language.unknown" if slot else "language.ask")
    draft.ending = Say((*draft.lead, asked), options)


def _stop(draft: Draft, slot: str) -> None:
    draft.effects.append(MessagesWanted(False))
    draft.set(stopped=True)
    draft.ending = Say((text("stopped"),), (), progress=None)


def _start(draft: Draft, slot: str) -> None:
    if draft.session.stopped:
        draft.effects.append(MessagesWanted(True))
        draft.set(stopped=False)
        draft.lead.append(text("started-messages"))
    elif draft.session.outcome not in ("", "cancelled") and draft.session.flow == "registration":
        draft.start_over()


def _other_person(draft: Draft, slot: str) -> None:
    if draft.session.flow == "registration" and draft.answers and draft.session.outcome in ("", "cancelled"):
        draft.ending = draft.menu([text("other-person.unfinished")], ("CONTINUE", "RESTART"))
        return
    draft.start_over()
    draft.set(undo={})
    draft.lead.append(text("other-person"))


def _human(draft: Draft, slot: str) -> None:
    office = draft.moment.office
    if office is None:
        draft.lead.append(text("human-trial"))
    else:
        draft.lead.append(text("human", office=office.name, contact=office.contact))


def _source(draft: Draft, slot: str) -> None:
    form = draft.walked()
    if form.verdict is None and draft.moment.known:
        form = walked(Form(draft.moment.known[0].answers, draft.moment), draft.flows["registration"])
    draft.lead.append(sources(form))


COMMANDS: Mapping[str, Callable[[Draft, str], None]] = {
    "HELP": _help, "BACK": _back, "RESTART": _restart, "CANCEL": _cancel, "CONTINUE": _continue, "ANSWERS": _answers,
    "STATUS": on_record.status, "CARD": on_record.card, "MY_DATA": on_record.my_data, "ERASE": on_record.erase,
    "CHANGE": _change, "LANGUAGE": _language, "STOP": _stop, "START": _start, "OTHER_PERSON": _other_person,
    "HUMAN": _human, "OFFICER": _human, "SOURCE": _source,
}  # fmt: skip
