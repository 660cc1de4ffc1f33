"""What people pay, whether they may apply and who may pay for them, against the fact sheet written out in oracle.py."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.eligibility import (
    Answer,
    Applicant,
    Case,
    Payer,
    Verdict,
    base_of,
    benefits,
    by_month,
    determine,
    inactive_after,
    load_rules,
    month_of,
    payment_due,
    quote,
    tier_bounds,
    tier_of,
)
from conversations.understanding.birth import Birth
from conversations.understanding.occupation import Occupation, Standing, WorkClass

import oracle

RULES = load_rules()
TODAY = date(2026, 11, 22)
STANDINGS = {"own": Standing.OWN, "employer": Standing.EMPLOYER, "unpaid": Standing.UNPAID}
SECTORS = {"tukang_parkir": "services", "penata_rias": "creative", "petani": "agriculture", "": "trade"}


def worker(job: str = "penata_rias", **changes: object) -> Applicant:
    """An applicant who works for their own account, nobody paying, but for the changes named."""
    work = Occupation(
        WorkClass(str(changes.pop("work", "BPU"))),
        str(changes.pop("sector", SECTORS.get(job, "transport"))),
        job,
        STANDINGS[str(changes.pop("standing", "own"))],
        bool(changes.pop("also_employed", False)),
    )
    given_ = {"tier": 1, "region": "53.71", "payer": Payer.NOBODY, "born": None} | changes
    return Applicant(occupation=work, **given_)  # type: ignore[arg-type]


def verdict(day: date = TODAY, job: str = "penata_rias", **changes: object) -> Verdict:
    return determine(worker(job, **changes), day, RULES)


def reasons(found: Verdict) -> list[str]:
    return [reason.id for reason in found.reasons]


@pytest.mark.parametrize("month", oracle.MONTHS)
def test_every_month_costs_what_the_fact_sheet_says(month: str) -> None:
    day = date.fromisoformat(f"{month}-17")
    jobs = (*oracle.TRANSPORT, *oracle.NOT_NAMED, "penata_rias", "petani", "")
    for job, payer, standing, tier in product(jobs, Payer, STANDINGS, oracle.TIERS):
        found = month_of(worker(job, payer=payer, standing=standing, tier=tier), day, RULES)
        told = oracle.prices(job, month, payer, standing, tier)
        assert (found.normal, found.due, found.possible, found.jht) == told, (job, payer, standing, tier)


@pytest.mark.parametrize("month", oracle.MONTHS)
def test_a_verdict_says_the_case_the_price_and_the_answer_of_the_fact_sheet(month: str) -> None:
    day = date.fromisoformat(f"{month}-17")
    for job, payer, standing, tier, age in product(
        ("sopir_truk", "delman", "petani"), Payer, STANDINGS, (1, 16, 33), (17, 18, 64, 65, None)
    ):
        born = None if age is None else Birth(day.year - age, day.replace(year=day.year - age))
        found = verdict(day, job, payer=payer, standing=standing, tier=tier, born=born)
        normal, due, possible, jht = oracle.prices(job, month, payer, standing, tier)
        answer, needs = oracle.may_apply("BPU", payer, age, age)
        assert (found.case, found.may_apply, set(found.needs)) == (oracle.case(job, standing), answer, needs)
        assert (found.first.normal, found.first.due, found.first.possible, found.first.jht) == (
            normal, due, possible, jht,
        )  # fmt: skip
        assert (found.tier, found.base, found.owed) == (tier, oracle.TIERS[tier][1], payer != "government")
        assert found.confirm or due == possible


def test_an_unnamed_transport_job_of_any_id_is_to_be_confirmed() -> None:
    for id_ in ("", "ketek_baru"):
        assert verdict(job=id_, sector="transport").case is Case.UNNAMED


@pytest.mark.parametrize("work", list(WorkClass))
@pytest.mark.parametrize("payer", list(Payer))
def test_who_may_apply_follows_class_payer_and_age(work: WorkClass, payer: Payer) -> None:
    for age in (None, *range(0, 100)):
        born = None if age is None else Birth(TODAY.year - age, date(TODAY.year - age, 11, 22))
        found = verdict(work=work.value, payer=payer, born=born)
        assert (found.may_apply, set(found.needs)) == oracle.may_apply(work.value, payer, age, age), age


@pytest.mark.parametrize(
    ("born", "answer"),
    [
        (date(1961, 11, 23), Answer.YES),
        (date(1961, 11, 22), Answer.NO),
        (date(1961, 11, 21), Answer.NO),
        (date(2008, 11, 22), Answer.YES),
        (date(2008, 11, 23), Answer.NO),
        (date(2027, 1, 1), Answer.NO),
    ],
)
def test_the_birthday_itself_decides_at_both_ends(born: date, answer: Answer) -> None:
    assert verdict(born=Birth(born.year, born)).may_apply is answer


@pytest.mark.parametrize(
    ("year", "day", "answer"),
    [
        (1960, TODAY, Answer.NO),
        (1961, TODAY, Answer.UNKNOWN),
        (1962, TODAY, Answer.YES),
        (2007, TODAY, Answer.YES),
        (2008, TODAY, Answer.UNKNOWN),
        (2009, TODAY, Answer.NO),
        (1961, date(2026, 12, 31), Answer.NO),
        (1961, date(2026, 1, 1), Answer.UNKNOWN),
        (2008, date(2026, 12, 31), Answer.YES),
    ],
)
def test_a_year_of_birth_decides_where_all_its_days_agree(year: int, day: date, answer: Answer) -> None:
    found = verdict(day, born=Birth(year))
    assert (found.may_apply, found.needs) == (answer, ("age",) if answer is Answer.UNKNOWN else ())


@given(st.dates(date(1930, 1, 1), date(2015, 12, 31)), st.dates(date(2025, 12, 1), date(2027, 6, 30)))
def test_knowing_the_day_never_contradicts_what_the_year_decided(born: date, day: date) -> None:
    by_year, by_day = (verdict(day, born=Birth(born.year, known)).may_apply for known in (None, born))
    assert by_year in (by_day, Answer.UNKNOWN)


def test_born_on_29_february_one_reaches_65_on_1_march() -> None:
    born = Birth(1960, date(1960, 2, 29))
    assert verdict(date(2025, 2, 28), born=born).may_apply is Answer.YES
    assert verdict(date(2025, 3, 1), born=born).may_apply is Answer.NO


@pytest.mark.parametrize(
    ("last_day", "job", "due", "next_due"),
    [
        (date(2025, 12, 31), "ojol", 16_800, 8_400),
        (date(2027, 3, 31), "ojol", 8_400, 16_800),
        (date(2026, 3, 31), "penata_rias", 16_800, 8_400),
        (date(2026, 12, 31), "penata_rias", 8_400, 16_800),
        (date(2026, 3, 31), "becak", 16_800, 8_400),
        (date(2026, 12, 31), "becak", 8_400, 16_800),
    ],
)
def test_a_discount_begins_and_ends_between_two_days(last_day: date, job: str, due: int, next_due: int) -> None:
    days = (last_day, last_day + timedelta(days=1))
    assert [verdict(day, job).first.due for day in days] == [due, next_due]


@pytest.mark.parametrize(
    ("day", "job", "last", "full_from"),
    [
        (TODAY, "penata_rias", date(2026, 12, 1), date(2027, 1, 1)),
        (TODAY, "becak", date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), "ojol", date(2027, 3, 1), date(2027, 4, 1)),
        (date(2027, 3, 31), "ojol", date(2027, 3, 1), date(2027, 4, 1)),
        (date(2027, 4, 1), "ojol", None, None),
        (date(2025, 12, 31), "ojol", None, None),
        (date(2027, 1, 1), "becak", None, None),
    ],
)
def test_the_end_of_a_running_discount_is_said(day: date, job: str, last: date | None, full_from: date | None) -> None:
    found = verdict(day, job)
    assert (found.last_discounted, found.full_from) == (last, full_from)


@pytest.mark.parametrize(
    ("job", "first", "months", "due", "possible", "normal"),
    [
        ("penata_rias", date(2026, 12, 1), 1, 8_400, 8_400, 16_800),
        ("penata_rias", date(2026, 12, 1), 3, 8_400 + 2 * 16_800, 8_400 + 2 * 16_800, 3 * 16_800),
        ("ojol", date(2026, 12, 1), 6, 4 * 8_400 + 2 * 16_800, 4 * 8_400 + 2 * 16_800, 6 * 16_800),
        ("becak", date(2026, 12, 1), 6, 8_400 + 5 * 16_800, 4 * 8_400 + 2 * 16_800, 6 * 16_800),
        ("ojol", date(2027, 3, 1), 3, 8_400 + 2 * 16_800, 8_400 + 2 * 16_800, 3 * 16_800),
        ("ojol", date(2026, 1, 1), 12, 12 * 8_400, 12 * 8_400, 12 * 16_800),
        ("petani", date(2026, 1, 1), 12, 3 * 16_800 + 9 * 8_400, 3 * 16_800 + 9 * 8_400, 12 * 16_800),
    ],
)
def test_months_paid_ahead_are_each_priced_by_their_own_date(
    job: str, first: date, months: int, due: int, possible: int, normal: int
) -> None:
    found = quote(worker(job), first, months, RULES)
    assert (found.due, found.possible, found.normal, found.jht) == (due, possible, normal, months * 20_000)


@given(
    st.sampled_from((*oracle.TRANSPORT, *oracle.NOT_NAMED, "petani")),
    st.sampled_from(list(Payer)),
    st.sampled_from(list(STANDINGS)),
    st.integers(1, 33),
    st.integers(0, 18),
    st.integers(1, 12),
)
def test_a_quote_is_the_sum_of_the_oracle_s_months(
    job: str, payer: Payer, standing: str, tier: int, start: int, months: int
) -> None:
    names = oracle.MONTHS[start : start + months]
    applicant = worker(job, payer=payer, standing=standing, tier=tier)
    found = quote(applicant, date.fromisoformat(f"{names[0]}-01"), len(names), RULES)
    sums = map(sum, zip(*(oracle.prices(job, name, payer, standing, tier) for name in names), strict=True))
    assert (found.normal, found.due, found.possible, found.jht) == tuple(sums)


def test_a_verdict_quotes_one_three_six_and_twelve_months() -> None:
    found = verdict(job="ojol", tier=7)
    assert [each.months for each in found.quotes] == [1, 3, 6, 12]
    assert [each.due for each in found.quotes] == [
        quote(worker("ojol", tier=7), TODAY, each.months, RULES).due for each in found.quotes
    ]


def test_to_confirm_is_said_only_where_an_amount_is_open() -> None:
    assert verdict(job="becak").confirm
    assert [month.possible < month.due for month in by_month(worker("becak"), TODAY, 3, RULES)] == [False, False, True]
    assert not verdict(date(2027, 4, 1), "becak").confirm
    assert not verdict(job="ojol").confirm
    assert verdict(standing="employer").confirm
    assert not verdict(date(2027, 1, 1), standing="employer").confirm
    assert not verdict(standing="employer", payer=Payer.GOVERNMENT).confirm


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"born": Birth(1990)}, ["own-account", "contribution", "discount-other", "jht-optional"]),
        ({"job": "ojol", "born": Birth(1990)}, ["own-account", "contribution", "discount-transport", "jht-optional"]),
        (
            {"job": "becak"},
            ["own-account", "age-unknown", "contribution", "discount-unnamed", "confirm-unnamed", "jht-optional"],
        ),
        (
            {"standing": "employer"},
            ["own-account", "age-unknown", "contribution", "no-discount", "confirm-uncovered", "jht-compulsory"],
        ),
        (
            {"standing": "unpaid"},
            ["own-account", "age-unknown", "contribution", "no-discount", "confirm-uncovered", "jht-optional"],
        ),
        ({"also_employed": True}, ["side-job", "age-unknown", "contribution", "discount-other", "jht-optional"]),
        ({"work": "PU", "sector": "formal"}, ["employer-registers", "contribution", "jht-optional"]),
        ({"work": "NOT_WORKER", "sector": "none"}, ["no-work", "contribution", "jht-optional"]),
        ({"payer": Payer.SELF}, ["already-member", "contribution", "discount-other", "jht-optional"]),
        ({"payer": Payer.GOVERNMENT}, ["government-pays", "contribution", "jht-optional"]),
        ({"born": Birth(2015)}, ["too-young", "contribution", "discount-other", "jht-optional"]),
        ({"born": Birth(1950)}, ["too-old", "contribution", "discount-other", "jht-optional"]),
    ],
)
def test_a_verdict_says_why(changes: dict[str, object], ids: list[str]) -> None:
    found = verdict(TODAY, str(changes.pop("job", "penata_rias")), **changes)
    assert reasons(found) == ids
    assert all(reason.source for reason in found.reasons)


def test_the_age_limits_are_cited_as_what_they_are() -> None:
    sources = {reason.id: reason.source for born in (2015, 1950) for reason in verdict(born=Birth(born)).reasons}
    assert "bukan peraturan" in sources["too-young"]
    assert sources["too-old"] == "Brosur BPU 2026"


def test_a_verdict_names_every_dated_value_it_used() -> None:
    versions = verdict(job="becak").versions
    assert {"pp-50-2025@2026-01-01", "pp-50-2025@2026-04-01", "jkk-tiers@2024-01-01", "ntt-2026@2026-01-01"} <= set(
        versions
    )
    assert list(versions) == sorted(set(versions))
    assert "pp-50-2025@2026-01-01" not in verdict(job="petani").versions
    assert not [version for version in verdict(date(2027, 4, 1), "ojol").versions if version.startswith("pp-50-2025@")]


def test_amounts_change_with_price_and_month_but_not_with_what_does_not_matter() -> None:
    shown = verdict().amounts()
    assert verdict(born=Birth(1990)).amounts() == shown
    assert verdict(region="34.02").amounts() == shown
    assert verdict(date(2026, 11, 1)).amounts() == shown
    assert verdict(date(2026, 12, 1)).amounts() != shown
    assert verdict(tier=2).amounts() != shown
    assert verdict(job="ojol").amounts() != shown


PROGRAMMES = [
    ("53.71", TODAY, ["ntt-2026"]),
    ("53", TODAY, ["ntt-2026"]),
    ("53.03", TODAY, ["ntt-2026"]),
    ("53.71", date(2026, 1, 1), ["ntt-2026"]),
    ("53.71", date(2025, 12, 31), []),
    ("53.71", date(2026, 12, 31), ["ntt-2026"]),
    ("53.71", date(2027, 1, 1), []),
    ("34.02", TODAY, ["bantul-2026"]),
    ("34.02", date(2027, 1, 1), []),
    ("34", TODAY, []),
    ("34.71", TODAY, []),
    ("64.71", TODAY, ["balikpapan-2025"]),
    ("64.71", date(2025, 6, 1), []),
    ("64.09", TODAY, []),
    ("73.71", TODAY, []),
    ("94.04", TODAY, []),
    ("", TODAY, []),
    ("5", TODAY, []),
]


@pytest.mark.parametrize(("region", "day", "ids"), PROGRAMMES)
def test_only_a_programme_confirmed_for_the_day_and_place_is_named(region: str, day: date, ids: list[str]) -> None:
    found = verdict(day, region=region).programmes
    assert [programme.id for programme in found] == ids
    assert all(programme.where_to_ask for programme in found)


def test_months_that_were_not_found_are_marked_to_be_checked() -> None:
    known = {verdict(region=code).programmes[0].id: verdict(region=code).programmes[0].months_known
             for code in ("53.71", "34.02", "64.71")}  # fmt: skip
    assert known == {"ntt-2026": True, "bantul-2026": False, "balikpapan-2025": False}


@pytest.mark.parametrize(
    "changes",
    [
        {"payer": Payer.GOVERNMENT},
        {"work": "PU"},
        {"work": "NOT_WORKER"},
        {"born": Birth(1950)},
    ],
)
def test_no_programme_is_named_to_who_cannot_be_helped_by_it(changes: dict[str, object]) -> None:
    assert verdict(**changes).programmes == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("monthly", "tier"),
    [
        (0, 1),
        (1_099_000, 1),
        (1_099_500, 1),
        (1_099_999, 1),
        (1_100_000, 2),
        (2_699_999, 9),
        (2_700_000, 10),
        (20_199_999, 32),
        (20_200_000, 33),
        (900_000_000, 33),
    ],
)
def test_an_income_between_two_brackets_is_in_the_lower(monthly: int, tier: int) -> None:
    assert tier_of(monthly, RULES, TODAY) == tier


@given(st.integers(0, 100_000_000))
def test_an_income_is_in_the_highest_bracket_that_begins_below_it(monthly: int) -> None:
    assert tier_of(monthly, RULES, TODAY) == max(tier for tier, row in oracle.TIERS.items() if row[0] <= monthly)


def test_brackets_have_the_bounds_and_bases_of_the_table() -> None:
    assert {tier: (tier_bounds(tier, RULES, TODAY)[0], base_of(tier, RULES, TODAY)) for tier in oracle.TIERS} == {
        tier: row[:2] for tier, row in oracle.TIERS.items()
    }
    assert tier_bounds(2, RULES) == (1_100_000, 1_299_000)
    assert tier_bounds(33, RULES) == (20_200_000, None)


def test_a_contribution_is_due_on_the_15th_of_its_own_month() -> None:
    assert payment_due(date(2026, 12, 31)) == date(2026, 12, 15)
    assert payment_due(date(2026, 11, 1)) == date(2026, 11, 15)
    assert inactive_after(TODAY, RULES) == 3


def test_benefits_are_those_of_the_fact_sheet() -> None:
    found = benefits(1, TODAY, RULES)
    assert (found.accident_death, found.death, found.death_before) == (70_000_000, 42_000_000, 10_000_000)
    assert (found.death_after_months, found.absence_months) == (3, 12)
    assert (found.absence, found.absence_later) == (1_000_000, 500_000)
    assert (found.scholarship, found.scholarship_children) == (174_000_000, 2)
    assert benefits(2, TODAY, RULES).accident_death == 48 * 1_200_000 + 22_000_000
