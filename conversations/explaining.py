"""What a person is told of a verdict: the price, how long, what is covered, and on request where it is written."""

from collections.abc import Sequence
from datetime import date

from conversations.eligibility import Applicant, Payer, Programme, Rules, Verdict, load_rules
from conversations.form import Form, Office, Outcome
from conversations.questions.agreement import How
from conversations.say import Money, MonthName, Several, Text, Value, text
from conversations.understanding import nik
from conversations.understanding.birth import Birth
from conversations.understanding.occupation import Standing

MONTHLY = 2
"""Where `Verdict.amounts()` has what is due for the first month."""


def verdict(found: Verdict, applicant: Applicant, before: Sequence[int] | None) -> tuple[Text, ...]:
    """The answer before anything personal is asked; `before`: the amounts that an earlier consent was given on."""
    rules, day = load_rules(), found.first.first
    parts = [_changed(found, before)] if before else []
    parts.append(text("verdict.may-apply", limit=rules.number("age-limit", day)))
    if applicant.occupation.also_employed:
        parts.append(text("verdict.side-job"))
    parts += [price(found), quotes(found)]
    if found.confirm:
        parts.append(_to_confirm(found))
    parts += [_savings(found, applicant), cover(rules, day)]
    parts += [programme(one) for one in found.programmes]
    if applicant.payer is Payer.UNKNOWN:
        parts.append(text("verdict.payer-unknown"))
    return tuple(parts)


def _to_confirm(found: Verdict) -> Text:
    """From which month the price may be lower, if 175 confirms what the regulation leaves open."""
    reason = next(each for each in found.reasons if each.id == f"confirm-{found.case.value}")
    month, possible = reason.values["month"], reason.values["possible"]
    assert isinstance(month, date)
    assert isinstance(possible, int)
    return text(f"verdict.{reason.id}", month=MonthName(month), possible=Money(possible))


def _changed(found: Verdict, before: Sequence[int]) -> Text:
    now = found.amounts()
    if before[MONTHLY] != now[MONTHLY]:
        return text("verdict.changed", old=Money(before[MONTHLY]), new=Money(now[MONTHLY]))
    return text("verdict.changed-total", new=Money(now[MONTHLY]))


def price(found: Verdict) -> Text:
    """What JKK and JKM cost a month now, how long, and after."""
    now, normal = Money(found.first.due), Money(found.first.normal)
    if found.first.due == found.first.normal:
        return text("price.open" if found.confirm else "price.full", now=now)
    if found.last_discounted is None or found.full_from is None:
        return text("price.discount", now=now, normal=normal)
    until, after = MonthName(found.last_discounted), MonthName(found.full_from)
    return text("price.discount-until", now=now, normal=normal, until=until, after=after)


def quotes(found: Verdict) -> Text:
    """What several months cost together, across a discount's end."""
    sums = [text("price.sum", months=one.months, due=Money(one.due)) for one in found.quotes if one.months > 1]
    return text("price.sums", first=MonthName(found.first.first), list=Several(tuple(sums), " · "))


def _savings(found: Verdict, applicant: Applicant) -> Text:
    compulsory = applicant.occupation.standing is Standing.EMPLOYER
    return text("price.jht-compulsory" if compulsory else "price.jht", jht=Money(found.first.jht))


def cover(rules: Rules, day: date) -> Text:
    """What is covered, in two lines."""
    death = rules.figures["benefit-death"].on(day).value
    whole = death["grant_rupiah"] + death["periodic_rupiah"] + death["funeral_rupiah"]
    return text("cover", whole=Money(whole), months=death["paid_months_needed"], funeral=Money(death["funeral_rupiah"]))


def programme(one: Programme) -> Text:
    """A local programme that may pay: never a promise, always whom to ask."""
    known = "" if one.months_known else "-unsure"
    return text(f"verdict.programme{known}", name=one.name, ask=one.where_to_ask)


def controller(office: Office | None) -> dict[str, Value]:
    """Who sees the data, for the text of the consent."""
    who: Value = f"{office.name} ({office.contact})" if office else text("consent-1.nobody")
    return {"who": who}


def declined(found: Verdict, applicant: Applicant) -> tuple[Text, ...]:
    """The price and the own way stay with the person who declined."""
    confirm = (_to_confirm(found),) if found.confirm else ()
    return (text("end.declined"), price(found), *confirm, _savings(found, applicant), text("end.declined-how"))


def member(found: Verdict) -> tuple[Text, ...]:
    """For who pays already: the price, and by when."""
    due = load_rules().number("due-day", found.first.first)
    return (text("member", day=due), price(found), quotes(found))


def refusal(found: Verdict) -> Outcome:
    """Why an application cannot be taken, by age."""
    day = found.first.first
    rules = load_rules()
    if any(reason.id == "too-young" for reason in found.reasons):
        why = text("end.too-young", minimum=rules.number("age-minimum", day))
        return Outcome("minor", (why, text("end.minor")), forget=True)
    return Outcome("too-old", (text("end.too-old", limit=rules.number("age-limit", day)),))


def nik_warnings(number: str, born: Birth, today: date) -> tuple[Text, ...]:
    """What looks odd about a valid NIK: said once, never a refusal, since cards and offices make mistakes too."""
    if not number:
        return ()
    said = nik.read(number, today)
    sex = text("nik.woman" if said.sex == "P" else "nik.man")
    warnings = [text("nik.says", sex=sex, born=said.born or "?")]
    if said.born and (born.day or said.born, born.year) != (said.born, said.born.year):
        warnings.append(text("nik.differs"))
    if said.old_region:
        warnings.append(text("nik.old-region"))
    return tuple(warnings)


def submitted(reference: str, how: How, office: Office | None, month: date, *, changed: bool) -> tuple[Text, ...]:
    """The reference number, the next official step, and that it is not yet membership."""
    due = load_rules().number("due-day", month)
    step = text("next.self", day=due)
    if how is How.OFFICER:
        step = text("next.officer-trial")
        if office:
            step = text("next.officer", office=office.name, contact=office.contact, day=due)
    head = text("submitted-again" if changed else "submitted", reference=reference)
    return (*([] if office else [text("trial")]), head, step, text("not-membership"))


def sources(form: Form) -> Text:
    """The regulations behind the last verdict, on request."""
    found = form.verdict
    if found is None:
        return text("source.not-yet")
    named = dict.fromkeys(reason.source for reason in found.reasons if reason.source)
    return text("source", list=Several(tuple(text("source.line", source=source) for source in named)))
