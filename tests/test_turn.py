"""Turns that once went wrong, or could: consents, edits, forged taps, changes of what was handed in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.draft import Heard, Turn
from conversations.effects import Consented, Discarded, Submitted
from conversations.eligibility import load_rules
from conversations.flow import Flow
from conversations.form import Effect, Known, Moment, Office
from conversations.session import Session, restored, stored
from conversations.turn import FLOWS, turn

from moments import utc

MOMENT = Moment(
    utc(2026, 11, 22),
    load_rules(),
    "K7MP-2X4H-C",
    office=Office("Kantor Contoh", "kantor@contoh.example"),
    languages={"id": "Bahasa Indonesia", "en": "English"},
)
ASKED = ("nelayan di kota kupang, 1 juta sebulan", "belum ada")
NAMED = (*ASKED, "setuju", "Sri Contoh, 12 Mei 1990")
REVIEW = (*NAMED, "sendiri")
BY_OFFICER = (*NAMED, "petugas", "5304015205909001")


class Person:
    """Someone talking, with what was handed in so far."""

    def __init__(self, *lines: str) -> None:
        self.session, self.moment, self.effects = Session(), MOMENT, list[Effect]()
        self.flows: Mapping[str, Flow] = FLOWS
        self.say(*lines)

    def say(self, *lines: str) -> Turn:
        for line in lines:
            said = self.hear(Heard(text=line))
        return said

    def hear(self, heard: Heard) -> Turn:
        said = turn(restored(stored(self.session)), heard, self.moment, self.flows)
        self.session = said.session
        self.effects += said.effects
        for effect in said.effects:
            if isinstance(effect, Submitted):
                known = Known(effect.reference, "submitted", effect.day, effect.answers, nik=effect.nik)
                self.moment = replace(self.moment, known=(known,))
        return said

    def tap(self, action: str, older: int = 0) -> Turn:
        return self.hear(Heard(tap=action, tapped_revision=self.session.revision - older))

    @property
    def consents(self) -> list[tuple[str, bool]]:
        return [(one.purpose, one.given) for one in self.effects if isinstance(one, Consented)]


def ids(said: Turn) -> set[str]:
    return {part.id for part in said.say.parts}


@pytest.mark.parametrize("aside", ["daftarkan orang lain", "berhenti", "bahasa", "ubah"])
def test_a_yes_after_something_else_was_shown_is_no_consent(aside: str) -> None:
    person = Person(*ASKED, aside, "ya")
    assert person.consents == []
    assert person.session.asked == "consent-1"


def test_every_change_of_mind_is_a_consent_of_its_own_and_the_last_one_counts() -> None:
    person = Person(*ASKED, "setuju", "kembali", "tidak", "mulai", *ASKED, "setuju")
    assert person.consents == [("process", True), ("process", False), ("process", True)]
    assert any(isinstance(effect, Discarded) for effect in person.effects)


def test_looking_at_an_application_again_consents_to_nothing() -> None:
    person = Person(*REVIEW, "kirim", "ya")
    before = list(person.consents)
    person.say("bahasa inggris", "change name", "cancel")
    assert person.consents == before


def test_changing_ones_mind_about_reminders_ends_on_the_last_word() -> None:
    person = Person(*REVIEW, "kirim", "ya", "kembali", "tidak")
    assert person.consents == [("process", True), ("reminders", True), ("reminders", False)]


@pytest.mark.parametrize(
    ("field", "word"), [("income", "ubah penghasilan"), ("phone", "ubah nomor hp"), ("name", "ubah nama")]
)
def test_back_after_choosing_to_change_keeps_the_answer(field: str, word: str) -> None:
    person = Person(*REVIEW)
    before = person.session.answers
    assert person.say(word).session.asked == field
    after = person.say("kembali").session
    assert {id: one["value"] for id, one in after.answers.items() if one} == {
        id: one["value"] for id, one in before.items() if one
    }
    assert after.asked == "review"


def test_a_change_keeps_the_nik_and_the_number() -> None:
    person = Person(*BY_OFFICER, "kirim", "ya", "ubah nama", "Sri Teladan", "kirim")
    last = [effect for effect in person.effects if isinstance(effect, Submitted)][-1]
    assert (last.reference, last.again, last.nik) == ("K7MP-2X4H-C", True, "5304015205909001")


@pytest.mark.parametrize("lines", [("ubah pekerjaan", "karyawan pabrik", "tidak ada"), ("ubah tanggal lahir", "2015")])
def test_a_change_that_leads_nowhere_leaves_the_application_as_it_was(lines: tuple[str, ...]) -> None:
    person = Person(*REVIEW, "kirim", "ya")
    said = person.say(*lines)
    assert "change.dropped" in ids(said)
    assert not any(isinstance(effect, Discarded) for effect in person.effects)
    person.say("ubah nama", "Sri Teladan", "kirim")
    assert {effect.reference for effect in person.effects if isinstance(effect, Submitted)} == {"K7MP-2X4H-C"}


def test_an_application_that_was_handed_over_meanwhile_is_changed_no_more() -> None:
    person = Person(*REVIEW, "kirim", "ya", "ubah nama")
    taken = tuple(replace(known, status="handed-over") for known in person.moment.known)
    person.moment = replace(person.moment, known=taken)
    said = person.say("Sri Teladan")
    assert "change.too-late" in ids(said)
    assert len([effect for effect in person.effects if isinstance(effect, Submitted)]) == 1


FORGED = [
    "answer:name:Planted Name", "answer:name:3302011505909001", "answer:payer:nobody", "answer:review:no",
    "answer:review:yes", "answer:consent-1:yes", "answer:income:tier-99", "answer:income:more-0", "answer:region:99.99",
    "answer:occupation:own|Budi 3302011505909001|y", "answer:birth:abc", "edit:name", "edit:nothing", "answer:x:y", "x",
    "command:NOTHING", "answer:nik:5304015205909001", "answer:phone:+62812",
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("older", [0, 1])
def test_a_forged_tap_answers_nothing(forged: str, older: int) -> None:
    person = Person("halo")
    person.tap(forged, older)
    assert person.session.answers == {}
    assert person.effects == []


def test_a_forged_no_at_the_review_sends_nothing() -> None:
    person = Person(*REVIEW)
    person.tap("answer:review:no")
    assert not any(isinstance(effect, Submitted) for effect in person.effects)


def test_an_unknown_occupation_is_kept_without_figures() -> None:
    person = Person("halo", "blubluk zwerp 1987654", "2")
    assert person.session.answers["occupation"]["value"]["said"] == "blubluk zwerp"
    person = Person("halo", "blubluk gaji 2 juta", "blubluk gaji 2 juta", "2")
    assert person.session.answers["occupation"]["value"]["said"] == ""


def test_a_renamed_question_keeps_its_answer_and_can_be_changed() -> None:
    person = Person(*ASKED)
    renamed = replace(FLOWS["registration"], renamed={"job": "occupation"})
    old = dict(person.session.answers)
    old["job"] = old.pop("occupation")
    person.session = replace(person.session, answers=old)
    person.flows = {**FLOWS, "registration": renamed}
    assert person.say("ubah pekerjaan").session.asked == "occupation"
    assert person.say("kembali").session.asked == "consent-1"


def test_after_an_end_a_correction_in_words_goes_on() -> None:
    person = Person("nelayan di kota kupang, 1 juta sebulan", "pemerintah")
    assert person.session.outcome == "paid-by-government"
    assert person.say("eh salah, belum ada").session.asked == "consent-1"


def test_a_number_outside_the_list_is_said_so() -> None:
    said = Person("halo", "nelayan di malang", "1 juta").say("7")
    assert "out-of-range" in ids(said)
    assert [option.action for option in said.say.options] == ["answer:region:35.07", "answer:region:35.73"]


def test_choices_stay_when_a_question_is_asked_in_between() -> None:
    said = Person("halo", "tukang bakso", "rahasia").say("apakah ini penipuan?")
    assert len(said.say.options) == 10


@pytest.mark.parametrize(
    "cry", ["petugas minta uang 100 ribu", "ada yang minta OTP", "disuruh transfer ke rekening", "OTP saya 123456"]
)
def test_whoever_was_asked_for_money_is_warned_at_every_question(cry: str) -> None:
    for count in range(1, len(REVIEW) + 1):
        person = Person(*REVIEW[:count])
        before = person.session.asked
        assert "faq.scam" in ids(person.say(cry))
        assert person.session.asked == before


@pytest.mark.parametrize("answer", ["minta-minta di jalan", "tukang transfer data", "bayar sendiri", "petugas parkir"])
def test_ordinary_answers_are_no_alarm(answer: str) -> None:
    assert "faq.scam" not in ids(Person("halo").say(answer))


def test_phone_and_a_better_name_beside_the_birth_date_are_taken() -> None:
    person = Person(*ASKED, "setuju", "Agus", "agus salim 1 januari 2000 081234567890")
    answers = person.session.answers
    assert answers["name"]["value"] == "Agus Salim"
    assert answers["phone"]["value"] == "+6281234567890"


@pytest.mark.parametrize("said", ["blm ada", "belum ada yg bayar", "blom", "ga ada"])
def test_nobody_pays_in_everyday_words(said: str) -> None:
    assert Person(ASKED[0], said).session.asked == "consent-1"


@pytest.mark.parametrize("said", ["jangan deh", "males", "terserah"])
def test_a_refusal_is_not_who_pays(said: str) -> None:
    assert Person(ASKED[0], said).session.asked == "payer"


def test_an_age_below_18_stops_at_once_and_keeps_nothing() -> None:
    person = Person(*ASKED, "setuju", "siti contoh 16 tahun")
    assert person.session.outcome == "minor"
    assert person.session.answers == {}


def test_a_refused_nik_is_shown_later() -> None:
    assert Person(*NAMED, "petugas", "ga mau kasih").session.asked == "review"


def test_after_a_long_pause_a_bare_yes_is_not_taken_for_an_old_question() -> None:
    person = Person(*ASKED)
    person.moment = replace(person.moment, now=person.moment.now + timedelta(days=3))
    assert "returning" in ids(person.say("ya"))
    assert person.consents == []


@pytest.mark.parametrize("said", ["1", "5", "12", "25"])
def test_a_small_number_is_no_year_of_birth(said: str) -> None:
    person = Person(*ASKED, "setuju", "Rina")
    assert person.say(said).session.asked == "birth"
    assert person.session.answers


def test_going_on_at_the_review_sends_nothing() -> None:
    person = Person(*REVIEW)
    assert person.say("lanjut").session.asked == "review"
    assert not any(isinstance(effect, Submitted) for effect in person.effects)


def test_a_list_can_be_chosen_from_by_name() -> None:
    assert Person(*REVIEW, "ubah").say("penghasilan").session.asked == "income"
    assert Person("halo", "bahasa").say("inggris").session.language == "en"


def test_choices_stay_after_an_answer_that_was_not_understood() -> None:
    assert (
        Person("halo", "nelayan, 1 juta", "bandung", "hmm apa").say("1").session.answers["region"]["value"] == "32.04"
    )


def test_who_pays_already_may_be_reminded() -> None:
    person = Person(ASKED[0], "saya sendiri")
    assert person.session.asked == "remind-1"
    person.say("ya")
    assert (person.consents, person.session.outcome) == ([("reminders", True)], "member")


def test_cancelling_and_then_someone_else_warns_of_what_is_unfinished() -> None:
    assert "other-person.unfinished" in ids(Person(*REVIEW, "batal").say("daftarkan orang lain"))


def test_the_own_price_answers_a_question_about_cost() -> None:
    assert "price.discount-until" in ids(Person(*ASKED).say("berapa yg harus saya bayar?"))


def test_choosing_to_go_on_alone_takes_the_nik_away() -> None:
    person = Person(*BY_OFFICER, "8", "sendiri")
    assert "nik" not in person.session.answers
