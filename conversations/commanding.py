"""What each command does, at whatever question it comes."""

from collections.abc import Callable, Mapping

from conversations import reference
from conversations.draft import Draft, listing, shown_value, status_list
from conversations.effects import Erased, MessagesWanted
from conversations.explaining import sources
from conversations.form import Known
from conversations.say import Option, Say, Several, Text, text
from conversations.session import REPLIES_KEPT
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
LOOK_UPS_A_DAY = 10


def do(draft: Draft, intent: str, slot: str) -> None:
    """Carry out one command; unknown ones are answered with the help."""
    COMMANDS.get(intent, _help)(draft, slot)


def talk(draft: Draft, command: Command) -> None:
    """Answer what is said beside the conversation, and leave the question open."""
    if command.intent is Intent.FAQ:
        topic = command.slot if command.slot in TOPICS else "other"
        due = draft.moment.rules.number("due-day", draft.form().day())
        draft.lead.append(text(f"faq.{topic}", **({"day": due} if topic == "deadline" else {})))
    elif command.intent is Intent.GREETING and (draft.session.fresh or draft.session.outcome):
        return
    elif command.intent in (
        Intent.GREETING,
        Intent.THANKS,
        Intent.COMPLAINT,
        Intent.ABUSE,
        Intent.OFFTOPIC,
        Intent.PAID,
    ):
        draft.lead.append(text(f"talk.{command.intent.value.lower()}"))
    elif draft.session.outcome:
        return
    else:
        draft.lead.append(text("talk.unknown"))


TOPICS = ("definition", "cost", "trust", "privacy", "benefit", "deadline", "eligibility", "howto", "claim")


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
    if draft.session.outcome == "cancelled":
        draft.set(outcome="")
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
    if draft.session.flow != "registration" or draft.session.reference:
        _go_home(draft)
        return
    had = bool(draft.answers)
    draft.start_over()
    draft.lead.append(text("restarted" if had else "restarted-empty"))


def _cancel(draft: Draft, slot: str) -> None:
    if draft.session.flow != "registration" or draft.session.reference:
        _go_home(draft)
        return
    draft.set(outcome="cancelled", asked="")
    if draft.session.fresh:
        draft.lead.clear()


def _go_home(draft: Draft) -> None:
    """Back to what was handed in, leaving it as it was."""
    draft.answers = {}
    draft.set(flow="aftercare", outcome="submitted", reference="", asked="", noted=())


def _continue(draft: Draft, slot: str) -> None:
    if draft.session.outcome == "cancelled":
        draft.set(outcome="")


def _answers(draft: Draft, slot: str) -> None:
    lines, _ = listing(draft.walked())
    draft.lead.append(text("answers", list=lines) if lines.values else text("answers-none"))


def _status(draft: Draft, slot: str) -> None:
    mine = {known.reference for known in draft.moment.known}
    wanted = reference.normal(slot) if slot else None
    if slot and wanted is None:
        draft.lead.append(text("status.typo" if reference.plausible(slot) else "status.none-such"))
    elif wanted and wanted not in mine:
        _look_up(draft, wanted)
    elif mine and draft.at_home:
        return  # what follows says it
    elif mine:
        draft.lead.append(text("status.mine", list=status_list(draft.moment)))
    else:
        draft.lead.append(text("status.nothing"))


def _look_up(draft: Draft, wanted: str) -> None:
    day, count = draft.session.look_ups
    today = draft.form().day().isoformat()
    count = count + 1 if day == today else 1
    draft.set(look_ups=(today, count))
    found = draft.moment.looked_up.get(wanted)
    if count > LOOK_UPS_A_DAY:
        draft.lead.append(text("status.enough"))
    elif found is None:
        draft.lead.append(text("status.none-such"))
    else:
        status = text(f"status.{found[0]}")
        draft.lead.append(text("status.other", reference=wanted, status=status, day=found[1]))


def _card(draft: Draft, slot: str) -> None:
    if not draft.moment.known:
        draft.lead.append(text("picture.none"))
        return
    known = draft.moment.known[0]
    draft.card = known.reference
    draft.lead.append(text("picture.again", reference=known.reference))


