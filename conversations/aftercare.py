"""After an application: whether to be reminded, which is a consent of its own."""

from conversations.effects import Consented
from conversations.flow import Flow
from conversations.form import Form, Outcome
from conversations.questions.agreement import REMIND, YesNo
from conversations.say import text


def script(form: Form) -> Outcome:
    """One question, and how to come back."""
    if form.reference:
        return Outcome("submitted")
    wanted = form.ask(REMIND)
    form.cause(f"remind:{wanted}", Consented("reminders", REMIND.id, wanted is YesNo.YES, text(f"{REMIND.id}.ask")))
    return Outcome("submitted", (text(f"end.remind-{wanted.value}"),))


AFTERCARE = Flow(id="aftercare", script=script, questions=(REMIND,))
