"""What a turn caused, as rows: each effect is written in the transaction of its message."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.effects import Consented, Determined, Discarded, Erased, LinkShown, MessagesWanted, Submitted
from conversations.eligibility import Applicant, Verdict
from conversations.form import Effect, Known, Moment
from conversations.registration import LINK_MINUTES
from conversations.say import text
from conversations.understanding.text import plain
from locales.wording import Wording
from storage import consents, determinations, erasure, inbound, links, registrations
from storage.addresses import Address
from storage.consents import Consent, Tie
from storage.determinations import Determination
from storage.erasure import Erasure
from storage.links import Link
from storage.registrations import Change, NewRegistration, Particulars, Registration
from storage.sealed import Vault
from storage.tables import fresh_id

JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass
class Caused:
    """The rows that a batch of turns caused, gathered so that each table is written once."""

    wording: Wording
    submitted: list[NewRegistration] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    attached: list[Tie] = field(default_factory=list)
    determined: list[Determination] = field(default_factory=list)
    consented: list[Consent] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)

    def add(
        self, effects: Sequence[Effect], address: Address, known: list[Known], moment: Moment, language: str
    ) -> None:
        """Take down what one turn caused; `known` grows by what it submitted."""
        for effect in effects:
            match effect:
                case Consented():
                    self.consented.append(self._consent(effect, address, moment.now, language))
                case Submitted(again=True):
                    self._change(effect, address, known, moment)
                case Submitted():
                    self._submit(effect, address, known, moment)
                case MessagesWanted(wanted=True):
                    self._resume(address, known, moment, language)
                case _:
                    self._note(effect, address, moment)

    def join(self, other: "Caused") -> None:
        """Add what another turn caused."""
        for rows in fields(self):
            if rows.name != "wording":
                getattr(self, rows.name).extend(getattr(other, rows.name))

    def _note(self, effect: Effect, address: Address, moment: Moment) -> None:
        match effect:
            case Determined():
                self.determined.append(_determination(None, effect.applicant, effect.verdict, effect.day, moment.now))
            case MessagesWanted():
                self.stopped.append(address.person_id)
            case LinkShown():
                until = moment.now + timedelta(minutes=LINK_MINUTES)
                self.links.append(Link(moment.link.rpartition("/")[2], "nik", address.id, until))
            case Discarded():
                self.discarded.append(address.id)
            case Erased():
                self.erased.append(address.id)
            case _:
                raise TypeError(f"nobody writes down {type(effect).__name__}")

    def _resume(self, address: Address, known: list[Known], moment: Moment, language: str) -> None:
        """Who stopped messages and wants them again agrees anew; who never agreed is not taken at a word."""
        if any(one.stopped for one in known):
            again = Consented("reminders", "start", given=True, shown=text("started-messages"))
            self.consented.append(self._consent(again, address, moment.now, language))

    def _consent(self, effect: Consented, address: Address, at: datetime, language: str) -> Consent:
        words = self.wording.value(language, effect.shown)
        return Consent(
            person_id=address.person_id,
            registration_id=None,
            purpose=effect.purpose,
            version=effect.version,
            text_digest=sha256(words.encode()).hexdigest(),
            language=language,
            given=effect.given,
            how="self",
            at=at,
        )

    def _submit(self, effect: Submitted, address: Address, known: list[Known], moment: Moment) -> None:
        row = NewRegistration(
            reference=effect.reference,
            person_id=fresh_id() if known else address.person_id,
            address_id=address.id,
            channel=address.channel,
            submitted_at=moment.now,
            particulars=particulars(effect),
        )
        self.submitted.append(row)
        self.attached.append(Tie(address.person_id, row.id, effect.since))
        self.determined.append(_determination(row.id, effect.applicant, effect.verdict, effect.day, moment.now))
        agreed = moment.now.astimezone(JAKARTA).date()
        known.insert(
            0,
            Known(
                reference=effect.reference,
                status=registrations.SUBMITTED,
                submitted=effect.day,
                answers=effect.answers,
                agreed=agreed,
                nik=effect.nik,
                id=row.id,
            ),
        )

    def _change(self, effect: Submitted, address: Address, known: list[Known], moment: Moment) -> None:
        for place, one in enumerate(known):
            if one.reference == effect.reference:
                self.changed.append(Change(one.id, particulars(effect), "person", moment.now))
                self.attached.append(Tie(address.person_id, one.id, effect.since))
                self.determined.append(_determination(one.id, effect.applicant, effect.verdict, effect.day, moment.now))
                known[place] = replace(one, answers=effect.answers, nik=effect.nik)

    async def write(self, tx: AsyncConnection, vault: Vault, at: datetime) -> list[Erasure]:
        """Write it all; what was erased goes into the journal once the transaction is committed."""
        await inbound.discard(tx, self.discarded)
        await consents.add(tx, self.consented)
        await registrations.submit(tx, vault, self.submitted)
        await registrations.change(tx, vault, self.changed)
        await consents.attach(tx, self.attached)
        await determinations.add(tx, self.determined)
        await consents.withdraw(tx, self.stopped, "reminders", at)
        await links.issue(tx, vault, self.links)
        return [one for address in self.erased for one in await erasure.erase(tx, address, at)]


def particulars(effect: Submitted) -> Particulars:
    """What is kept of an application: the answers sealed, what is counted by beside them."""
    job = effect.applicant.occupation
    born = effect.answers.get("birth-date", effect.answers.get("birth", {})).get("value", {})
    return Particulars(
        answers=effect.answers,
        nik=effect.nik or None,
        name_key=f"{plain(effect.name)} {born.get('day') or born.get('year')}",
        tier=effect.applicant.tier,
        sector=job.sector,
        occupation=job.id,
        region=effect.applicant.region,
        how=effect.how,
    )


def remembered(one: Registration, agreed: Sequence[Consent]) -> Known:
    """A registration on file as the conversation knows it."""
    reminders = [each for each in agreed if each.purpose == "reminders"]
    wanted = bool(reminders) and reminders[-1].given and reminders[-1].withdrawn_at is None
    day = one.submitted_at.astimezone(JAKARTA).date()
    given = [each.at for each in agreed if each.purpose == "process" and each.registration_id == one.id and each.given]
    consented = given[-1].astimezone(JAKARTA).date() if given else day
    stopped = bool(reminders) and reminders[-1].given and reminders[-1].withdrawn_at is not None
    return Known(
        reference=one.reference,
        status=one.status,
        submitted=day,
        answers=one.answers,
        reminders=wanted,
        agreed=consented,
        stopped=stopped,
        nik=one.nik or "",
        id=one.id,
    )


def _determination(
    registration: str | None, applicant: Applicant, verdict: Verdict, day: Any, now: datetime
) -> Determination:
    job = applicant.occupation
    return Determination(
        registration_id=registration,
        day=day,
        inputs={
            "class": job.work_class.value,
            "sector": job.sector,
            "occupation": job.id,
            "standing": job.standing.value,
            "also-employed": job.also_employed,
            "tier": applicant.tier,
            "region": applicant.region,
            "payer": applicant.payer.value,
            "age": "given" if applicant.born else "not-given",
        },
        versions={"used": list(verdict.versions)},
        result={
            "may-apply": verdict.may_apply.value,
            "case": verdict.case.value,
            "confirm": verdict.confirm,
            "owed": verdict.owed,
            "base": verdict.base,
            "last-discounted": verdict.last_discounted.isoformat() if verdict.last_discounted else None,
            "month": asdict(verdict.first) | {"first": verdict.first.first.isoformat()},
            "quotes": [asdict(quote) for quote in verdict.quotes],
            "programmes": [one.id for one in verdict.programmes],
        },
        reasons=[{"id": reason.id, "source": reason.source} for reason in verdict.reasons],
        created_at=now,
    )
