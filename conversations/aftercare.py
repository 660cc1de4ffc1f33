"""After an application: whether to be reminded, which is a consent of its own."""

from conversations.flow import Flow
from conversations.form import Form, Outcome
from conversations.questions.agreement import REMIND
from conversations.say import text


def script(form: Form) -> Outcome:
    """One question, and how to come back."""
    if form.reference:
        return Outcome("submitted")
    return Outcome("submitted", (text(f"end.remind-{form.ask(REMIND).value}"),))


AFTERCARE = Flow(id="aftercare", script=script, questions=(REMIND,))