def _change(draft: Draft, slot: str) -> None:
    if draft.session.flow != "registration" and not _reopen(draft):
        return
    if draft.session.outcome and not draft.answers:
        draft.set(outcome="")
        return
    draft.set(outcome="")
    if slot in FIELDS:
        edit(draft, FIELDS[slot])
        return
    lines, actions = listing(draft.walked())
    if not actions:
        draft.lead.append(text("answers-none"))
        return
    draft.set(shown=actions)
    draft.ending = Say((*draft.lead, text("change.which", list=lines)), (), numbered=True)


def _reopen(draft: Draft) -> bool:
    """Take the latest application up again; not once it is in somebody else's hands."""
    known = draft.moment.known[0] if draft.moment.known else None
    if known is None:
        return False
    if known.status != "submitted":
        draft.lead.append(text("change.too-late", reference=known.reference))
        return False
    draft.answers = {id: entry for id, entry in known.answers.items() if id != "review"}
    draft.set(flow="registration", outcome="", reference=known.reference, asked="", noted=())
    return True


def edit(draft: Draft, id: str) -> None:
    """Forget one answer, so that it is asked again; the rest stays."""
    form = draft.walked()
    question = next((one for one in (*form.path, *form.blank) if one.id in (id, f"{id}-link")), None)
    if question is None:
        draft.lead.append(text("change.not-yet"))
        return
    draft.set(outcome="")
    draft.forget(question.id)
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


def _my_data(draft: Draft, slot: str) -> None:
    parts: list[Text] = [text("data.head")]
    if draft.session.flow == "registration" and not draft.session.reference:
        lines, _ = listing(draft.walked())
        parts += [text("data.unfinished", list=lines)] if lines.values else []
    parts += [_known_data(draft, known) for known in draft.moment.known]
    if len(parts) == 1:
        parts.append(text("data.nothing"))
    stopped = text("data.stopped" if draft.session.stopped else "data.not-stopped")
    draft.lead += [*parts, text("data.tail", messages=stopped, days=REPLIES_KEPT.days)]


def _known_data(draft: Draft, known: Known) -> Text:
    form = type(draft.form())(known.answers, draft.moment)
    questions = [one for one in draft.flows["registration"].questions if one.id in known.answers and one.show]
    lines = []
    for question in questions:
        form.bounds[question.id] = known.answers[question.id].get("bound")
        lines.append(text("data.line", label=text(f"{question.id}.label"), value=shown_value(question, form)))
    agreed = [text("data.agreed", day=known.agreed)] if known.agreed else []
    reminders = text("data.reminders" if known.reminders else "data.no-reminders")
    return text(
        "data.application",
        reference=known.reference,
        day=known.submitted,
        status=text(f"status.{known.status}"),
        list=Several((*lines, *agreed, reminders)),
    )


def _erase(draft: Draft, slot: str) -> None:
    had = bool(draft.answers or draft.moment.known)
    draft.effects.append(Erased())
    draft.start_over()
    draft.set(undo={}, outcome="erased", asked="", heard="", stopped=False)
    kept = text("erased.kept") if draft.moment.known else text("erased.all")
    draft.ending = draft.menu([text("erased", kept=kept) if had else text("erased.nothing")], ("START",))


def _stop(draft: Draft, slot: str) -> None:
    draft.effects.append(MessagesWanted(False))
    draft.set(stopped=True)
    draft.ending = Say((text("stopped"),), (), progress=None)


def _start(draft: Draft, slot: str) -> None:
    if draft.session.stopped:
        draft.effects.append(MessagesWanted(True))
        draft.set(stopped=False)
        draft.lead.append(text("started-messages"))
    elif draft.session.outcome and draft.session.flow == "registration":
        draft.start_over()


def _other_person(draft: Draft, slot: str) -> None:
    if draft.session.flow == "registration" and draft.answers and not draft.session.outcome:
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
    draft.lead.append(sources(draft.walked()))


COMMANDS: Mapping[str, Callable[[Draft, str], None]] = {
    "HELP": _help, "BACK": _back, "RESTART": _restart, "CANCEL": _cancel, "CONTINUE": _continue, "ANSWERS": _answers,
    "STATUS": _status, "CARD": _card, "CHANGE": _change, "LANGUAGE": _language, "MY_DATA": _my_data, "ERASE": _erase,
    "STOP": _stop, "START": _start, "OTHER_PERSON": _other_person, "HUMAN": _human, "OFFICER": _human,
    "SOURCE": _source,
}  # fmt: skip
