"""Rule files that load are complete and agree with themselves; those that do not say where and what to do."""

import ast
import csv
from importlib.resources import files
from pathlib import Path

import pytest

from conversations.eligibility import RulesError, Status, load_rules, read_rules
from conversations.eligibility.proof import prove

FOLDER = Path(str(files("conversations.eligibility") / "rules"))
TEXTS = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.toml"))}
OFFERED = ("balikpapan-2025", "bantul-2026", "ntt-2026")


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The rule files with the first occurrence of a piece of one of them replaced."""
    assert old in TEXTS[file]
    return TEXTS | {file: TEXTS[file].replace(old, new, 1)}


WRONG = [
    ("jkm.toml", 'source = "PP 44/2015"\n', "", "values[1].source", "without source"),
    ("jkm.toml", 'source = "PP 44/2015"', 'source = " "', "values[1].source", "not empty"),
    ("jkm.toml", 'confidence = "H"', 'confidence = "sure"', "values[1].confidence", "H, M, L"),
    ("jkm.toml", 'unit = "rupiah"', 'unit = "euro"', "unit", "unknown unit"),
    ("jkm.toml", 'unit = "rupiah"', 'unit = "percent"', "values[1].value", "0 to 100"),
    ("jht.toml", 'unit = "percent"', 'unit = "months"', "unit", "has the unit percent"),
    ("jkm.toml", "value = 6_800", "value = 6_800.0", "values[1].value", "whole number"),
    ("jkm.toml", "value = 6_800", "value = true", "values[1].value", "whole number"),
    ("jkm.toml", "value = 6_800", "amount = 6_800", "values[1].amount", "unknown key"),
    ("jkm.toml", "value = 6_800\n", "", "values[1].value", "write the value"),
    ("jkm.toml", "value = 6_800", "value = = 6_800", "line 6", "correct the TOML"),
    ("jkm.toml", "from = 2024-01-01", 'from = "2024-01-01"', "values[1].from", "without quotes"),
    ("jkm.toml", "from = 2024-01-01", "from = 2024-01-01T00:00:00Z", "values[1].from", "a date"),
    ("jkm.toml", "from = 2024-01-01\n", "", "values[1].from", "a date"),
    ("jkm.toml", "about =", "title =", "title", "unknown key"),
    ("jkm.toml", "[[values]]", "[[value]]", "value", "unknown key"),
    ("jkm.toml", "value = 6_800", "until = 2026-12-31\nvalue = 6_800", "values from 2024-01-01", "without a value"),
    ("jkm.toml", "value = 6_800", 'case = "own"\nvalue = 6_800', "case", "cases: none"),
    ("pp-50-2025.toml", "until = 2027-03-31", "until = 2025-03-31", "values[1].until", "on or after"),
    ("pp-50-2025.toml", 'case = "other"', 'case = "transport"', "case", "other transport"),
    ("pp-50-2025.toml", 'case = "other"', 'case = "others"', "case", "other transport"),
    ("jkk-tiers.toml", "tier = 7,", "tier = 8,", "values[1].value.7", "number the tiers"),
    ("jkk-tiers.toml", "to = 1_099_000", "to = 1_100_000", "values[1].value.1", "below the next"),
    ("jkk-tiers.toml", "from = 0", "from = 1", "values[1].value.1", "begin at 0"),
    ("jkk-tiers.toml", "base = 1_000_000", "bas = 1_000_000", "values[1].value.1.bas", "unknown key"),
    ("prepay.toml", "[1, 3, 6, 12]", "[1, 6, 3]", "values[1].value", "rising"),
    ("benefit-death.toml", "funeral_rupiah", "funerals_rupiah", "values.value", "has the figures"),
    ("pp-50-2025-excluded.toml", '["government"]', '["government", "government"]', "values[1].value", "once"),
    ("payers.toml", '"already-member"', '"Already member"', "values[1].value", "kebab-case"),
    ("programmes/ntt-2026.toml", "months_known = true\n", "", "values[1].value", "months_known"),
    ("programmes/ntt-2026.toml", "until = 2026-12-31\n", "", "values", "needs `from` and `until`"),
    ("programmes/ntt-2026.toml", 'region = "53"', 'region = "53.71"', "values[1].value.region", "Kemendagri"),
    ("programmes/ntt-2026.toml", '"confirmed"', '"running"', "values[1].value.status", "confirmed"),
    ("programmes/ntt-2026.toml", "beneficiaries", "quota", "values[1].value.reported.quota", "unknown key"),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "remedy"), WRONG)
def test_a_wrong_file_is_refused_with_place_and_remedy(file: str, old: str, new: str, place: str, remedy: str) -> None:
    with pytest.raises(RulesError) as refused:
        read_rules(changed(file, old, new))
    assert (refused.value.file, refused.value.place) == (file, place)
    assert remedy in refused.value.remedy
    assert str(refused.value).startswith(f"{file}: {place}: ")


def test_two_values_on_one_date_are_refused() -> None:
    again = TEXTS["jkm.toml"].partition("[[values]]")[2]
    for begin in ("2024-01-01", "2026-06-01"):
        second = "\n[[values]]" + again.replace("2024-01-01", begin)
        with pytest.raises(RulesError, match="two values on one date"):
            read_rules(TEXTS | {"jkm.toml": TEXTS["jkm.toml"] + second})


def test_a_value_that_ends_the_day_before_the_next_begins_is_taken() -> None:
    first = TEXTS["jkm.toml"].replace("value =", "until = 2026-12-31\nvalue =")
    second = "\n[[values]]" + TEXTS["jkm.toml"].partition("[[values]]")[2].replace("2024-01-01", "2027-01-01")
    rule = read_rules(TEXTS | {"jkm.toml": first + second}).numbers["jkm"]
    assert [value.version for value in rule.values] == ["jkm@2024-01-01", "jkm@2027-01-01"]


@pytest.mark.parametrize("file", [file for file in TEXTS if "/" not in file])
def test_no_rule_that_the_code_asks_for_may_be_missing(file: str) -> None:
    with pytest.raises(RulesError, match="missing"):
        read_rules({name: text for name, text in TEXTS.items() if name != file})


def test_one_id_stands_in_one_file() -> None:
    with pytest.raises(RulesError, match="same id as"):
        read_rules(TEXTS | {"programmes/jkm.toml": TEXTS["jkm.toml"]})


CONTRADICTIONS = [
    ("jkk-tiers.toml", "base = 1_200_000, jkk = 12_000", "base = 1_210_000, jkk = 12_100", "tier 2"),
    ("jkk-tiers.toml", "jkk = 29_500", "jkk = 29_000", "tier 10"),
    ("jkk-tiers.toml", "jkk = 10_000", "jkk = 11_000", "tier 1"),
    ("pp-50-2025.toml", "from = 2026-04-01", "from = 2026-04-02", "other"),
    ("pp-50-2025.toml", "until = 2026-12-31", "until = 2026-12-30", "other"),
    ("benefit-scholarship.toml", "174_000_000", "170_000_000", "total_rupiah"),
]


@pytest.mark.parametrize(("file", "old", "new", "place"), CONTRADICTIONS)
def test_figures_that_contradict_each_other_are_found(file: str, old: str, new: str, place: str) -> None:
    rules = read_rules(changed(file, old, new))
    with pytest.raises(RulesError) as refused:
        prove(rules)
    assert refused.value.file == file
    assert refused.value.place.startswith(place)


def test_a_discount_that_leaves_parts_of_a_rupiah_is_found() -> None:
    with pytest.raises(RulesError, match=r"pp-50-2025\.toml: other from 2026-04-01: .*rounded"):
        prove(read_rules(changed("jkm.toml", "6_800", "6_801")))


def test_the_rules_of_this_release_agree_with_themselves() -> None:
    prove(load_rules())


def test_the_files_that_come_along_are_the_ones_loaded() -> None:
    assert load_rules() is load_rules()
    assert len(load_rules().programmes) == 28
    assert tuple(programme.id for programme in load_rules().confirmed) == OFFERED


def test_programmes_without_a_confirmed_period_are_kept_and_never_confirmed() -> None:
    others = [programme for programme in load_rules().programmes if programme.id not in OFFERED]
    assert {programme.status for programme in others} == {Status.UNKNOWN_2026, Status.ENDED}
    assert not any(programme.where_to_ask for programme in others)


def test_every_region_and_occupation_a_rule_names_exists() -> None:
    folder = files("conversations.understanding") / "data"
    codes = {row["code"] for name in ("provinces.csv", "regencies.csv") for row in _rows((folder / name).read_text())}
    jobs = {row["id"]: row for row in _rows((folder / "occupations.csv").read_text())}
    assert {programme.region for programme in load_rules().programmes} <= codes
    named = load_rules().lists["pp-50-2025-jobs"].values
    assert {id_ for dated in named for id_ in dated.value} <= jobs.keys()
    drivers = {id_ for id_, row in jobs.items() if id_.startswith("sopir") and row["class"] == "BPU"}
    assert drivers <= set(named[0].value)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_rupiah_of_the_scheme_stand_in_no_code() -> None:
    policy = {6_800, 16_800, 8_400, 18_800, 36_800, 42_000_000, 70_000_000, 174_000_000}
    root = FOLDER.parents[2]
    for source in (path for layer in ("conversations", "bot", "storage") for path in (root / layer).rglob("*.py")):
        numbers = [
            node.value for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Constant)
        ]
        found = policy.intersection(number for number in numbers if isinstance(number, int))
        assert not found, source
