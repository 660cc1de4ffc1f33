import random
import re
from collections.abc import Callable
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reference import SIGNS, make, normal, plausible

LOOK_ALIKES = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV")


def chooser(seed: int) -> Callable[[int], int]:
    return random.Random(seed).randrange


def bare(reference: str) -> str:
    return reference.replace("-", "")


@pytest.mark.parametrize("group", LOOK_ALIKES)
def test_at_most_one_of_each_group_of_look_alikes_is_a_sign(group: str) -> None:
    assert len(set(group) & set(SIGNS)) <= 1


def test_the_number_of_signs_is_prime_and_none_is_a_vowel() -> None:
    assert len(set(SIGNS)) == len(SIGNS)
    assert all(len(SIGNS) % divisor for divisor in range(2, len(SIGNS)))
    assert not set("AEIOU") & set(SIGNS)


@given(st.integers())
def test_a_new_reference_is_grouped_mixed_and_its_own_normal_form(seed: int) -> None:
    reference = make(chooser(seed))
    assert re.fullmatch(f"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}-[{SIGNS}]", reference)
    assert any(sign.isdigit() for sign in bare(reference)[:8])
    assert any(sign.isalpha() for sign in bare(reference)[:8])
    assert normal(reference) == reference
    assert plausible(reference)


@pytest.mark.parametrize("always", [0, -1])
def test_even_a_constant_choice_gives_a_valid_reference(always: int) -> None:
    reference = make(lambda n: always % n)
    assert normal(reference) == reference


def test_every_sign_comes_at_every_place() -> None:
    references = [bare(make(chooser(seed))) for seed in range(2_000)]
    for place in range(9):
        assert {reference[place] for reference in references} == set(SIGNS)


def test_no_single_wrong_sign_goes_unnoticed() -> None:
    """Exhaustive: at each place, each sign and each wrong sign, within a reference that was right."""
    seen: set[tuple[int, str, str]] = set()
    for seed in range(400):
        signs = bare(make(chooser(seed)))
        for place, wrong in product(range(9), SIGNS):
            if (place, signs[place], wrong) in seen or wrong == signs[place]:
                continue
            seen.add((place, signs[place], wrong))
            assert normal(signs[:place] + wrong + signs[place + 1 :]) is None
    assert len(seen) == 9 * len(SIGNS) * (len(SIGNS) - 1)


def test_no_swap_of_any_two_places_goes_unnoticed() -> None:
    """Exhaustive: at each two places, neighbours or distant, each two signs, within a reference that was right."""
    seen: set[tuple[int, int, str, str]] = set()
    for seed in range(6_000):
        signs = bare(make(chooser(seed)))
        for left, right in combinations(range(9), 2):
            case = (left, right, signs[left], signs[right])
            if case in seen or signs[left] == signs[right]:
                continue
            seen.add(case)
            swapped = list(signs)
            swapped[left], swapped[right] = signs[right], signs[left]
            assert normal("".join(swapped)) is None
    assert len(seen) == 36 * len(SIGNS) * (len(SIGNS) - 1)


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        bare,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", " - "),
        lambda text: f"  {text}\n",
        lambda text: " ".join(bare(text)),
        lambda text: text.replace("-", "\N{EN DASH}"),
        lambda text: text.replace("-", "\N{ZERO WIDTH SPACE}"),
        lambda text: "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text),
    ],
)
def test_a_reference_is_read_however_it_is_spaced_and_cased(write: Callable[[str], str]) -> None:
    reference = make(chooser(7))
    assert normal(write(reference)) == reference
    assert plausible(write(reference))


@pytest.mark.parametrize(
    "text",
    ["", "-", "CHJK-MPRT-W", "2345-6789-2", "4000000", "081234567", "perempuan", "5371 0145 0790 9001", "K" * 10_000],
)
def test_what_is_no_reference_has_no_normal_form(text: str) -> None:
    assert normal(text) is None


def test_nine_digits_are_never_a_reference_even_when_the_sum_fits() -> None:
    assert not any(normal(f"{number:09d}") for number in range(222_222_222, 222_232_222))


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda signs: ("3" if signs[0] != "3" else "4") + signs[1:], True),
        (lambda signs: "O" + signs[1:], True),
        (lambda signs: "OI" + signs[2:], True),
        (lambda signs: f"{signs[:4]} {signs[4:8]} {'2' if signs[8] != '2' else '3'}", True),
        (lambda signs: "OIL" + signs[3:], False),
        (lambda signs: signs[:8], False),
        (lambda signs: signs + "2", False),
        (lambda signs: f"{signs[:2]} {signs[2:8]} {'2' if signs[8] != '2' else '3'}", False),
    ],
)
def test_a_reference_with_a_slip_is_still_seen_to_be_meant(spoil: Callable[[str], str], expected: bool) -> None:
    text = spoil(bare(make(chooser(11))))
    assert normal(text) is None
    assert plausible(text) is expected


@pytest.mark.parametrize("text", ["", "rp1500000", "perempuan", "123456789", "jualan 50k", "halo kak", "2 juta 500"])
def test_ordinary_answers_are_not_taken_for_a_reference(text: str) -> None:
    assert not plausible(text)


@given(st.text())
def test_any_text_is_read_without_a_fault_and_only_one_form_is_normal(text: str) -> None:
    reference = normal(text)
    plausible(text)
    assert reference is None or normal(reference) == reference
