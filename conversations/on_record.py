"""The commands about what is on record: status, card, the person's data, and its erasure."""

from conversations import reference
from conversations.draft import Draft, listing, shown_value, status_list
from conversations.effects import Erased
from conversations.form import Form, Known
from conversations.say import Option, Say, Several, Text, text
from conversations.session import REPLIES_KEPT

LOOK_UPS_A_DAY = 10
"""References of others that one conversation may ask about."""
MOST = 9
"""Applications offered at once."""


def status(draft: Draft, slot: str) -> None:
    """Where one's own applications stand; of somebody else's number only the status, and not often."""
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


def card(draft: Draft, slot: str) -> None:
    """The card once more."""
    known = which(draft, "CARD", slot)
    if known is not None:
        draft.card = known.reference
        draft.lead.append(text("picture.again", reference=known.reference))
    elif draft.ending is None:
        draft.lead.append(text("picture.none"))


def which(draft: Draft, command: str, slot: str) -> Known | None:
    """The application that a command is for; where there are several and none is named, each becomes an option."""
    found = [known for known in draft.moment.known if not slot or known.reference == slot]
    if len(found) <= 1 or slot:
        return found[0] if found else None
    options = tuple(Option(f"command:{command}:{known.reference}", known.reference) for known in found[:MOST])
    draft.set(shown=tuple(option.action for option in options))
    draft.ending = Say((*draft.lead, text("which-application", list=status_list(draft.moment))), options)
    return None


def my_data(draft: Draft, slot: str) -> None:
    """All that is held about the person, also what KEMBALI could still bring back."""
    parts: list[Text] = [text("data.head")]
    if draft.session.flow == "registration" and not draft.session.reference:
        held = draft.walked() if draft.answers else Form(draft.session.undo, draft.moment)
        lines, _ = listing(held, draft.flow)
        parts += [text("data.unfinished", list=lines)] if lines.values else []
    parts += [_known_data(draft, known) for known in draft.moment.known]
    if len(parts) == 1:
        parts.append(text("data.nothing"))
    stopped = text("data.stopped" if draft.session.stopped else "data.not-stopped")
    draft.lead += [*parts, text("data.tail", messages=stopped, days=REPLIES_KEPT.days)]


def _known_data(draft: Draft, known: Known) -> Text:
    form = Form(known.answers, draft.moment)
    questions = [one for one in draft.flows["registration"].questions if one.id in known.answers and one.show]
    lines = [
        text("data.line", label=text(f"{question.id}.label"), value=shown_value(question, form))
        for question in questions
    ]
    if known.nik:
        lines.append(text("data.nik", last=known.nik[-4:]))
    agreed = [text("data.agreed", day=known.agreed)] if known.agreed else []
    reminders = text("data.reminders" if known.reminders else "data.no-reminders")
    return text(
        "data.application",
        reference=known.reference,
        day=known.submitted,
        status=text(f"status.{known.status}"),
        list=Several((*lines, *agreed, reminders)),
    )


def erase(draft: Draft, slot: str) -> None:
    """Everything goes at once; what has to stay is told."""
    had = bool(draft.answers or draft.moment.known)
    draft.effects.append(Erased())
    draft.start_over()
    draft.set(undo={}, outcome="erased", asked="", heard="", stopped=False)
    kept = text("erased.kept") if draft.moment.known else text("erased.all")
    draft.ending = draft.menu([text("erased", kept=kept) if had else text("erased.nothing")], ("START",))
