"""A worker applies: what they would pay and why comes first, then consent, then name, and a reference at the end."""

from dataclasses import replace

from conversations import explaining
from conversations.effects import Determined, LinkShown, Submitted
from conversations.eligibility import Answer, Applicant, Payer, Verdict, determine
from conversations.flow import Flow
from conversations.form import Form, Outcome
from conversations.questions.agreement import CONSENT, HOW, REMIND, REVIEW, How, YesNo
from conversations.questions.earnings import INCOME
from conversations.questions.payment import PAYER
from conversations.questions.person import BIRTH, BIRTH_DATE, NAME, NIK, NIK_BY_LINK, PHONE
from conversations.questions.place import REGION
from conversations.questions.work import NEW_WORK, OCCUPATION, SIDE_JOB, beside_a_wage
from conversations.say import Money, text
from conversations.understanding.gazetteer import zone
from conversations.understanding.occupation import WorkClass

LINK_MINUTES = 10
"""How long the one-time page for the NIK is open."""


def script(form: Form) -> Outcome:
    """Ask until there is an application, or a reason why there is none."""
    work = form.ask(OCCUPATION)
    if work.occupation.work_class is WorkClass.PU:
        work = beside_a_wage(form.ask(SIDE_JOB))
        if work.occupation.work_class is not WorkClass.BPU:
            return Outcome("employee", (text("end.employee"),))
    elif work.occupation.work_class is WorkClass.NOT_WORKER:
        work = form.ask(NEW_WORK)
        if work.occupation.work_class is not WorkClass.BPU:
            return Outcome("no-work", (text("end.no-work"),))
    income = form.ask(INCOME)
    region = form.ask(REGION)
    applicant = Applicant(occupation=work.occupation, tier=income, region=region, payer=form.ask(PAYER))
    verdict = determine(applicant, form.day(zone(region)), form.moment.rules)
    form.applicant, form.verdict = applicant, verdict
    if applicant.payer is Payer.GOVERNMENT:
        return Outcome("paid-by-government", (text("end.paid-by-government"),))
    if applicant.payer is Payer.SELF:
        wanted = form.ask(REMIND, telling=explaining.member(verdict))
        form.cause(Determined(applicant, verdict, form.day(zone(region))))
        return Outcome("member", (text(f"end.member-{wanted.value}"),))
    return apply(form, applicant, verdict)


def apply(form: Form, applicant: Applicant, verdict: Verdict) -> Outcome:
    """From the price and the consent to the reference number."""
    amounts = list(verdict.amounts())
    told = explaining.verdict(verdict, applicant, before=form.was_bound(CONSENT))
    who = explaining.controller(form.moment.office)
    if form.ask(CONSENT, bound_to=amounts, telling=told, **who) is YesNo.NO:
        return Outcome("declined", explaining.declined(verdict, applicant), forget=True)
    name = form.ask(NAME)
    born, today = form.ask(BIRTH), form.day(zone(applicant.region))
    final = determine(replace(applicant, born=born), today, form.moment.rules)
    if "age" in final.needs:
        born = form.ask(BIRTH_DATE, example=str(born.year))
        final = determine(replace(applicant, born=born), today, form.moment.rules)
    if final.may_apply is Answer.NO:
        return explaining.refusal(final)
    form.optional(PHONE)
    how = form.ask(HOW)
    number = ask_nik(form) if how is How.OFFICER and form.moment.office else ""
    form.ask(
        REVIEW,
        bound_to=form.fingerprint(amounts),
        telling=explaining.nik_warnings(number, born, today),
        monthly=Money(verdict.first.due),
    )
    return submit(form, applicant, final, (name, number, how))


def ask_nik(form: Form) -> str:
    """The NIK: typed here where only we read along, on our own page where another company carries the chat."""
    if form.moment.own_channel:
        return form.ask(NIK)
    if form.on_file(NIK_BY_LINK) is None:
        form.cause(LinkShown())
    return form.ask(NIK_BY_LINK, link=form.moment.link, minutes=LINK_MINUTES)


def submit(form: Form, applicant: Applicant, verdict: Verdict, person: tuple[str, str, How]) -> Outcome:
    """Hand the application in: the reference number, the next step, and that it is not yet membership."""
    name, number, how = person
    reference = form.reference or form.moment.reference
    form.cause(
        Submitted(
            reference=reference,
            again=bool(form.reference),
            since=form.begun,
            answers=form.used(without=("nik", "nik-link", "review")),
            nik=number,
            name=name,
            applicant=applicant,
            verdict=verdict,
            day=form.day(zone(applicant.region)),
            how=how.value,
        )
    )
    told = explaining.submitted(reference, how, form.moment.office, verdict.first.first, changed=bool(form.reference))
    return Outcome("submitted", told, card=reference)


REGISTRATION = Flow(
    id="registration",
    script=script,
    questions=(
        OCCUPATION, SIDE_JOB, NEW_WORK, INCOME, REGION, PAYER, CONSENT, NAME, BIRTH, BIRTH_DATE, PHONE, HOW, NIK,
        NIK_BY_LINK, REVIEW, REMIND,
    ),
    then={"submitted": "aftercare"},
)  # fmt: skip
