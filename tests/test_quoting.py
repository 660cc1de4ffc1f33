"""The command line prices a person described in the words of a chat, and proves and prints the rules."""

import json
from datetime import date

import pytest

from bot.quoting import SENTENCES, QuoteError, check_rules, quote, sentence
from conversations.eligibility import Applicant, Payer, Reason, determine, load_rules
from conversations.understanding.birth import Birth
from conversations.understanding.occupation import Occupation, Standing, WorkClass

DECEMBER = date(2026, 12, 20)


def told(**changes: object) -> str:
    asked = {"occupation": "ojol", "income": "2jt", "region": "kota kupang", "day": DECEMBER, "months": 6}
    return quote(**(asked | {"payer": "nobody", "as_json": True} | changes))  # type: ignore[arg-type]


def test_the_object_has_the_day_s_month_the_total_and_every_month_in_whole_rupiah() -> None:
    found = json.loads(told())
    full = {"jkk_jkm": 26_800, "jkk_jkm_normal": 26_800, "jkk_jkm_possible": 26_800, "jht": 40_000}
    half = full | {"jkk_jkm": 13_400, "jkk_jkm_possible": 13_400}
    months = ["2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"]
    expected = [{"month": month} | (half if month < "2027-04" else full) for month in months]
    assert found["by_month"] == expected
    assert found["month"] == half
    assert found["total"] == {
        "jkk_jkm": 107_200, "jkk_jkm_normal": 160_800, "jkk_jkm_possible": 107_200, "jht": 240_000,
    }  # fmt: skip
    assert (found["day"], found["months"], found["payer"]) == ("2026-12-20", 6, "nobody")
    assert (found["case"], found["tier"], found["programmes"]) == ("transport", 6, ["ntt-2026"])
    assert (found["may_apply"], found["needs"], found["confirm"]) == ("unknown", ["age"], False)
    assert {"id": "discount-transport", "source": "PP 50/2025 Pasal 4"} in found["reasons"]
    assert "pp-50-2025@2026-01-01" in found["versions"]


@pytest.mark.parametrize(
    ("changes", "due", "possible", "confirm", "case"),
    [
        ({"payer": "government"}, 0, 0, False, "transport"),
        ({"payer": "self", "months": 1}, 13_400, 13_400, False, "transport"),
        ({"occupation": "tukang becak", "months": 1}, 13_400, 13_400, False, "unnamed"),
        ({"occupation": "tukang becak", "months": 2}, 40_200, 26_800, True, "unnamed"),
        ({"occupation": "penata rias", "months": 2}, 40_200, 40_200, False, "other"),
    ],
)
def test_the_total_follows_job_payer_and_months(
    changes: dict[str, object], due: int, possible: int, confirm: bool, case: str
) -> None:
    found = json.loads(told(**changes))
    assert (found["total"]["jkk_jkm"], found["total"]["jkk_jkm_possible"]) == (due, possible)
    assert (found["confirm"], found["case"]) == (confirm, case)


def test_an_employee_is_told_no() -> None:
    found = json.loads(told(occupation="karyawan pabrik"))
    assert found["may_apply"] == "no"
    assert found["reasons"][0]["id"] == "employer-registers"


def test_the_table_has_a_line_for_each_month_and_every_reason_with_its_source() -> None:
    shown = told(as_json=False)
    rows = [line.split() for line in shown.splitlines()]
    assert ["2026-12", "26,800", "13,400", "13,400", "40,000"] in rows
    assert ["total", "160,800", "107,200", "107,200", "240,000"] in rows
    assert "The discount ends with 2027-03; full price from 2027-04." in shown
    assert "named as transport: 50 % off JKK and JKM [PP 50/2025 Pasal 4]" in shown
    assert "ntt-2026: Nusa Tenggara Timur; ask at: kantor desa" in shown
    assert "months not known" in told(as_json=False, region="bantul")


@pytest.mark.parametrize(
    ("changes", "option", "remedy"),
    [
        ({"occupation": "kerja"}, "--occupation", "ojol"),
        ({"income": "cukup"}, "--income", "80rb sehari"),
        ({"income": "tidak ada"}, "--income", "2jt"),
        ({"region": "kupang"}, "--region", "Kota Kupang"),
        ({"region": "xyzzy"}, "--region", "kabupaten or kota"),
        ({"payer": "neighbour"}, "--payer", "nobody, self, government, unknown"),
        ({"months": 0}, "--months", "1 to 24"),
        ({"months": 25}, "--months", "1 to 24"),
        ({"day": date(2023, 12, 31)}, "--day", "2024-01-01"),
    ],
)
def test_an_option_that_cannot_be_read_is_named_with_what_to_write(
    changes: dict[str, object], option: str, remedy: str
) -> None:
    with pytest.raises(QuoteError) as refused:
        told(**changes)
    assert refused.value.option == option
    assert remedy in refused.value.remedy
    assert str(refused.value) == f"{option}: {refused.value.remedy}"


def test_every_reason_there_is_has_a_sentence() -> None:
    seen: dict[str, Reason] = {}
    for day in (date(2026, 2, 1), date(2026, 11, 1), date(2027, 5, 1)):
        for id_, sector in (("ojol", "transport"), ("becak", "transport"), ("petani", "agriculture")):
            for work, payer, standing in ((w, p, s) for w in WorkClass for p in Payer for s in Standing):
                for born in (None, Birth(1950), Birth(1990), Birth(2015)):
                    occupation = Occupation(work, sector, id_, standing, also_employed=work is WorkClass.BPU)
                    for each in (occupation, Occupation(work, sector, id_, standing)):
                        verdict = determine(Applicant(each, 3, "", payer, born), day, load_rules())
                        seen |= {reason.id: reason for reason in verdict.reasons}
    assert seen.keys() == SENTENCES.keys()
    assert all("{" not in sentence(reason) for reason in seen.values())


def test_the_check_prints_what_the_rules_say_for_every_month_and_case() -> None:
    lines = check_rules()
    cells = [line.split() for line in lines]
    assert lines[0].startswith("19 rules, ")
    assert [
        "transport",
        "2026-01..2027-03",
        "nobody|self|unknown",
        "BPU|UNCLEAR",
        "1",
        "*",
        "8,400",
        "8,400",
        "16,800",
    ] in cells
    assert ["*", "*", "government", "*", "1", "*", "0", "0", "16,800"] in cells
    assert ["*", "*", "nobody", "BPU", "*", "18|64", "yes"] in cells
