"""What a person may keep of an application: the card to show, and the deadlines for the phone's own calendar."""

from datetime import datetime

from bot.calendar import deadlines, due_months
from bot.card import Card, draw
from bot.house import House
from conversations.draft import walked
from conversations.eligibility import by_month
from conversations.form import Form, Known, Moment
from conversations.questions.person import NAME
from conversations.registration import REGISTRATION


def card(house: House, known: Known, language: str) -> bytes:
    """The card of this application as a PNG, with the amounts of today."""
    form = _determined(house, known)
    found = form.verdict
    if found is None:
        raise LookupError("an application without a determination")
    return draw(
        Card(
            reference=known.reference,
            name=form.on_file(NAME) or "",
            monthly=found.first.due,
            normal=found.first.normal,
            discounted_until=found.last_discounted,
            url=f"{house.public_url}/cek/{known.reference}",
            trial=house.office is None,
            language=language,
        ),
        house.wording.text,
    )


def calendar(house: House, known: Known, language: str) -> bytes:
    """A year of deadlines from now on as an .ics file, each with its own amount."""
    form = _determined(house, known)
    applicant = form.applicant
    if applicant is None:
        raise LookupError("an application without a determination")
    months = due_months(form.day())
    priced = by_month(applicant, months[0], len(months), house.rules)
    return deadlines(
        known.reference, [(month.first, month.due) for month in priced], house.clock(), language, house.wording.text
    )


def _determined(house: House, known: Known) -> Form:
    now: datetime = house.clock()
    form = Form(known.answers, Moment(now=now, rules=house.rules, office=house.office))
    return walked(form, REGISTRATION)
